"""Which articles changed last, in their fields or in any layer: for what is counted elsewhere."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from annotator.store.schema import changes

ONCE = 500  # articles in one statement


def note(connection: Connection, articles: Iterable[str]) -> None:
    """Say that these articles are not what they were, or are no more."""
    every = list(dict.fromkeys(articles))
    for start in range(0, len(every), ONCE):
        some = every[start : start + ONCE]
        connection.execute(delete(changes).where(changes.c.article.in_(some)))
        connection.execute(insert(changes), [{"article": article} for article in some])


def since(connection: Connection, number: int) -> list[tuple[int, str]]:
    """The articles that changed after this number, each with its own, in order."""
    query = select(changes.c.number, changes.c.article).where(changes.c.number > number)
    found = connection.execute(query.order_by(changes.c.number))
    return [(row.number, row.article) for row in found]
