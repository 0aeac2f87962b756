"""Finding words in titles and texts, and where in a text they stand.

Every word must occur, as the beginning of a word; what stands in quotation marks, as it stands.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection, and_, false, or_, select, text

from annotator.annotation import Span
from annotator.store import Store, search_index
from annotator.store.schema import articles

MOST_HITS = 500
# Scripts that put no space between words, for which the index has whole sentences as one word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_TERM = re.compile('["“”]([^"“”]*)["“”]|([^\\s"“”]+)')


def terms(words: str) -> list[tuple[str, bool]]:
    """What is searched for, each with whether it is a phrase that must stand as it is."""
    words = "".join(" " if ord(c) < 32 or "\ud800" <= c <= "\udfff" else c for c in words)
    found = [(phrase or word, bool(phrase)) for phrase, word in _TERM.findall(words)]
    # A sign alone is in no index: it would make the rest of the search find nothing.
    return [(term, whole) for term, whole in found if any(c.isalnum() for c in term)]


def condition(connection: Connection, words: str) -> Any:
    """The condition on articles that hold all of the words; none at all for no words."""
    wanted = terms(words)
    if not wanted:
        return false() if words.strip() else None
    if not _indexed(connection, wanted):
        return and_(*(_holds(term) for term, _ in wanted))
    found = text(f"SELECT rowid FROM {search_index.TABLE} WHERE {search_index.TABLE} MATCH :match")
    return articles.c.position.in_(found.bindparams(match=_match(wanted)))


def hits(store: Store, article: str, words: str) -> list[Span]:
    """Where the words stand in the article's text, in order and apart; at most MOST_HITS."""
    wanted = terms(words)
    if not wanted:
        return []
    with store.reading() as connection:
        row = connection.execute(
            select(articles.c.position, articles.c.text).where(articles.c.id == article)
        ).first()
        if row is None:
            return []
        if not _indexed(connection, wanted):
            return _found(row.text, [term for term, _ in wanted])
        left, right = _unused(row.text)
        # Any of the words: a word that stands in the title alone must not hide the others.
        query = f"SELECT highlight({search_index.TABLE}, 1, ?, ?) FROM {search_index.TABLE} "
        query += f"WHERE rowid = ? AND {search_index.TABLE} MATCH ?"
        match = f"text : ({_match(wanted, ' OR ')})"
        marked = connection.exec_driver_sql(query, (left, right, row.position, match)).scalar()
    return _between(marked or "", left, right)


def _indexed(connection: Connection, wanted: list[tuple[str, bool]]) -> bool:
    spaced = not any(_UNSPACED.search(term) for term, _ in wanted)
    return spaced and search_index.stands(connection)


def _match(wanted: list[tuple[str, bool]], between: str = " AND ") -> str:
    """The same in the language of FTS5, whose strings know no sign but a doubled quotation mark."""
    return between.join(
        '"' + term.replace('"', '""') + ('"' if whole else '" *') for term, whole in wanted
    )


def _holds(term: str) -> Any:
    return or_(
        articles.c.text.icontains(term, autoescape=True),
        articles.c.title.icontains(term, autoescape=True),
    )


def _found(text: str, wanted: list[str]) -> list[Span]:
    either = "|".join(re.escape(term) for term in sorted(wanted, key=len, reverse=True))
    matches = re.finditer(either, text, re.IGNORECASE)
    return [Span(*match.span()) for match, _ in zip(matches, range(MOST_HITS), strict=False)]


def _unused(text: str) -> tuple[str, str]:
    """Two characters that the text does not have, to stand around its hits."""
    free = (c for c in map(chr, range(0xE000, 0xF8FF)) if c not in text)
    return next(free), next(free)


def _between(marked: str, left: str, right: str) -> list[Span]:
    spans: list[Span] = []
    at = 0
    for piece in re.split(f"({left}[^{right}]*{right})", marked):
        if piece.startswith(left):
            start, end = at, at + len(piece) - 2
            spans.append(Span(start, end))
            at = end
        else:
            at += len(piece)
        if len(spans) == MOST_HITS:
            break
    return spans
