"""How far the annotation is, by day and by article, counted in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, select

from annotator.store import Store
from annotator.store.schema import articles, layers

# Where people differ, an article is as far as whoever is furthest with it: last is furthest.
ORDER = ("new", "skipped", "in progress", "done")


@dataclass(frozen=True, slots=True)
class Day:
    """How many articles an annotator finished on one day, an ISO date in UTC."""

    day: str
    annotator: str
    done: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Statuses:
    """How many articles are how far, each counted once, by whoever is furthest with it."""

    done: int
    in_progress: int
    skipped: int
    new: int

    @property
    def articles(self) -> int:
        return self.done + self.in_progress + self.skipped + self.new


def finished(store: Store) -> list[Day]:
    """Articles done and skipped, by day and annotator; what is neither any more does not count.

    The day is that of the last change of status or flag, which is all that a layer keeps.
    """
    # All times are UTC in ISO 8601, so their first ten characters are the day in any database.
    day = func.substr(layers.c.changed_at, 1, 10)
    query = (
        select(day, layers.c.annotator, _number("done"), _number("skipped"))
        .where(~layers.c.machine, layers.c.status.in_(("done", "skipped")))
        .group_by(day, layers.c.annotator)
    )
    with store.reading() as connection:
        found = [Day(*row) for row in connection.execute(query)]
    # Databases sort names by the rules of a language, each its own.
    return sorted(found, key=lambda of: (of.day, of.annotator))


def statuses(store: Store) -> Statuses:
    """All articles by how far people are with them; the layers of pipelines do not count."""
    ranks = {status: rank for rank, status in enumerate(ORDER)}
    rank = func.coalesce(func.max(case(ranks, value=layers.c.status, else_=0)), 0)
    furthest = (
        select(rank.label("rank"))
        .select_from(articles)
        .outerjoin(layers, and_(layers.c.article == articles.c.id, ~layers.c.machine))
        .group_by(articles.c.id)
        .subquery()
    )
    query = select(furthest.c.rank, func.count()).group_by(furthest.c.rank)
    with store.reading() as connection:
        counted = {ORDER[row[0]]: row[1] for row in connection.execute(query)}
    new, skipped, in_progress, done = (counted.get(status, 0) for status in ORDER)
    return Statuses(done, in_progress, skipped, new)


def _number(status: str) -> Any:
    return func.sum(case((layers.c.status == status, 1), else_=0))
