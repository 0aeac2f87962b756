"""What the page of names asks and does: the table of marks and the decisions, brought together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator import spreadsheet
from annotator.labels import BY_NAME, NAMED
from annotator.news import entities
from annotator.news.view import ENTITIES, View
from annotator.store import Store, names, passages, proposals
from annotator.store.names import Change, Decision
from annotator.store.passages import Passage
from annotator.store.proposals import Proposal, Spelled

if TYPE_CHECKING:
    from annotator.news.table import Row, Table

NUMBERS = tuple(sorted(BY_NAME.keys() - set(NAMED)))  # labels of what has no name
ROOM = 50  # characters on both sides of a mention


@dataclass(frozen=True, slots=True)
class Place:
    """An article in which a name stands, where it does first, and how often."""

    article: str
    start: int
    end: int
    mentions: int
    passage: Passage


def roster(table: Table) -> list[Row]:
    """All names with their labels, most mentioned first; dates and numbers are none."""
    sql, values = _marked()
    rows = table.ask(
        f"SELECT name, list(DISTINCT spelling ORDER BY spelling) AS every FROM ({sql}) GROUP BY 1",
        values,
    )
    # Those that stand in the text now, in one article alone too.
    spelled = {row["name"]: row["every"] for row in rows}
    return [
        {**row, "spellings": spelled.get(row["name"], [])}
        for row in entities.roster(table)
        if row["label"] not in NUMBERS
    ]


def found(rows: Iterable[Row], words: str, labels: Collection[str]) -> list[Row]:
    """The rows with these words in the name or a spelling, whatever their accents and signs."""
    wanted = proposals.bare(words)
    return [
        row
        for row in rows
        if (not labels or row["label"] in labels)
        and any(_has(one, words, wanted) for one in (row["name"], *row["spellings"]))
    ]


def _has(name: str, words: str, wanted: str) -> bool:
    # Of words that are signs alone nothing is left.
    return wanted in proposals.bare(name) if wanted else words.casefold().strip() in name.casefold()


def csv_lines(rows: Iterable[Row]) -> Iterator[str]:
    """The roster as lines of CSV; nothing in them is a formula to a spreadsheet."""
    cells = (
        (row["name"], row["label"], " | ".join(row["spellings"]), row["mentions"], row["articles"])
        for row in rows
    )
    return spreadsheet.lines(("name", "label", "spellings", "mentions", "articles"), cells)


def spellings(table: Table, name: str) -> list[Row]:
    """The spellings that stand under a name: spelling, mentions, articles, most first."""
    sql, values = _marked()
    return table.ask(
        f"""
        SELECT spelling, count(*) AS mentions, count(DISTINCT article) AS articles
        FROM ({sql}) WHERE name = ? GROUP BY spelling ORDER BY mentions DESC, spelling
        """,
        [*values, name],
    )


def places(store: Store, table: Table, name: str, most: int) -> list[Place]:
    """The articles in which a name stands, the newest first."""
    sql, values = entities.marked(View())
    rows = table.ask(
        f"""
        SELECT a.key AS article, arg_min(k.start, k.start) AS start,
            arg_min(k.stop, k.start) AS stop, count(*) AS mentions
        FROM ({sql}) k JOIN articles a ON a.id = k.article WHERE k.name = ?
        GROUP BY a.key, a.published, a.id ORDER BY a.published DESC NULLS LAST, a.id LIMIT ?
        """,
        [*values, name, most],
    )
    where = [(row["article"], row["start"], row["stop"]) for row in rows]
    around = passages.around(store, where, ROOM)
    return [
        Place(*place, row["mentions"], passage)
        for place, row, passage in zip(where, rows, around, strict=True)
    ]


def under(store: Store, table: Table, to: Mapping[str, str], annotator: str) -> Change:
    """Show all that stands under some names under others. Raises Invalid for no name."""
    wanted = names.renamed(_shown(table, to), names.decisions(store), to)
    return names.put(store, wanted, annotator=annotator)


def apart(store: Store, table: Table, name: str, chosen: Collection[str], annotator: str) -> Change:
    """Make some spellings of a name names of their own."""
    wanted = names.set_apart(_shown(table, [name]), names.decisions(store), name, chosen)
    return names.put(store, wanted, annotator=annotator)


def within(
    store: Store, table: Table, name: str, articles: Sequence[str], to: str, annotator: str
) -> Change:
    """Show what stands under a name in some articles under another there. Raises Invalid."""
    rows = table.ask(
        """
        SELECT DISTINCT s.spelling, a.key AS article
        FROM (SELECT article, spelling FROM mentions UNION SELECT article, spelling FROM quotes) m
        JOIN articles a ON a.id = m.article
        JOIN spellings s ON s.id = m.spelling
        LEFT JOIN splits p ON p.spelling = m.spelling AND p.article = m.article
        WHERE coalesce(p.name, s.name) = ? AND a.key IN (SELECT unnest(?))
        """,
        [name, list(articles)],
    )
    wanted = {(row["spelling"], row["article"]): to for row in rows}
    return names.put(store, wanted, annotator=annotator)


def propose(store: Store, table: Table) -> list[Proposal]:
    """Names that may be one."""
    decided = {one.spelling for one in names.decisions(store) if not one.article}
    return proposals.proposals(_known(table), proposals.shorts(store), decided)


def _marked() -> tuple[str, list[Any]]:
    """SQL of all mentions that count: article, label, spelling, its name everywhere and here."""
    counted, values = View().counted(ENTITIES)
    sql = f"""
        SELECT c.article, m.label, s.spelling, s.name AS everywhere,
            coalesce(p.name, s.name) AS name
        FROM ({counted}) c
        JOIN mentions m ON m.article = c.article AND m.owner = c.owner
        JOIN spellings s ON s.id = m.spelling
        LEFT JOIN splits p ON p.spelling = m.spelling AND p.article = m.article
    """
    return sql, values


def _known(table: Table) -> dict[str, Spelled]:
    sql, values = _marked()
    rows = table.ask(
        f"""
        SELECT spelling, any_value(everywhere) AS name, list(DISTINCT label) AS labels,
            count(*) AS mentions, count(DISTINCT article) AS articles
        FROM ({sql}) GROUP BY spelling
        """,
        values,
    )
    return {
        row["spelling"]: Spelled(
            row["name"], frozenset(row["labels"]), row["mentions"], row["articles"]
        )
        for row in rows
        if not set(row["labels"]) <= set(NUMBERS)
    }


def _shown(table: Table, wanted: Iterable[str]) -> dict[str, str]:
    """All spellings that are shown under these names, each with its name."""
    rows = table.ask(
        "SELECT spelling, name FROM spellings WHERE name IN (SELECT unnest(?))", [list(wanted)]
    )
    return {row["spelling"]: row["name"] for row in rows}


def accept(store: Store, table: Table, chosen: Iterable[Proposal], annotator: str) -> Change:
    """Merge the names of proposals, also where several make a chain."""
    return under(store, table, proposals.joined(chosen), annotator)


def refuse(store: Store, table: Table, chosen: Iterable[Proposal], annotator: str) -> Change:
    """Hold the names of proposals where they are, so that they are not proposed again."""
    kept = {name: name for one in chosen for name in (one.name, one.into)}
    return under(store, table, kept, annotator)


def because(one: Proposal) -> str:
    """The evidence for a proposal, in words."""
    first, second = one.mentions
    if one.short is None:
        return f"the same but for signs and accents: {first:,} and {second:,} mentions"
    articles = f"{one.articles:,} article{'' if one.articles == 1 else 's'}"
    return f"“{one.short}” is {one.into} in {articles}, a name of its own in {one.alone:,}"


def line(passage: Passage) -> str:
    """A passage as one line."""
    return f"…{passage.before}{passage.surface}{passage.after}…"


def decided(store: Store) -> list[tuple[Decision, str]]:
    """All decisions, the last first, with the headline of the article in which alone they hold."""
    every = sorted(names.decisions(store), key=lambda one: one.decided_at, reverse=True)
    where = [(one.article, 0, 0) for one in every]
    around = passages.around(store, where, 0)
    return [
        (one, passage.headline or "an article that is no longer here")
        for one, passage in zip(every, around, strict=True)
    ]
