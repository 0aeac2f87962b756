"""The tables, and the steps from each version of them to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

metadata = MetaData()

version = Table("schema_version", metadata, Column("number", Integer, nullable=False))

articles = Table(
    "articles",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("sha256", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("language", String),
    Column("words", Integer, nullable=False),
    Column("added_at", String, nullable=False),
    Column("added_by", String, nullable=False),
    # The pipeline whose layer is shown to who has not begun one of their own.
    Column("suggested_by", String),
    Column("meta", JSON, nullable=False),
)

appearances = Table(
    "appearances",
    metadata,
    Column("article", String, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("published", String),
    Column("source", Text),
    Column("url", Text),
    Column("byline", Text),
    ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
    Index("appearances_by_date", "published"),
)

layers = Table(
    "layers",
    metadata,
    Column("article", String, primary_key=True),
    Column("annotator", String, primary_key=True),
    Column("machine", Boolean, nullable=False),
    Column("status", String, nullable=False),
    Column("flag", Text),
    Column("changed_at", String, nullable=False),
    ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
)


def _marks(name: str, *own: Column[Any] | Index) -> Table:
    """A table of marks: what all have in common, and what is its own."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("article", String, nullable=False),
        Column("annotator", String, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("surface", Text, nullable=False),
        Column("certainty", Float),
        Column("decision", String),
        Column("suggested", JSON(none_as_null=True)),
        *own,
        ForeignKeyConstraint(
            ["article", "annotator"], ["layers.article", "layers.annotator"], ondelete="CASCADE"
        ),
        Index(f"{name}_by_layer", "article", "annotator", "start"),
    )


mentions = _marks(
    "mentions",
    Column("label", String, nullable=False),
    Column("name", Text),
    Index("mentions_once", "article", "annotator", "start", "end", "label", unique=True),
    Index("mentions_by_label", "label", "name"),
)

# Content, cue and speaker can be interrupted, so each is a list of spans; start and end are
# those of the whole content, for order and search.
quotes = _marks(
    "quotes",
    Column("kind", String, nullable=False),
    Column("content", JSON, nullable=False),
    Column("cue", JSON, nullable=False),
    Column("speaker", JSON, nullable=False),
    Column("speaker_name", Text),
    Column("speaker_status", String, nullable=False),
    Index("quotes_by_speaker", "speaker_name"),
)

# The log refers to articles and layers by name only: it outlives both.
edits = Table(
    "edits",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("client", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("group", String, nullable=False),
    Column("undoes", String),
    Column("article", String, nullable=False),
    Column("annotator", String, nullable=False),
    Column("at", String, nullable=False),
    Column("old", JSON(none_as_null=True)),
    Column("new", JSON(none_as_null=True)),
    Column("refused", Text),
    Index("edits_once", "client", "seq", unique=True),
    Index("edits_by_layer", "article", "annotator", "position"),
)

# MIGRATIONS[n] takes a store from version n + 1 to n + 2; create_all makes the newest at once.
MIGRATIONS: tuple[Callable[[Connection], None], ...] = ()
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
