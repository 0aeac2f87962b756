"""The only part that speaks SQL. One store is one project: a SQLite file, or a database by URL.

``articles`` keeps texts and their appearances, ``layers`` what annotators marked in them,
``edits`` takes changes and never forgets one, ``counts`` answers the charts, ``doctor`` checks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError as SQLAlchemyError

from annotator.store import search_index
from annotator.store.migrations import TooNew as TooNew
from annotator.store.migrations import bring_up


@dataclass(frozen=True, slots=True)
class Store:
    """An open store; safe to share between threads."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the store."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, on disk for good when the block ends, undone when it raises."""
        with self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        self.engine.dispose()


def open_store(where: str) -> Store:
    """Open the store at a path or database URL, creating or migrating its tables."""
    if "://" in where:
        url = make_url(where)
    else:
        Path(where).expanduser().parent.mkdir(parents=True, exist_ok=True)
        url = make_url("sqlite://").set(database=str(Path(where).expanduser()))
    engine = create_engine(url, json_deserializer=_from_json)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    store = Store(engine)
    try:
        with store.writing() as connection:
            bring_up(connection)
            search_index.bring_up(connection)
    except BaseException:
        engine.dispose()
        raise
    return store


def reason(error: SQLAlchemyError) -> str:
    """What the database itself said, without the statement."""
    # A full disk undoes the whole transaction, so that undoing a part of it fails as well: the
    # first of the errors is the reason.
    earlier = error.__context__
    while earlier:
        error = earlier if isinstance(earlier, SQLAlchemyError) else error
        earlier = earlier.__context__
    return str(getattr(error, "orig", None) or type(error).__name__)


def _from_json(stored: Any) -> Any:
    """What a cell holds; damaged JSON as it stands, so that only its own row is found bad."""
    if stored == "true":  # by far the most frequent: a suggestion that stands
        return True
    try:
        return json.loads(stored)
    except (TypeError, ValueError):
        return stored


def _prepare(connection: Any, _record: Any) -> None:
    # The driver's own transactions start too late for BEGIN IMMEDIATE: we say BEGIN ourselves.
    connection.isolation_level = None
    # WAL with FULL: readers never wait, and a commit is on disk before it is acknowledged.
    for pragma in (
        "busy_timeout = 10000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
