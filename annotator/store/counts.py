"""What the tables and charts show, counted in the database.

Of each article one layer counts: the annotator's own once begun, else the shown suggestions.
Rejected marks never count.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, case, func, select

from annotator.annotation import first_words
from annotator.store import Store
from annotator.store.outlets import name_of
from annotator.store.reviews import SUFFIX
from annotator.store.schema import appearances, articles, edits, layers, mentions
from annotator.store.shown import first, stands, within
from annotator.store.shown import seen as seen_by

Row = dict[str, Any]


def labels(store: Store, annotator: str) -> list[Row]:
    """How many mentions each label has, most first."""
    seen = seen_by(annotator)
    count = func.count().label("mentions")
    query = (
        select(mentions.c.label, count)
        .join(seen, within(mentions, seen))
        .where(stands(mentions))
        .group_by(mentions.c.label)
        .order_by(count.desc(), mentions.c.label)
    )
    return _rows(store, query)


def names(store: Store, annotator: str, chosen: Sequence[str] = (), *, most: int = 20) -> list[Row]:
    """The most frequent names of these labels (all if none): mentions and articles of each."""
    seen = seen_by(annotator)
    name = _name()
    count = func.count().label("mentions")
    query = (
        select(
            name,
            mentions.c.label,
            count,
            func.count(mentions.c.article.distinct()).label("articles"),
        )
        .join(seen, within(mentions, seen))
        .where(stands(mentions), *_labelled(chosen))
        .group_by(name, mentions.c.label)
        .order_by(count.desc(), name)
        .limit(most)
    )
    return _rows(store, query)


def dates(
    store: Store, annotator: str, chosen: Sequence[str] = (), name: str | None = None
) -> list[Row]:
    """Mentions by the date of their article; ``published`` is a year, a month or a day."""
    seen = seen_by(annotator)
    query = (
        select(appearances.c.published, mentions.c.label, func.count().label("mentions"))
        .join(seen, within(mentions, seen))
        .join(appearances, first(mentions.c.article))
        .where(stands(mentions), appearances.c.published.is_not(None), *_labelled(chosen))
        .group_by(appearances.c.published, mentions.c.label)
        .order_by(appearances.c.published, mentions.c.label)
    )
    return _rows(store, query.where(_name() == name) if name else query)


def passages(
    store: Store, annotator: str, name: str, label: str | None = None, *, most: int = 200
) -> list[Row]:
    """Where a name is mentioned, with some text on both sides."""
    seen = seen_by(annotator)
    around = 60
    begin = case((mentions.c.start > around, mentions.c.start - around), else_=0)
    query = (
        select(
            mentions.c.article,
            articles.c.title,
            func.substr(articles.c.text, 1, 300).label("opening"),
            appearances.c.published,
            name_of(appearances.c.source).label("source"),
            mentions.c.label,
            mentions.c.surface,
            mentions.c.start,
            mentions.c.end,
            func.substr(articles.c.text, begin + 1, mentions.c.start - begin).label("before"),
            func.substr(articles.c.text, mentions.c.end + 1, around).label("after"),
        )
        .join(seen, within(mentions, seen))
        .join(articles, articles.c.id == mentions.c.article)
        .outerjoin(appearances, first(mentions.c.article))
        .where(stands(mentions), _name() == name)
        .order_by(articles.c.position, mentions.c.start)
        .limit(most)
    )
    rows = _rows(store, query.where(mentions.c.label == label) if label else query)
    for row in rows:
        row["headline"] = row.pop("title") or first_words(row["opening"])
        del row["opening"]
    return rows


def annotators(store: Store) -> list[str]:
    """All people who ever made an edit or have a layer, by name; reviews are theirs as well."""
    people = select(layers.c.annotator).where(~layers.c.machine).union(select(edits.c.annotator))
    with store.reading() as connection:
        return sorted(name for name in connection.scalars(people) if not name.endswith(SUFFIX))


def _name() -> Any:
    return func.coalesce(mentions.c.name, mentions.c.surface).label("name")


def _labelled(chosen: Sequence[str]) -> list[Any]:
    return [mentions.c.label.in_(chosen)] if chosen else []


def _rows(store: Store, query: Select[Any]) -> list[Row]:
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
