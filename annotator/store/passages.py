"""The words at places of articles, with what stands around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from annotator.annotation import first_words
from annotator.store import Store
from annotator.store.articles import parts
from annotator.store.outlets import name_of
from annotator.store.schema import appearances, articles
from annotator.store.shown import first

Place = tuple[str, int, int]  # article, start and end in code points, half-open


@dataclass(frozen=True, slots=True)
class Passage:
    """The words at a place, and those before and behind them, without line breaks."""

    before: str
    surface: str
    after: str
    headline: str
    published: str | None
    source: str | None


def around(store: Store, places: Sequence[Place], room: int) -> list[Passage]:
    """A passage for each place, in their order; that of an article that is gone is empty."""
    wanted = list(dict.fromkeys(article for article, _, _ in places))
    query = select(
        articles.c.id, articles.c.text, articles.c.title, appearances.c.published,
        name_of(appearances.c.source).label("source"),
    ).outerjoin(appearances, first(articles.c.id))  # fmt: skip
    known: dict[str, Any] = {}
    with store.reading() as connection:
        for some in parts(wanted):
            for row in connection.execute(query.where(articles.c.id.in_(some))):
                known[row.id] = row
    found = []
    for article, start, end in places:
        if article not in known:
            found.append(Passage("", "", "", "", None, None))
            continue
        row = known[article]
        pieces = (row.text[max(0, start - room) : start], row.text[start:end])
        before, surface, after = map(_line, (*pieces, row.text[end : end + room]))
        headline = row.title or first_words(row.text)
        found.append(Passage(before, surface, after, headline, row.published, row.source))
    return found


def _line(text: str) -> str:
    return "".join(" " if c.isspace() else c for c in text)
