"""The full-text index over titles and texts: SQLite's FTS5, which triggers keep in step.

Words are compared without case and accents. A database without FTS5 has no index, and ``search``
then looks for the words one by one.
"""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

TABLE = "articles_index"

# "delete" takes what the index holds out of it; the texts themselves stand in articles alone.
_OUT = f"INSERT INTO {TABLE}({TABLE}, rowid, title, text) "
_OUT += "VALUES ('delete', old.position, old.title, old.text);"
_IN = f"INSERT INTO {TABLE}(rowid, title, text) VALUES (new.position, new.title, new.text);"
STATEMENTS = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, text, content='articles', "
    "content_rowid='position', tokenize='unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER {TABLE}_in AFTER INSERT ON articles BEGIN {_IN} END",
    f"CREATE TRIGGER {TABLE}_out AFTER DELETE ON articles BEGIN {_OUT} END",
    f"CREATE TRIGGER {TABLE}_again AFTER UPDATE OF title, text ON articles BEGIN {_OUT} {_IN} END",
    f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')",
)


def bring_up(connection: Connection) -> None:
    """Make the index, over all articles that are there, unless it stands or cannot be had."""
    if connection.dialect.name != "sqlite" or stands(connection):
        return
    options = connection.exec_driver_sql("PRAGMA compile_options").scalars().all()
    if "ENABLE_FTS5" in options:
        for statement in STATEMENTS:
            connection.exec_driver_sql(statement)


def stands(connection: Connection) -> bool:
    """True where the database has the index."""
    if connection.dialect.name != "sqlite":
        return False
    query = f"SELECT 1 FROM sqlite_master WHERE name = '{TABLE}'"
    return connection.exec_driver_sql(query).first() is not None


def is_sound(connection: Connection) -> bool:
    """True where the index holds just the words of the texts."""
    check = f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('integrity-check', 1)"
    try:
        connection.exec_driver_sql(check)
    except DatabaseError:
        return False
    return True
