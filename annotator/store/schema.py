"""The tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
    false,
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
    # Why there will be no suggestions: the pipeline failed, or reads another language.
    Column("problem", Text),
    Column("meta", JSON, nullable=False),
    # Without it, counting would read every text.
    Index("articles_by_language", "language"),
)
_MISSING = and_(articles.c.suggested_by.is_(None), articles.c.problem.is_(None))
Index("articles_missing", articles.c.position, sqlite_where=_MISSING, postgresql_where=_MISSING)

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

# Spellings that share a key are one outlet, shown under one name; ``edited`` by a person stays.
outlets = Table(
    "outlets",
    metadata,
    Column("source", Text, primary_key=True),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("edited", Boolean, nullable=False),
    Index("outlets_by_key", "key"),
)

# Who is to read an article; whoever begins with one needs no row here.
assignments = Table(
    "assignments",
    metadata,
    Column("article", String, primary_key=True),
    Column("annotator", String, primary_key=True),
    Column("assigned_by", String, nullable=False),
    Column("assigned_at", String, nullable=False),
    # Without suggestions, to learn what they do to people.
    Column("blind", Boolean, nullable=False, server_default=false()),
    ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
    Index("assignments_by_annotator", "annotator"),
)

layers = Table(
    "layers",
    metadata,
    Column("article", String, primary_key=True),
    Column("annotator", String, primary_key=True),
    Column("machine", Boolean, nullable=False),
    Column("status", String, nullable=False),
    Column("flag", Text),
    # What is fully checked once the article is done; null for everything.
    Column("checked", JSON(none_as_null=True)),
    # What it began as: nothing, or these annotators' work; else the suggestions.
    Column("blind", Boolean, nullable=False, server_default=false()),
    Column("reviewed", JSON(none_as_null=True)),
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
        Column("by", JSON(none_as_null=True)),
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

# Work for a process of its own: what was asked, how far it is, and what came of it.
jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("stage", String, nullable=False),
    Column("state", String, nullable=False),
    Column("asked_by", String, nullable=False),
    Column("asked_at", String, nullable=False),
    Column("arguments", JSON, nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer),
    Column("counts", JSON, nullable=False),
    Column("result", JSON(none_as_null=True)),
    Column("reason", Text),
    Index("jobs_by_state", "state"),
)

# A line for each thing that a job could not use.
problems = Table(
    "problems",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("job", Integer, nullable=False),
    Column("line", Text, nullable=False),
    ForeignKeyConstraint(["job"], ["jobs.id"], ondelete="CASCADE"),
    Index("problems_by_job", "job"),
)

# Articles that somebody waits for, to be suggested for first.
wanted = Table(
    "wanted",
    metadata,
    Column("article", String, primary_key=True),
    Column("at", String, nullable=False),
    ForeignKeyConstraint(["article"], ["articles.id"], ondelete="CASCADE"),
)

# The last change of each article, of its layers and its fields, so that what is counted elsewhere
# can follow: numbers only grow, and those of deleted articles stay.
changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("article", String, nullable=False, unique=True),
    sqlite_autoincrement=True,
)

# Under which name a person wants a spelling shown, everywhere or, with an article, there alone.
names = Table(
    "names",
    metadata,
    Column("spelling", Text, primary_key=True),
    Column("article", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("decided_by", String, nullable=False),
    Column("decided_at", String, nullable=False),
)

# What the project has learned about itself, such as which column of a table is the text.
facts = Table(
    "facts",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", JSON(none_as_null=True)),
)
