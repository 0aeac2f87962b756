"""The table of all articles: filtered, ordered, a page at a time, and acted on in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, exists, func, insert, or_, select

from annotator.annotation import first_words
from annotator.sharing import Task
from annotator.store import Store, search
from annotator.store.articles import now, parts
from annotator.store.outlets import name_of
from annotator.store.schema import appearances, articles, assignments, layers, mentions, quotes
from annotator.store.shown import first, owner, stands

ORDERS = {
    "added first": (articles.c.position,),
    "added last": (articles.c.position.desc(),),
    "newest": (appearances.c.published.is_(None), appearances.c.published.desc()),
    "oldest": (appearances.c.published.is_(None), appearances.c.published),
    "longest": (articles.c.words.desc(),),
    "title": (func.lower(func.coalesce(func.nullif(articles.c.title, ""), articles.c.text)),),
}
UNKNOWN = "unknown"  # the language, or outlet, of an article that has none


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles; empty parts let everything through, those that are given must all hold.

    ``since`` and ``until`` are YYYY, YYYY-MM or YYYY-MM-DD and let through what may lie between:
    an article of 2024 may be one of May 2024. Statuses are of whoever looks, "flagged" among them.
    """

    words: str = ""
    since: str = ""
    until: str = ""
    outlets: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    annotators: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to filter by, with the number of articles of each."""

    outlets: dict[str, int]
    languages: dict[str, int]
    annotators: tuple[str, ...]


def count(store: Store, annotator: str, only: Filter) -> int:
    """How many articles the filter lets through."""
    with store.reading() as connection:
        return connection.scalar(_query(connection, annotator, only, func.count())) or 0


def ids(store: Store, annotator: str, only: Filter, order: str = "added first") -> Sequence[str]:
    """All articles that the filter lets through."""
    with store.reading() as connection:
        query = _query(connection, annotator, only, articles.c.id)
        return connection.scalars(query.order_by(*ORDERS[order], articles.c.position)).all()


def page(
    store: Store,
    annotator: str,
    only: Filter,
    *,
    order: str = "added first",
    start: int = 0,
    most: int = 100,
) -> list[dict[str, Any]]:
    """A row an article, with the counts of what the annotator sees in it."""
    columns = (
        articles.c.id,
        articles.c.title,
        func.substr(articles.c.text, 1, 300).label("start"),
        articles.c.language,
        articles.c.words,
        articles.c.added_at.label("added"),
        articles.c.suggested_by,
        articles.c.problem,
        appearances.c.published,
        name_of(appearances.c.source).label("source"),
        func.coalesce(layers.c.status, "new").label("status"),
        layers.c.flag,
        _marks(mentions).label("mentions"),
        _marks(quotes).label("quotes"),
    )
    with store.reading() as connection:
        query = _query(connection, annotator, only, *columns)
        query = query.order_by(*ORDERS[order], articles.c.position).offset(start).limit(most)
        rows = [dict(row) for row in connection.execute(query).mappings()]
    for row in rows:
        row["headline"] = row.pop("title") or first_words(row["start"])
        del row["start"]
    return rows


def choices(store: Store) -> Choices:
    """What there is to filter by, the most frequent first."""
    count = func.count()
    named = func.coalesce(name_of(appearances.c.source), UNKNOWN)
    outlets = select(named, count).where(appearances.c.place == 0).group_by(named)
    language = func.coalesce(articles.c.language, UNKNOWN)
    languages = select(language, count).select_from(articles).group_by(language)
    begun = select(layers.c.annotator).where(~layers.c.machine)
    people = begun.union(select(assignments.c.annotator))
    with store.reading() as connection:
        return Choices(
            {row[0]: row[1] for row in connection.execute(outlets.order_by(count.desc(), named))},
            {
                row[0]: row[1]
                for row in connection.execute(languages.order_by(count.desc(), language))
            },
            tuple(sorted(connection.scalars(people))),
        )


def assign(store: Store, tasks: Sequence[Task], *, annotator: str) -> int:
    """Note who is to read which article, and how; how many were not theirs already.

    An article on somebody's list stays there as it is, and who has begun with one is blind no more.
    """
    row = {"assigned_by": annotator, "assigned_at": now()}
    new = 0
    with store.writing() as connection:
        for some in parts(tasks):
            wanted = [task.article for task in some]
            listed, begun = (
                {
                    tuple(found)
                    for found in connection.execute(
                        select(table.c.article, table.c.annotator).where(
                            table.c.article.in_(wanted)
                        )
                    )
                }
                for table in (assignments, layers)
            )
            there = set(connection.scalars(select(articles.c.id).where(articles.c.id.in_(wanted))))
            fresh = [
                {
                    "article": task.article,
                    "annotator": task.annotator,
                    "blind": task.blind and (task.article, task.annotator) not in begun,
                    **row,
                }
                for task in some
                if task.article in there and (task.article, task.annotator) not in listed
            ]
            if fresh:
                connection.execute(insert(assignments), fresh)
            new += len(fresh)
    return new


def unassign(store: Store, wanted: Sequence[str], to: str) -> None:
    """Take these articles off someone's list."""
    with store.writing() as connection:
        for some in parts(wanted):
            theirs = and_(assignments.c.annotator == to, assignments.c.article.in_(some))
            connection.execute(delete(assignments).where(theirs))


def _query(connection: Connection, annotator: str, only: Filter, *columns: Any) -> Select[Any]:
    query = (
        select(*columns)
        .select_from(articles)
        .outerjoin(appearances, first(articles.c.id))
        .outerjoin(layers, and_(layers.c.article == articles.c.id, layers.c.annotator == annotator))
    )
    return query.where(*_conditions(connection, only))


def _conditions(connection: Connection, only: Filter) -> list[Any]:
    found = []
    if (holds := search.condition(connection, only.words)) is not None:
        found.append(holds)
    when = appearances.c.published
    if only.since:  # a text that begins another is before it, so a year is before its months
        found.append(when >= func.substr(only.since, 1, func.length(when)))
    if only.until:
        found.append(func.substr(when, 1, len(only.until)) <= only.until)
    if only.outlets:
        named = func.coalesce(name_of(appearances.c.source), UNKNOWN)
        found.append(named.in_(only.outlets))
    if only.languages:
        found.append(func.coalesce(articles.c.language, UNKNOWN).in_(only.languages))
    if only.statuses:
        status = func.coalesce(layers.c.status, "new").in_(only.statuses)
        flagged = layers.c.flag.is_not(None) if "flagged" in only.statuses else None
        found.append(status if flagged is None else or_(status, flagged))
    if only.labels:
        found.append(_marked(mentions, mentions.c.label.in_(only.labels)))
    if only.annotators:
        found.append(
            or_(
                _theirs(layers.alias(), only.annotators),
                _theirs(assignments, only.annotators),
            )
        )
    return found


def _marked(table: Any, *conditions: Any) -> Any:
    return exists().where(
        table.c.article == articles.c.id,
        table.c.annotator == owner(layers),
        stands(table),
        *conditions,
    )


def _marks(table: Any) -> Any:
    return (
        select(func.count())
        .where(
            table.c.article == articles.c.id,
            table.c.annotator == owner(layers),
            stands(table),
        )
        .correlate(articles, layers)
        .scalar_subquery()
    )


def _theirs(table: Any, annotators: tuple[str, ...]) -> Any:
    return exists().where(table.c.article == articles.c.id, table.c.annotator.in_(annotators))
