"""What was read or pasted, taken into the store: articles, and layers that came with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from annotator.annotation import Article, Invalid
from annotator.formats.native import Record
from annotator.ingest import Found, Table
from annotator.mark import NEW
from annotator.store import Store, articles, layers
from annotator.store.articles import Added

# One transaction takes so many things, or so many characters, whichever comes first: few enough to
# hold little memory and to let others write, many enough that waiting for the disk costs nothing.
MOST_THINGS = 500
MOST_CHARACTERS = 4_000_000

Thing = Article | Record | Invalid


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of what was found; ``problems`` has a line for each thing that was unusable.

    ``things`` are all articles, records and problems met so far, whatever became of them.
    """

    added: Added = field(default_factory=lambda: Added((), (), ()))
    layers: int = 0
    problems: tuple[str, ...] = ()
    things: int = 0

    def __add__(self, other: Intake) -> Intake:
        return Intake(
            Added(
                self.added.new + other.added.new,
                self.added.again + other.added.again,
                self.added.known + other.added.known,
            ),
            self.layers + other.layers,
            self.problems + other.problems,
            self.things + other.things,
        )

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, in the words that a person reads; nothing that did not occur."""
        counts = {
            "new": len(self.added.new),
            "seen again": len(self.added.again),
            "known": len(self.added.known),
            "with labels": self.layers,
            "unusable": len(self.problems),
        }
        return {words: count for words, count in counts.items() if count}

    def __str__(self) -> str:
        return in_words(self.counts)


def in_words(counts: dict[str, int]) -> str:
    """Counts as a sentence would have them: 3 new, 1 unusable."""
    return ", ".join(f"{count:,} {words}" for words, count in counts.items()) or "nothing"


def take(
    store: Store,
    found: Iterable[Found],
    *,
    annotator: str,
    note: Callable[[Any, Intake], None] | None = None,
) -> Intake:
    """Keep all that is good of what was found, and say what was not.

    A record's labels become a layer under the name that it bears: suggestions if nobody has
    decided anything in it, else a person's work, which is never put over work that is there.
    Things are taken in parts, each wholly or not at all; ``note`` is called in the transaction of
    each, with what became of it, and may undo it by raising.
    """
    whole = Intake()
    for part in parts(found):
        with store.writing() as connection:
            taken = _take(connection, part, annotator)
            if note:
                note(connection, taken)
        whole += taken
    return whole


def parts(found: Iterable[Found]) -> Iterator[list[Thing]]:
    """Things in lists that are small enough for one transaction; tables are left out."""
    part: list[Thing] = []
    characters = 0
    for one in found:
        if isinstance(one, Table):
            continue
        part.append(one)
        characters += 0 if isinstance(one, Invalid) else len(article_of(one).text)
        if len(part) == MOST_THINGS or characters > MOST_CHARACTERS:
            yield part
            part, characters = [], 0
    if part:
        yield part


def article_of(one: Article | Record) -> Article:
    return one if isinstance(one, Article) else one.article


def _take(connection: Any, part: list[Thing], annotator: str) -> Intake:
    good = [one for one in part if not isinstance(one, Invalid)]
    problems = [str(one) for one in part if isinstance(one, Invalid)]
    added = articles.add_within(connection, map(article_of, good), annotator=annotator)
    placed = 0
    for one in good:
        if isinstance(one, Record) and one.annotator and (one.marks or one.state != NEW):
            problem = _place(connection, one, one.annotator)
            if problem:
                problems.append(f"article {one.article.id}: {problem}")
            else:
                placed += 1
    return Intake(added, placed, tuple(problems), len(part))


def _place(connection: Any, record: Record, owner: str) -> str | None:
    """Keep a record's labels; why not, if not."""
    if record.state != NEW or any(mark.decision for mark in record.marks):
        kept = layers.place_within(
            connection, record.article, owner, record.state, record.marks, record.origin
        )
        return None if kept else f"{owner} has labels there already; kept those"
    try:
        with connection.begin_nested():
            layers.suggest_within(connection, record.article, owner, record.marks)
    except Invalid as error:
        return str(error)
    return None
