"""A columnar copy of all marks, in memory, that follows the store.

The store keeps what people did; counting a quarter of a million mentions at every click is the work
of a columnar engine, DuckDB. Only what changed since is read again.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import duckdb
import pyarrow as pa

from annotator.news import spelling
from annotator.pipelines import cues
from annotator.store import Store, following, names

SCHEMA = """
CREATE TABLE articles (id UINTEGER, key VARCHAR, published VARCHAR, day DATE,
    month DATE, outlet VARCHAR);
CREATE TABLE layers (article UINTEGER, owner VARCHAR, entities UTINYINT, quotes UTINYINT);
CREATE TABLE mentions (
    article UINTEGER, owner VARCHAR, label VARCHAR, spelling UINTEGER, start UINTEGER, stop UINTEGER
);
CREATE TABLE quotes (
    article UINTEGER, owner VARCHAR, kind VARCHAR, spelling UINTEGER, status VARCHAR, cue VARCHAR,
    words UINTEGER, start UINTEGER, stop UINTEGER
);
CREATE TABLE spellings (id UINTEGER, spelling VARCHAR, name VARCHAR);
CREATE TABLE splits (spelling UINTEGER, article UINTEGER, name VARCHAR);
"""
BY_ARTICLE = ("layers", "mentions", "quotes")

Row = dict[str, Any]
Sql = tuple[str, list[Any]]


@lru_cache(maxsize=4096)
def verb_of(cue: str | None) -> str | None:
    """The verb of a cue in its first form: claim for "later claimed"; else the cue itself."""
    if not cue:
        return None
    known = [cues.bases()[word] for word in cue.split() if word in cues.bases()]
    return known[-1] if known else cue


@dataclass(slots=True)
class Table:
    """The copy; of one process, shared by all its sessions."""

    connection: duckdb.DuckDBPyConnection = field(default_factory=lambda: duckdb.connect())
    number: int = 0  # of the last change that it holds
    ids: dict[str, int] = field(default_factory=dict)  # of articles
    spellings: dict[str, int] = field(default_factory=dict)
    decided: list[names.Decision] | None = None  # by what spellings have their names; None: not yet
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.connection.execute("SET enable_external_access = false")
        self.connection.execute(SCHEMA)

    def follow(self, store: Store) -> int:
        """Take in what changed in the store; how many articles that were."""
        with self.lock:
            changed = 0
            for part in following.changed(store, self.number):
                self.decided = None  # whatever interrupts this, new spellings get their names
                self._take(part)
                changed += len(part.articles)
                self.number = part.number
            decided = names.decisions(store)
            if decided != self.decided:
                self._name(decided)
                self.decided = decided
            return changed

    def ask(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of a query; of several sessions at once, each with a cursor of its own."""
        cursor = self.connection.cursor()
        try:
            return _rows(cursor.execute(sql, list(values)))
        finally:
            cursor.close()

    def keep(self, sql: str, values: Sequence[Any]) -> Sql:
        """A query that other queries ask of, with its values: as it is."""
        return sql, list(values)

    def held(self) -> Held:
        """The table for many questions of one view, each of whose parts is worked out once."""
        return Held(self.connection.cursor())

    def _take(self, part: following.Part) -> None:
        """Put these articles in the place of what was known of them; the deleted have no fields."""
        numbers = [self.ids.setdefault(key, len(self.ids)) for key in part.articles]
        cursor = self.connection.cursor()
        cursor.begin()
        gone = pa.table({"id": pa.array(numbers, pa.uint32())})
        cursor.register("gone", gone)
        cursor.execute("DELETE FROM articles WHERE id IN (SELECT id FROM gone)")
        for name in BY_ARTICLE:
            cursor.execute(f"DELETE FROM {name} WHERE article IN (SELECT id FROM gone)")
        self._put(cursor, "articles", ((self.ids[row[0]], *row) for row in part.fields))
        self._put(cursor, "layers", ((self.ids[row[0]], *row[1:]) for row in part.layers))
        self._put(cursor, "mentions", (self._mention(row) for row in part.mentions))
        self._put(cursor, "quotes", (self._quote(row) for row in part.quotes))
        cursor.commit()
        cursor.close()

    def _mention(self, row: Sequence[Any]) -> tuple[Any, ...]:
        article, owner, label, name, start, end = row
        return self.ids[article], owner, label, self._spelling(name), start, end

    def _quote(self, row: Sequence[Any]) -> tuple[Any, ...]:
        article, owner, kind, name, status, cue, *rest = row
        number = self._spelling(name) if name else None
        return self.ids[article], owner, kind, number, status, verb_of(cue), *rest

    def _spelling(self, name: str) -> int:
        return self.spellings.setdefault(name, len(self.spellings))

    def _name(self, decided: Sequence[names.Decision]) -> None:
        """Give each spelling its name, as decided, or as its kin are mostly spelled."""
        rows = self.ask("""
            SELECT spelling, count(*) AS number FROM
                (SELECT spelling FROM mentions UNION ALL SELECT spelling FROM quotes)
            WHERE spelling IS NOT NULL GROUP BY spelling
        """)
        counted = {row["spelling"]: row["number"] for row in rows}
        every = {name: counted.get(number, 0) for name, number in self.spellings.items()}
        shown = spelling.shown(every)
        split = []
        for one in decided:
            if not one.article:
                shown[one.spelling] = one.name
            elif one.article in self.ids:
                split.append((self._spelling(one.spelling), self.ids[one.article], one.name))
        cursor = self.connection.cursor()
        cursor.begin()
        cursor.execute("DELETE FROM spellings; DELETE FROM splits")
        rows_ = ((number, name, shown.get(name, name)) for name, number in self.spellings.items())
        self._put(cursor, "spellings", rows_)
        self._put(cursor, "splits", split)
        cursor.commit()
        cursor.close()

    def _put(
        self, cursor: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Sequence[Any]]
    ) -> None:
        columns = list(zip(*rows, strict=True))
        if not columns:
            return
        names = [f"c{number}" for number in range(len(columns))]
        cursor.register("fresh", pa.table(dict(zip(names, map(list, columns), strict=True))))
        cursor.execute(f"INSERT INTO {name} SELECT * FROM fresh")
        cursor.unregister("fresh")


@dataclass(slots=True)
class Held:
    """A table as it is asked within one run of a page: what queries share is kept until its end."""

    cursor: duckdb.DuckDBPyConnection
    kept: dict[tuple[str, str], str] = field(default_factory=dict)

    def ask(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of a query."""
        return _rows(self.cursor.execute(sql, list(values)))

    def keep(self, sql: str, values: Sequence[Any]) -> Sql:
        """A query that other queries ask of, worked out the first time and read from then on."""
        key = sql, repr(values)
        if key not in self.kept:
            name = f"kept_{len(self.kept)}"
            # Temporary tables belong to their cursor, and go with it.
            self.cursor.execute(f"CREATE TEMP TABLE {name} AS {sql}", list(values))
            self.kept[key] = name
        return f"SELECT * FROM {self.kept[key]}", []


def _rows(found: duckdb.DuckDBPyConnection) -> list[Row]:
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


Asked = Table | Held
