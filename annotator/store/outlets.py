"""Outlets: the spellings that articles came with, joined under one name each.

An appearance keeps the spelling that was found; charts and filters show the name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, select, update

from annotator import outlets as spelling
from annotator.annotation import Invalid, check_line
from annotator.store import Store, changes
from annotator.store.schema import appearances, outlets


def learn(connection: Connection, sources: Iterable[str]) -> None:
    """Give a name to spellings that are new: that of their kin, as a person chose it, or the best.

    A name that a person has edited is never changed by a new spelling.
    """
    wanted = sorted(set(sources))
    known: set[str] = set()
    for start in range(0, len(wanted), 500):
        some = outlets.c.source.in_(wanted[start : start + 500])
        known.update(connection.scalars(select(outlets.c.source).where(some)))
    for source in wanted:
        if source in known:
            continue
        key = spelling.key(source)
        kin = connection.execute(select(outlets).where(outlets.c.key == key)).mappings().all()
        edited = next((row["name"] for row in kin if row["edited"]), None)
        spellings = dict.fromkeys([*(row["source"] for row in kin), source], 1)
        name = edited or spelling.best(spellings)
        if not edited and kin and kin[0]["name"] != name:
            rename = update(outlets).where(outlets.c.key == key, ~outlets.c.edited)
            connection.execute(rename.values(name=name))
            _changed(connection, [row["source"] for row in kin])
        row = {"source": source, "key": key, "name": name, "edited": bool(edited)}
        connection.execute(insert(outlets), row)


def every(store: Store) -> list[dict[str, Any]]:
    """Each spelling with its name and the number of articles that begin with it, in order."""
    used = and_(appearances.c.source == outlets.c.source, appearances.c.place == 0)
    query = (
        select(
            outlets.c.source, outlets.c.name, func.count(appearances.c.article).label("articles")
        )
        .outerjoin(appearances, used)
        .group_by(outlets.c.source, outlets.c.name)
        .order_by(func.lower(outlets.c.source), outlets.c.source)
    )
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def shown(store: Store, source: str | None) -> str | None:
    """The name under which a spelling is shown; the spelling itself if nobody knows it."""
    query = select(outlets.c.name).where(outlets.c.source == source)
    with store.reading() as connection:
        return connection.scalar(query) or source


def rename(store: Store, names: dict[str, str]) -> None:
    """Show these spellings under these names; raises Invalid for a name that is none."""
    rows = [{"spelled": source, "new": name.strip()} for source, name in names.items()]
    for row in rows:
        check_line("the name of an outlet", row["new"])
    if not rows:
        return
    change = update(outlets).where(outlets.c.source == bindparam("spelled"))
    with store.writing() as connection:
        there = set(connection.scalars(select(outlets.c.source)))
        if missing := [row["spelled"] for row in rows if row["spelled"] not in there]:
            raise Invalid(f"no article came from {missing[0]!r}")
        connection.execute(change.values(name=bindparam("new"), edited=True), rows)
        _changed(connection, [row["spelled"] for row in rows])


def _changed(connection: Connection, sources: list[str]) -> None:
    """Note the articles whose outlet is shown under another name from now on."""
    begin = select(appearances.c.article).where(
        appearances.c.place == 0, appearances.c.source.in_(sources)
    )
    changes.note(connection, connection.scalars(begin).all())


def name_of(source: Any) -> Any:
    """The column with the name under which the outlet of an appearance is shown."""
    named = select(outlets.c.name).where(outlets.c.source == source).scalar_subquery()
    return func.coalesce(named, source)
