"""Lines before a text that say what it is ("Title: …", "By …", "LENGTH: 450 words").

They are told from prose with care: what may be a sentence of the text is never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from annotator.annotation import Invalid
from annotator.ingest import dates, languages
from annotator.ingest.encodings import WHITE

Value = str | list[str]

AS_FOUND = "date as found"
LONGEST_TITLE = 300
MOST_LINES = 60
# The names of lines, in small letters, hyphens as spaces.
NAMES = {
    "title": "title|headline|titel|titre|título|titolo|schlagzeile|überschrift",
    "published": "date|published|publication date|date published|published on|published at|pubdate"
    "|publish date|published date|posted|posted on|date of publication|datum|fecha",
    "byline": "by|byline|author|authors|writer|reporter|written by|autor|autorin|auteur",
    "source": "source|outlet|publisher|newspaper|publication|quelle|fuente|zeitung|periódico",
    "url": "url|link|permalink|web address|source url|canonical url",
    "language": "language|lang|sprache|langue|idioma",
    # These say nothing that an article has a field for, but they are headers and no prose.
    "meta": "section|length|load date|word count|words|edition|page|pages|copyright|subject"
    "|subjects|topic|topics|tags|keywords|category|categories|updated|last updated|graphic"
    "|document type|publication type|journal code|accession number|dateline",
}
_FIELDS = {name: what for what, names in NAMES.items() for name in names.split("|")}
# Names under which an article's meta has other things.
_OWN = ("file", "file_sha256", "row", "line", AS_FOUND)

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_PAIR = re.compile(
    r"[\u200e\u200f]?(?P<key>[^\W\d_][\w-]*(?:[ /][\w-]+){0,3})[ \t\xa0]*[:：](?P<value>.*)"
)
_BY = re.compile(r"(?P<key>by)[ \t\xa0]+(?P<value>[^:]+)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"""[.!?…]["'”’»]*$""")
_ADDRESS = re.compile(r"https?://[^\s/.]+\.\S+|www\.[^\s/.]+\.\S+", re.IGNORECASE)
_CLOCK = re.compile(r"[0-9][:.hH][0-9]{2}(?![0-9.])|T[0-9]{2}|[0-9] ?[AaPp]\.?[Mm]\b")
_DATE_AND_MORE = re.compile(rf"(?:{dates.ISO}|{dates.WRITTEN}|{dates.PARTIAL})\s", re.IGNORECASE)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_JOINING = (
    *("and", "in", "of", "for", "at", "the", "with", "from", "to", "our", "staff", "&", "|", "–"),
    *("de", "del", "da", "di", "von", "van", "der", "den", "la", "le", "y", "et", "und", "e", "al"),
    *("bin", "ibn", "agencies", "correspondent", "correspondents", "reporter", "reporters", "—"),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the lines before a text say."""

    title: str = ""
    published: str | None = None
    source: str | None = None
    url: str | None = None
    byline: str | None = None
    language: str | None = None
    meta: dict[str, Any] = field(default_factory=dict)


def header_lines(text: str) -> tuple[list[tuple[str, str]], int]:
    """Names and values of the header lines at the top, and where the text begins behind them.

    Header lines are two or more at the very top, or one with an empty line below; more of them
    may follow such a line.
    """
    found: list[tuple[str, str]] = []
    end = 0
    while len(found) < MOST_LINES and (block := _block(text, end)):
        found += block[0]
        end = block[1]
    return found, end


def byline_below(text: str) -> str | None:
    """The name on a line "By Jane Roe" that stands alone below a headline, which is no proof."""
    match = re.match(
        r"(?P<headline>[^\r\n]{1,150})(?:(?:\r\n|\r|\n)[ \t]*){1,2}"
        r"(?P<by>[Bb][Yy][ \t][^\r\n]{1,100})"
        r"(?:(?:\r\n|\r|\n)[ \t]*){2}\S",
        text,
    )
    if not match or re.search("[.,:;]$", match["headline"].rstrip()):
        return None
    by = _BY.fullmatch(match["by"].rstrip())
    return by["value"].strip(WHITE) if by and _is_names(by["value"]) else None


def known(pairs: Iterable[tuple[str, Value]]) -> Known:
    """What named values say; whatever has no field, or is not understood, goes to ``meta``."""
    fields: dict[str, str] = {}
    meta: dict[str, Any] = {}
    for name, value in pairs:
        what = field_of(name)
        if isinstance(value, list) and what in ("byline", "source"):
            value = "; ".join(value)
        if not value:
            continue
        if isinstance(value, list) or what in fields or len(value.splitlines()) > 1:
            _keep(meta, name, value)
        elif what == "published":
            _date(fields, meta, name, value)
        elif understood := _understood(what, value):
            fields[what] = understood
            if what == "language" and value.lower() not in (
                understood,
                languages.name(understood).lower(),
            ):
                _keep(meta, name, value)
        else:
            _keep(meta, name, value)
    return Known(**fields, meta=meta)


def field_of(name: str) -> str:
    """The field that a header of this name fills; "meta" for those without one, else ""."""
    return _FIELDS.get(re.sub("[-_ ]+", " ", name.casefold()), "")


def _date(fields: dict[str, str], meta: dict[str, Any], name: str, value: str) -> None:
    try:
        published = dates.certain(value)
    except Invalid:
        published = None
    if published:
        fields["published"] = published
    if not published or (len(published) < len("2024-11-07") and published != value):
        _keep(meta, AS_FOUND, value)
    elif _CLOCK.search(value):  # the time of day has no field
        _keep(meta, name, value)


def _understood(what: str, value: str) -> str | None:
    """The value as a field can have it; None where it cannot."""
    if what == "title":
        return value if len(value) <= LONGEST_TITLE else None
    if what == "byline":
        return re.sub(r"^by[ \t\xa0]+", "", value, flags=re.IGNORECASE)
    if what == "source":
        return value
    if what == "url":
        return value if _ADDRESS.fullmatch(value) else None
    return languages.code(value) if what == "language" else None


def _keep(meta: dict[str, Any], name: str, value: Value) -> None:
    """Put a value beside those that are there, so that none is lost."""
    name = f"header {name}" if name in _OWN and name != AS_FOUND else name
    if name not in meta:
        meta[name] = value
        return
    before = meta[name] if isinstance(meta[name], list) else [meta[name]]
    meta[name] = [*before, *(value if isinstance(value, list) else [value])]


def _block(text: str, start: int) -> tuple[list[tuple[str, str]], int] | None:
    """The header lines from here on and what is behind them; None where there are none."""
    found: list[tuple[str, str]] = []
    ends = [start]
    is_apart = True  # the text's end is as good as an empty line
    for match in _LINE.finditer(text, start):
        if len(found) == MOST_LINES or match.start() == len(text):
            break
        line = match[1].strip(WHITE)
        pair = _header(line) if line else None
        if pair is None:
            is_apart = not line
            break
        found.append(pair)
        ends.append(match.end())
    if not is_apart:  # what has no known name may be the text itself
        while found and not field_of(found[-1][0]):
            found.pop()
            ends.pop()
    proofs = sum(_is_proof(name, value) for name, value in found)
    enough = (
        proofs >= 1 and (len(found) > 1 or _stands_alone(*found[0])) if is_apart else proofs > 1
    )
    if not enough:
        return None
    rest = text[ends[-1] :]
    return found, ends[-1] + len(rest) - len(rest.lstrip(WHITE))


def _header(line: str) -> tuple[str, str] | None:
    """Name and value of a line that has the shape of a header."""
    if len(line) > LONGEST_TITLE + 20:
        return None
    if by := _BY.fullmatch(line):
        value = by["value"].strip(WHITE)
        return (by["key"], value) if _is_names(value) else None
    pair = _PAIR.fullmatch(line)
    if not pair:
        return None
    name, value = pair["key"], pair["value"].strip(WHITE)
    what = field_of(name)
    if what == "title":
        return name, value
    if what == "published":
        return (name, value) if _is_proof(name, value) or _is_no_date(value) else None
    if what == "url":
        return (name, value) if " " not in value else None
    if not what and (not value or pair["value"][:1] not in WHITE):
        return None
    limit = 200 if what else 100
    is_prose = what != "meta" and _is_sentence(value)
    return (name, value) if len(value) <= limit and not is_prose else None


def _is_no_date(value: str) -> bool:
    """True for a word such as "soon", not for a date with the text behind it on the same line."""
    return len(value) <= 30 and not _DATE_AND_MORE.match(value)


def _is_proof(name: str, value: str) -> bool:
    """True where the value is what this header should have."""
    what = field_of(name)
    if what == "published":
        try:
            return dates.certain(value) is not None
        except Invalid:
            return False
    if what == "byline":
        return _is_names(re.sub(r"^by\s+", "", value, flags=re.IGNORECASE))
    if what in ("url", "language"):
        return _understood(what, value) is not None
    return bool(what and value) and not (what == "meta" and _is_sentence(value))


def _stands_alone(name: str, value: str) -> bool:
    """True where a single line is a header beyond doubt, and not the beginning of a sentence."""
    what = field_of(name)
    if what in ("published", "url", "language"):
        return True
    if what == "byline":
        return name.lower() != "by" or 2 <= len(value.split()) <= 6
    is_prose = value[:1].islower() or value.endswith((".", ".”", '."', ".’", ",", ";"))
    return not is_prose and len(value) <= (200 if what == "title" else 100)


def _is_names(value: str) -> bool:
    """True for what may be the names of people: "Jane Roe and John Doe in Lima"."""
    words = value.replace(",", " ").replace(";", " ").split()
    if not 0 < len(words) <= 14 or re.search(r"[0-9!?…]|['’]s\b", value):
        return False
    if value.endswith(".") and len(words[-1]) > 4:
        return False
    names = [word for word in words if word.casefold() not in _JOINING]
    return all(not word[0].islower() for word in names) and words[0].lower() not in (
        "the",
        *_WEEKDAYS,
    )


def _is_sentence(value: str) -> bool:
    return bool(_SENTENCE_END.search(value)) and len(value.split()) > 4
