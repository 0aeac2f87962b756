"""Columns of a table of articles: which of them is the text, the title, the date and so on.

That is guessed from their names and from the first rows, or chosen by a person, and said in a
Table that stands before the articles.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import median

from annotator.ingest import dates
from annotator.ingest.encodings import WHITE

FIELDS = ("text", "title", "date", "source", "url", "byline", "language")
NAMES = {  # as _plain writes them; the better ones first
    "text": """text fulltext bodytext articletext articlebody maintext body content contents article
        story storytext storybody articlecontent newstext newscontent textcontent cleantext
        plaintext document volltext artikeltext haupttext fliesstext inhalt artikel beitrag texte
        textecomplet corps contenu texto textocompleto cuerpo contenido articulo conteudo corpo
        artigo testo contenuto articolo tekst volledigetekst inhoud""",
    "title": """headline title heading headlinemain titlerendered webtitle articletitle newstitle
        storytitle schlagzeile titel uberschrift titre titular titulo manchete titolo kop""",
    "date": """published publishedat publishedon publisheddate publishedtime datepublished
        datepublish publicationdate publishdate publishtime pubdate dateofpublication
        firstpublished webpublicationdate erscheinungsdatum veroffentlicht veroffentlichtam
        veroffentlichungsdatum datedepublication datepublication fechadepublicacion
        fechapublicacion datadepublicacao datapublicacao publicadoem datadipubblicazione
        datapubblicazione publicatiedatum gepubliceerd date datetime datum fecha data createdat
        created createdon datecreated creationdate""",
    "source": """outlet publisher newspaper publication source sourcename publishername medianame
        sourcedomain domain site website sitename paper quelle zeitung medium journal fuente
        periodico medio fonte jornal giornale testata bron krant""",
    "url": "url link weburl articleurl permalink href uri lien enlace",
    "byline": """byline bylineoriginal author authors authorname by writer reporter journalist
        creator autor autoren verfasser auteur auteurs autora autores autore""",
    "language": "language lang languagecode langcode sprache langue idioma lingua taal",
}
# What may be the text, though mostly it is a part of one that stands beside it.
SHORTER = """summary description abstract lead lede leadparagraph teaser excerpt snippet intro
    standfirst trailtext highlights zusammenfassung beschreibung vorspann resume chapo resumen
    descripcion resumo descricao sommario riassunto descrizione samenvatting beschrijving"""
KNOWN = {
    field: {name: rank for rank, name in enumerate(names.split())}
    for field, names in {**NAMES, "shorter": SHORTER}.items()
}

LONGEST_LINE = 1_000  # characters of a title, a source, a URL or a byline
LONG = 200  # characters of a text where its column has no name that says so

_NUMBER = re.compile(
    r"[-+]?[0-9][0-9.,:/ TZ+-]*%?|https?://\S+|[0-9]{1,2}[. ]+\w{3,9}[. ]+[0-9]{4}"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column is what; a text of several columns is joined by a blank line."""

    text: tuple[str, ...] = ()
    title: str | None = None
    date: str | None = None
    source: str | None = None
    url: str | None = None
    byline: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What a person must see to choose columns: the names, and the first rows cut short."""

    name: str
    header: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    columns: Columns
    guessed: bool  # False when a person's choice was given

    @property
    def signature(self) -> str:
        """Sixteen hexadecimal digits that derive from the names of the columns alone."""
        return signature(self.header)

    @property
    def clear(self) -> bool:
        return bool(self.columns.text)


Choices = Mapping[str, Columns]  # by the signature of a table


class Always(Mapping[str, Columns]):
    """The same choice for every table."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns

    def __getitem__(self, signature: str) -> Columns:
        return self.columns

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 1


def signature(header: Iterable[str]) -> str:
    """The same for the same names, in whichever order: so the choice for a table is remembered."""
    return hashlib.sha256("\0".join(sorted(header)).encode("utf-8", "replace")).hexdigest()[:16]


def guess(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns:
    """What the names of the columns and the first rows say; no text where that is not clear."""
    cells = {name: [row[i] for row in rows] for i, name in enumerate(header)}
    named = {
        field: next((c for c in _named(header, field) if _fits(field, cells[c])), None)
        for field in FIELDS[1:]
    }
    taken = set(named.values())
    text = _guess_text([name for name in header if name not in taken], cells)
    return Columns((text,) if text else (), **named)


def is_header(cells: Sequence[str]) -> bool:
    """True where cells name columns, as no sentence does: a text and something else."""
    names = {plain(cell) for cell in cells}
    named = [field for field in FIELDS if names & KNOWN[field].keys()]
    return len(named) > 1 and ("text" in named or bool(names & KNOWN["shorter"].keys()))


def names_known(cells: Sequence[str]) -> int:
    """How many cells name something that an article has."""
    names = {plain(cell) for cell in cells if len(cell) < 100}
    return sum(any(name in known for known in KNOWN.values()) for name in names)


def headed(cells: Sequence[object]) -> bool:
    """True unless the first row of a table has data in it: a long text, a number, a date."""
    if names_known([cell for cell in cells if isinstance(cell, str)]):
        return True
    return all(isinstance(c, str) and len(c) < 100 and not is_number(c) for c in cells)


def is_number(cell: str) -> bool:
    """True for what no prose looks like: a number, a date, a time or an address."""
    return len(cell) < 500 and _NUMBER.fullmatch(cell.strip()) is not None


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names of columns that differ: "body", "body 2"; "column 3" where there is none."""
    found: dict[str, None] = {}
    times: Counter[str] = Counter()
    for number, name in enumerate(names, 1):
        whole = name.replace("\0", "").encode("utf-8", "replace").decode()
        plain = " ".join(whole.strip(WHITE).split())[:LONG] or f"column {number}"
        new = plain
        while new in found:
            times[plain] += 1
            new = f"{plain} {times[plain] + 1}"
        found[new] = None
    return tuple(found)


# Guesses


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name[:LONG].casefold())
    return "".join(c for c in letters if c.isalnum())


def _named(header: Sequence[str], field: str) -> list[str]:
    """The columns whose name says what they are, the best first: top-level ones, then nested."""
    known = KNOWN[field]
    found = []
    for place, name in enumerate(header):
        *above, last = name.split(".")
        parents = {plain(part) for part in above}
        whole, part = known.get(plain(name)), known.get(plain(last))
        if whole is not None:
            found.append((bool(above), whole, place, name))
        elif above and part is not None and not _other(parents, field):
            found.append((True, part, place, name))
    return [name for *_, name in sorted(found)]


def _other(parents: set[str], field: str) -> bool:
    """True when a nested column belongs to something that is no article: the URL of an author."""
    things = {
        "image",
        "images",
        "photo",
        "media",
        "multimedia",
        "thumbnail",
        "logo",
        "user",
        "video",
    }
    fields = (f for f in FIELDS if f not in ("text", field))
    return bool(parents & things) or any(parents & KNOWN[f].keys() for f in fields)


def _fits(field: str, cells: Sequence[str]) -> bool:
    """True when the cells do not say that a column is something else than its name says."""
    filled = [cell for cell in cells if cell]
    if field == "date":
        dated = [c for c in filled if len(c) <= dates.LONGEST and any(map(str.isdecimal, c))]
        return len(dated) >= len(filled) / 2
    return not filled or median(map(len, filled)) <= LONGEST_LINE


def _guess_text(header: Sequence[str], cells: Mapping[str, Sequence[str]]) -> str | None:
    length = {name: median(map(len, cells[name])) if cells[name] else 0 for name in header}

    def far(names: Sequence[str]) -> str | None:
        """The one that is by far the longest."""
        if not names:
            return None
        first, *rest = sorted(names, key=length.__getitem__, reverse=True)
        enough = max(LONG, 3 * length[rest[0]] if rest else 0)
        return first if length[first] >= enough and _is_prose(cells[first]) else None

    named = [name for name in _named(header, "text") if _is_prose(cells[name])]
    if top := [name for name in named if "." not in name]:
        named = top
    longest = far(header)
    if not named:
        return longest
    rivals = [*named, *(name for name in _named(header, "shorter") if name not in named)]
    if len(rivals) > 1:
        chosen = far(rivals)
        return chosen if chosen in named else None
    (only,) = named
    return None if longest not in (None, only) and length[only] < LONG else only


def _is_prose(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    prose = [
        cell
        for cell in filled
        if any(map(str.isalpha, cell))
        and cell.lstrip()[:1] not in ("<", "{")
        and not is_number(cell)
    ]
    return len(prose) >= len(filled) / 2
