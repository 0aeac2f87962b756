"""Taking turns: what only one process may do at a time, whoever started it.

The turn belongs to a process and ends with it, also when it is killed: the system, or the database
server, takes the lock back.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager

from annotator.store import Store


@contextmanager
def alone(store: Store, name: str) -> Iterator[bool]:
    """True within for who has the turn of this name, False for all others."""
    dialect, file = store.engine.dialect.name, store.engine.url.database
    if dialect == "sqlite" and file:
        # A database of its own, since a lock on the store would stop all other work.
        with closing(sqlite3.connect(f"{file}.{name}", timeout=0, isolation_level=None)) as lock:
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                yield False
            else:
                yield True
    elif dialect == "postgresql":
        with store.engine.connect() as connection:
            number = zlib.crc32(f"gloss:{name}".encode())
            query = f"SELECT pg_try_advisory_lock({number})"
            yield bool(connection.exec_driver_sql(query).scalar())
    else:
        yield True
