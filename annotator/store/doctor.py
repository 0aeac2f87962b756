"""Checks a whole store: the file, every text, every layer, every edit's article."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from annotator.annotation import Invalid
from annotator.store import Store, search_index
from annotator.store import articles as texts
from annotator.store.layers import load_within_shown
from annotator.store.schema import articles, layers


def problems(store: Store) -> Iterator[str]:
    """One line for each thing that is not as it should be; none for a sound store."""
    with store.reading() as connection:
        if store.engine.dialect.name == "sqlite":
            for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
                if line != "ok":
                    yield f"database file: {line}"
            for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
                yield f"database file: a row of {row[0]} refers to a missing row of {row[2]}"
        if search_index.stands(connection) and not search_index.is_sound(connection):
            yield "search: the index differs from the texts"
        every = connection.scalars(select(articles.c.id).order_by(articles.c.position)).all()
    for article in every:
        with store.reading() as connection:
            try:
                texts.load_within(connection, article)
            except Invalid as error:
                yield str(error)
                continue
            owners = connection.scalars(
                select(layers.c.annotator).where(layers.c.article == article)
            ).all()
            for owner in owners:
                layer = load_within_shown(connection, article, owner)
                if layer:
                    yield from layer.problems
