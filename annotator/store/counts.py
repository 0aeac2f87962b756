"""Who works on the articles: all people there are, by name."""

from __future__ import annotations

from sqlalchemy import select

from annotator.store import Store
from annotator.store.reviews import SUFFIX
from annotator.store.schema import edits, layers


def annotators(store: Store) -> list[str]:
    """All people who ever made an edit or have a layer, by name; reviews are theirs as well."""
    people = select(layers.c.annotator).where(~layers.c.machine).union(select(edits.c.annotator))
    with store.reading() as connection:
        return sorted(name for name in connection.scalars(people) if not name.endswith(SUFFIX))
