"""What the tables and charts show, counted in the database.

Of each article one layer counts: the annotator's own once begun, else the shown suggestions.
Rejected marks never count.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, func, or_, select

from annotator.annotation import first_words
from annotator.store import Store
from annotator.store.schema import appearances, articles, edits, layers, mentions, quotes

Row = dict[str, Any]


def library(store: Store, annotator: str, search: str = "") -> list[Row]:
    """A row an article, in the order in which they were added; only those that hold the words."""
    own, seen = layers.alias(), _seen(annotator)
    counts = {
        table.name: select(table.c.article, func.count().label("count"))
        .join(seen, _in(table, seen))
        .where(_stands(table))
        .group_by(table.c.article)
        .subquery()
        for table in (mentions, quotes)
    }
    query = (
        select(
            articles.c.id,
            articles.c.title,
            func.substr(articles.c.text, 1, 300).label("start"),
            articles.c.words,
            articles.c.added_at.label("added"),
            articles.c.suggested_by,
            appearances.c.published,
            appearances.c.source,
            func.coalesce(own.c.status, "new").label("status"),
            own.c.flag,
            func.coalesce(counts["mentions"].c.count, 0).label("mentions"),
            func.coalesce(counts["quotes"].c.count, 0).label("quotes"),
        )
        .outerjoin(appearances, _first(articles.c.id))
        .outerjoin(own, and_(own.c.article == articles.c.id, own.c.annotator == annotator))
        .outerjoin(counts["mentions"], counts["mentions"].c.article == articles.c.id)
        .outerjoin(counts["quotes"], counts["quotes"].c.article == articles.c.id)
        .order_by(articles.c.position)
    )
    for word in search.split():
        query = query.where(
            or_(
                articles.c.text.icontains(word, autoescape=True),
                articles.c.title.icontains(word, autoescape=True),
                appearances.c.source.icontains(word, autoescape=True),
            )
        )
    rows = _rows(store, query)
    for row in rows:
        row["headline"] = row.pop("title") or first_words(row["start"])
        del row["start"]
    return rows


def labels(store: Store, annotator: str) -> list[Row]:
    """How many mentions each label has, most first."""
    seen = _seen(annotator)
    count = func.count().label("mentions")
    query = (
        select(mentions.c.label, count)
        .join(seen, _in(mentions, seen))
        .where(_stands(mentions))
        .group_by(mentions.c.label)
        .order_by(count.desc(), mentions.c.label)
    )
    return _rows(store, query)


def names(store: Store, annotator: str, chosen: Sequence[str] = (), *, most: int = 20) -> list[Row]:
    """The most frequent names of these labels (all if none): mentions and articles of each."""
    seen = _seen(annotator)
    name = _name()
    count = func.count().label("mentions")
    query = (
        select(
            name,
            mentions.c.label,
            count,
            func.count(mentions.c.article.distinct()).label("articles"),
        )
        .join(seen, _in(mentions, seen))
        .where(_stands(mentions), *_labelled(chosen))
        .group_by(name, mentions.c.label)
        .order_by(count.desc(), name)
        .limit(most)
    )
    return _rows(store, query)


def dates(
    store: Store, annotator: str, chosen: Sequence[str] = (), name: str | None = None
) -> list[Row]:
    """Mentions by the date of their article; ``published`` is a year, a month or a day."""
    seen = _seen(annotator)
    query = (
        select(appearances.c.published, mentions.c.label, func.count().label("mentions"))
        .join(seen, _in(mentions, seen))
        .join(appearances, _first(mentions.c.article))
        .where(_stands(mentions), appearances.c.published.is_not(None), *_labelled(chosen))
        .group_by(appearances.c.published, mentions.c.label)
        .order_by(appearances.c.published, mentions.c.label)
    )
    return _rows(store, query.where(_name() == name) if name else query)


def passages(
    store: Store, annotator: str, name: str, label: str | None = None, *, most: int = 200
) -> list[Row]:
    """Where a name is mentioned, with some text on both sides."""
    seen = _seen(annotator)
    around = 60
    begin = case((mentions.c.start > around, mentions.c.start - around), else_=0)
    query = (
        select(
            mentions.c.article,
            articles.c.title,
            func.substr(articles.c.text, 1, 300).label("opening"),
            appearances.c.published,
            appearances.c.source,
            mentions.c.label,
            mentions.c.surface,
            mentions.c.start,
            mentions.c.end,
            func.substr(articles.c.text, begin + 1, mentions.c.start - begin).label("before"),
            func.substr(articles.c.text, mentions.c.end + 1, around).label("after"),
        )
        .join(seen, _in(mentions, seen))
        .join(articles, articles.c.id == mentions.c.article)
        .outerjoin(appearances, _first(mentions.c.article))
        .where(_stands(mentions), _name() == name)
        .order_by(articles.c.position, mentions.c.start)
        .limit(most)
    )
    rows = _rows(store, query.where(mentions.c.label == label) if label else query)
    for row in rows:
        row["headline"] = row.pop("title") or first_words(row["opening"])
        del row["opening"]
    return rows


def annotators(store: Store) -> list[str]:
    """All people who ever made an edit or have a layer, by name."""
    people = select(layers.c.annotator).where(~layers.c.machine).union(select(edits.c.annotator))
    with store.reading() as connection:
        return sorted(connection.scalars(people).all())


def without_suggestions(store: Store) -> list[str]:
    """The articles for which no pipeline has suggested anything yet."""
    query = select(articles.c.id).where(articles.c.suggested_by.is_(None))
    with store.reading() as connection:
        return list(connection.scalars(query.order_by(articles.c.position)).all())


def _seen(annotator: str) -> Subquery:
    """Which annotator's layer counts for each article."""
    own = layers.alias()
    return (
        select(
            articles.c.id.label("article"),
            func.coalesce(own.c.annotator, articles.c.suggested_by).label("owner"),
        )
        .outerjoin(own, and_(own.c.article == articles.c.id, own.c.annotator == annotator))
        .subquery()
    )


def _in(table: Any, seen: Subquery) -> Any:
    return and_(table.c.article == seen.c.article, table.c.annotator == seen.c.owner)


def _stands(table: Any) -> Any:
    return or_(table.c.decision.is_(None), table.c.decision != "rejected")


def _first(article: Any) -> Any:
    return and_(appearances.c.article == article, appearances.c.place == 0)


def _name() -> Any:
    return func.coalesce(mentions.c.name, mentions.c.surface).label("name")


def _labelled(chosen: Sequence[str]) -> list[Any]:
    return [mentions.c.label.in_(chosen)] if chosen else []


def _rows(store: Store, query: Select[Any]) -> list[Row]:
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
