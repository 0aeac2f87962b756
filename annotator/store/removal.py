"""Deleting articles: what hangs on them, to be said before, and the deletion itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from annotator.store import Store, changes
from annotator.store.articles import fields, load_within, log_fields, parts
from annotator.store.schema import articles, edits, layers, mentions, quotes


@dataclass(frozen=True, slots=True)
class Attached:
    """What hangs on articles: people with the number of their layers, decided marks, edits."""

    annotators: dict[str, int]
    decided: int
    edits: int


def attached(store: Store, wanted: Sequence[str]) -> Attached:
    """The people who worked on these articles, how many marks they decided, their edits."""
    people: dict[str, int] = {}
    decided = made = 0
    with store.reading() as connection:
        for some in parts(wanted):
            found = connection.execute(
                select(layers.c.annotator, func.count())
                .where(layers.c.article.in_(some), ~layers.c.machine)
                .group_by(layers.c.annotator)
            )
            for person, count in found:
                people[person] = people.get(person, 0) + count
            for table in (mentions, quotes):
                marks = select(func.count()).select_from(table)
                marks = marks.where(table.c.article.in_(some), table.c.decision.is_not(None))
                decided += connection.scalar(marks) or 0
            log = select(func.count()).select_from(edits).where(edits.c.article.in_(some))
            made += connection.scalar(log) or 0
    return Attached(dict(sorted(people.items())), decided, made)


def remove(store: Store, wanted: Sequence[str], *, annotator: str) -> None:
    """Delete articles with their appearances and layers; the log of their edits stays."""
    for some in parts(wanted):
        with store.writing() as connection:
            for article in some:
                stored = load_within(connection, article)
                if stored is not None:
                    log_fields(connection, article, annotator, fields(stored), None)
            connection.execute(delete(articles).where(articles.c.id.in_(some)))
            changes.note(connection, some)
