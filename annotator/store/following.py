"""What changed in the store, in parts that fit in memory, for a copy that follows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from annotator.annotation import LAYERS
from annotator.store import Store, changes
from annotator.store.library import UNKNOWN
from annotator.store.outlets import name_of
from annotator.store.schema import appearances, articles, layers, mentions, quotes
from annotator.store.shown import first, stands

ONCE = 500  # articles that are read at a time
REVIEWED, DONE, BEGUN, SUGGESTED, NEVER = range(5)  # ranks of layers: the lowest counts


@dataclass(frozen=True, slots=True)
class Part:
    """Articles that changed, with all that can be counted of them; the deleted have no fields.

    ``fields``: id, date as known, its day and the first of its month or None, outlet or
    "unknown", as the filter has it.
    ``layers``: article, owner, rank of its entities, rank of its quotes.
    ``mentions``: article, owner, label, name, start, end.
    ``quotes``: article, owner, kind, name or None, status, cue, words, start, end.
    """

    number: int
    articles: list[str]
    fields: Sequence[Any]
    layers: Sequence[Any]
    mentions: Sequence[Any]
    quotes: Sequence[Any]


def changed(store: Store, number: int) -> Iterator[Part]:
    """The articles that changed after this number, in order of their changes."""
    with store.reading() as connection:
        every = changes.since(connection, number)
    for start in range(0, len(every), ONCE):
        some = every[start : start + ONCE]
        with store.reading() as connection:
            yield _part(connection, some[-1][0], [article for _, article in some])


def _part(connection: Connection, number: int, wanted: list[str]) -> Part:
    known = (
        select(
            articles.c.id,
            appearances.c.published,
            func.coalesce(name_of(appearances.c.source), UNKNOWN),
        )
        .outerjoin(appearances, first(articles.c.id))
        .where(articles.c.id.in_(wanted))
    )
    fields = [
        (key, published, _day(published, 10), _day(published, 7), outlet)
        for key, published, outlet in connection.execute(known)
    ]
    suggested = dict(
        connection.execute(
            select(articles.c.id, articles.c.suggested_by).where(articles.c.id.in_(wanted))
        ).all()
    )
    owned = select(layers).where(layers.c.article.in_(wanted))
    ranks = [
        (row.article, row.annotator, *_ranks(row, suggested.get(row.article)))
        for row in connection.execute(owned)
    ]
    spelled = func.coalesce(mentions.c.name, mentions.c.surface)
    columns = (mentions.c.article, mentions.c.annotator, mentions.c.label, spelled)
    marked = select(*columns, mentions.c.start, mentions.c.end).where(
        mentions.c.article.in_(wanted), stands(mentions)
    )
    return Part(
        number,
        wanted,
        fields,
        ranks,
        [tuple(row) for row in connection.execute(marked)],
        list(_quotes(connection, wanted)),
    )


def _day(published: str | None, exact: int) -> str | None:
    """The first day of a date that is known so exactly, in characters; None for others."""
    if not published or len(published) < exact:
        return None
    try:
        return date.fromisoformat(f"{published[:exact]}-01"[:10]).isoformat()
    except ValueError:  # a date that there never was
        return None


def _ranks(row: Any, suggested_by: str | None) -> tuple[int, int]:
    """Which of an article's layers counts for its entities and for its quotes: the lowest."""
    if row.machine:
        rank = SUGGESTED if row.annotator == suggested_by else NEVER
        return rank, rank
    if row.status != "done":
        rank = BEGUN if row.status == "in progress" else NEVER
        return rank, rank
    best = REVIEWED if row.reviewed else DONE
    checked = LAYERS if row.checked is None else row.checked
    # What was not fully checked is no gold.
    return best if "entities" in checked else BEGUN, best if "quotes" in checked else BEGUN


def _quotes(connection: Connection, wanted: list[str]) -> Iterator[tuple[Any, ...]]:
    query = (
        select(
            quotes.c.article, quotes.c.annotator, quotes.c.kind, quotes.c.speaker_name,
            quotes.c.speaker_status, quotes.c.cue, quotes.c.surface, quotes.c.start, quotes.c.end,
            articles.c.text,
        )
        .join(articles, articles.c.id == quotes.c.article)
        .where(quotes.c.article.in_(wanted), stands(quotes))
    )  # fmt: skip
    for article, owner, kind, name, status, cue, surface, start, end, text in connection.execute(
        query
    ):
        said = " ".join(text[begin:stop] for begin, stop in cue).casefold() or None
        words = sum(any(c.isalnum() for c in word) for word in surface.split())
        yield article, owner, kind, name, status, said, words, start, end
