"""Names over the corpus: which spellings are one name, as people have decided.

A spelling is the name that an article's mentions share. Without a decision, spellings that differ
in capitals, white space or a leading "the" alone are one name; no two are joined for a surname that
they share. Decisions belong to spellings and so outlive new suggestions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from annotator.annotation import check_line
from annotator.store import Store
from annotator.store.articles import now
from annotator.store.schema import names

EVERYWHERE = ""  # instead of an article

Where = tuple[str, str]  # a spelling, and the article in which alone, or EVERYWHERE


@dataclass(frozen=True, slots=True)
class Decision:
    """Under which name a spelling is shown; with an article, in that one alone."""

    spelling: str
    article: str
    name: str
    decided_by: str
    decided_at: str

    @property
    def where(self) -> Where:
        return self.spelling, self.article


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision put in the place of what: all that undoing it needs."""

    before: tuple[Decision, ...]
    after: tuple[Decision, ...]


def decisions(store: Store) -> list[Decision]:
    """All that was decided about names, by spelling."""
    query = select(names).order_by(names.c.spelling, names.c.article)
    with store.reading() as connection:
        return [Decision(*row) for row in connection.execute(query)]


def decide(
    store: Store, wanted: Mapping[str, str], *, annotator: str, articles: Sequence[str] = ()
) -> Change:
    """Show these spellings under these names: everywhere, or in these articles alone.

    A spelling that is shown under itself is a name of its own. Raises Invalid for no name.
    """
    each = {
        (spelling, article): name
        for spelling, name in wanted.items()
        for article in articles or (EVERYWHERE,)
    }
    return put(store, each, annotator=annotator)


def put(store: Store, wanted: Mapping[Where, str], *, annotator: str) -> Change:
    """The same for each spelling where it is meant, all or none; raises Invalid for no name."""
    for (spelling, _), name in wanted.items():
        check_line("spelling", spelling)
        check_line("name", name)
    at = now()
    after = tuple(Decision(*where, name, annotator, at) for where, name in wanted.items())
    with store.writing() as connection:
        before = _forget(connection, wanted)
        _insert(connection, after)
    return Change(before, after)


def forget(store: Store, spellings: Iterable[str], *, articles: Sequence[str] = ()) -> Change:
    """Take decisions back, everywhere or in these articles alone."""
    return take_back(
        store, [(s, article) for s in spellings for article in articles or (EVERYWHERE,)]
    )


def take_back(store: Store, wanted: Iterable[Where]) -> Change:
    """Take decisions back, each where it holds."""
    with store.writing() as connection:
        return Change(_forget(connection, wanted), ())


def undo(store: Store, change: Change) -> None:
    """Put back what a decision replaced, except where others have decided since."""
    with store.writing() as connection:
        made = {one.where: one for one in change.after}
        there = _find(connection, {*made, *(one.where for one in change.before)})
        ours = {where for where, one in made.items() if there.get(where) == one}
        _forget(connection, ours)
        free = ours | {one.where for one in change.before if one.where not in there}
        _insert(connection, [one for one in change.before if one.where in free])


def renamed(
    spellings: Mapping[str, str], decided: Iterable[Decision], to: Mapping[str, str]
) -> dict[Where, str]:
    """What to decide so that all that is shown under some names is shown under others.

    ``spellings`` are those that are shown under these names, each with its name; ``to`` has the new
    name for each old one. Every spelling is decided, also one that keeps its name: else a
    spelling that becomes more frequent would tear the name apart.
    """
    wanted = {(spelling, EVERYWHERE): to[name] for spelling, name in spellings.items()}
    # In an article alone, or of a spelling that new suggestions may bring back.
    return wanted | {one.where: to[one.name] for one in decided if one.name in to}


def set_apart(
    spellings: Iterable[str], decided: Iterable[Decision], name: str, chosen: Collection[str]
) -> dict[Where, str]:
    """What to decide so that some of the spellings of a name are names of their own.

    The others are held where they are, so that it is known that these are not those.
    """
    wanted = {(s, EVERYWHERE): s if s in chosen else name for s in spellings}
    within = (one for one in decided if one.article and one.name == name)
    return wanted | {one.where: one.spelling for one in within if one.spelling in chosen}


def _find(connection: Connection, wanted: Iterable[Where]) -> dict[Where, Decision]:
    there = {}
    for spelling, article in wanted:
        its = (names.c.spelling == spelling, names.c.article == article)
        for row in connection.execute(select(names).where(*its)):
            there[spelling, article] = Decision(*row)
    return there


def _forget(connection: Connection, wanted: Iterable[Where]) -> tuple[Decision, ...]:
    """Take decisions back; what they were."""
    there = _find(connection, wanted)
    for spelling, article in there:
        its = (names.c.spelling == spelling, names.c.article == article)
        connection.execute(delete(names).where(*its))
    return tuple(there.values())


def _insert(connection: Connection, made: Sequence[Decision]) -> None:
    rows = [
        {
            "spelling": one.spelling,
            "article": one.article,
            "name": one.name,
            "decided_by": one.decided_by,
            "decided_at": one.decided_at,
        }
        for one in made
    ]
    if rows:
        connection.execute(insert(names), rows)
