"""The steps from each version of the tables to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Connection, exists, insert, inspect, select, update
from sqlalchemy.schema import CreateColumn

from annotator.outlets import key as outlet_key
from annotator.store.schema import (
    appearances,
    articles,
    assignments,
    changes,
    layers,
    mentions,
    metadata,
    outlets,
    quotes,
    version,
)


def _imports(connection: Connection) -> None:
    """To version 2: outlets, assignments, jobs, and why an article has no suggestions."""
    connection.exec_driver_sql("ALTER TABLE articles ADD COLUMN problem TEXT")
    metadata.create_all(connection)
    for index in articles.indexes:
        index.create(connection, checkfirst=True)
    for (source,) in connection.execute(select(appearances.c.source).distinct()):
        if source:
            key = outlet_key(source)
            row = {"source": source, "key": key, "name": source, "edited": False}
            connection.execute(insert(outlets).values(**row))


def _blind(connection: Connection) -> None:
    """To version 3: assignments without suggestions."""
    _add(connection, assignments.c.blind)


def _review(connection: Connection) -> None:
    """To version 4: what is checked of a layer, what it began as, and whose marks a review has."""
    for column in (layers.c.checked, layers.c.blind, layers.c.reviewed):
        _add(connection, column)
    for table in (mentions, quotes):
        _add(connection, table.c.by)
    blind = exists().where(
        assignments.c.article == layers.c.article,
        assignments.c.annotator == layers.c.annotator,
        assignments.c.blind,
    )
    connection.execute(update(layers).where(blind).values(blind=True))


def _news(connection: Connection) -> None:
    """To version 5: changes to follow, of all articles at first, and names over the corpus."""
    metadata.create_all(connection)
    every = select(articles.c.id).order_by(articles.c.position)
    connection.execute(insert(changes).from_select(["article"], every))


def _add(connection: Connection, column: Column[Any]) -> None:
    """A column that the table lacks; a store of version 1 has just got the newest of some."""
    table = column.table.name
    if column.name in {found["name"] for found in inspect(connection).get_columns(table)}:
        return
    written = CreateColumn(column).compile(dialect=connection.dialect)
    connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {written}")


# MIGRATIONS[n] takes a store from version n + 1 to n + 2; create_all makes the newest at once.
MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_imports, _blind, _review, _news)
NEWEST = len(MIGRATIONS) + 1


class TooNew(RuntimeError):
    """The store was written by a later version of this program."""


def bring_up(connection: Connection) -> None:
    """Create the tables or migrate them to the newest version; raises TooNew and changes nothing.

    Runs inside the caller's transaction, so that a failed step leaves the store as it was.
    """
    version.create(connection, checkfirst=True)
    found = connection.scalar(select(version.c.number))
    if found is None:
        metadata.create_all(connection)
        connection.execute(insert(version).values(number=NEWEST))
        return
    if found > NEWEST:
        raise TooNew(f"the store has schema version {found}, this program knows up to {NEWEST}")
    for step in MIGRATIONS[found - 1 :]:
        step(connection)
    if found < NEWEST:
        connection.execute(update(version).values(number=NEWEST))
