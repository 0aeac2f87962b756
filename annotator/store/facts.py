"""What a project has learned about itself, by key: JSON values, such as a choice to be repeated."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select

from annotator.store import Store
from annotator.store.schema import facts


def get(store: Store, key: str) -> Any:
    """The value under a key; None if there is none."""
    with store.reading() as connection:
        return connection.scalar(select(facts.c.value).where(facts.c.key == key))


def having(store: Store, prefix: str) -> dict[str, Any]:
    """All values whose key begins so, by the rest of the key."""
    begins = facts.c.key.startswith(prefix, autoescape=True)
    with store.reading() as connection:
        rows = connection.execute(select(facts).where(begins).order_by(facts.c.key))
        return {row.key.removeprefix(prefix): row.value for row in rows}


def put(store: Store, key: str, value: Any) -> None:
    """Keep a value under a key, instead of what was there; None takes it away."""
    with store.writing() as connection:
        connection.execute(delete(facts).where(facts.c.key == key))
        if value is not None:
            connection.execute(insert(facts).values(key=key, value=value))
