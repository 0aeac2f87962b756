"""What was read or pasted, taken into the store: articles, and layers that came with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.annotation import Article, Invalid
from annotator.formats.native import Record
from annotator.mark import NEW
from annotator.store import Store, articles, layers


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of what was found; ``problems`` has a line for each thing that was unusable."""

    added: articles.Added
    layers: int
    problems: tuple[str, ...]

    def __str__(self) -> str:
        counts = [
            (len(self.added.new), "new"),
            (len(self.added.again), "seen again"),
            (len(self.added.known), "known"),
            (self.layers, "with labels"),
            (len(self.problems), "unusable"),
        ]
        return ", ".join(f"{count} {words}" for count, words in counts if count) or "nothing"


def take(store: Store, found: Iterable[Article | Record | Invalid], *, annotator: str) -> Intake:
    """Keep all that is good of what was found, and say what was not.

    A record's labels become a layer under the name that it bears: suggestions if nobody has
    decided anything in it, else a person's work, which is never put over work that is there.
    """
    texts: list[Article] = []
    records: list[Record] = []
    problems: list[str] = []
    for one in found:
        if isinstance(one, Invalid):
            problems.append(str(one))
            continue
        texts.append(one if isinstance(one, Article) else one.article)
        if isinstance(one, Record):
            records.append(one)
    added = articles.add(store, texts, annotator=annotator)
    placed = 0
    for record in records:
        if not record.annotator or not (record.marks or record.state != NEW):
            continue
        article = record.article.id
        if record.state == NEW and not any(m.decision for m in record.marks):
            try:
                layers.suggest(store, article, record.annotator, record.marks)
            except Invalid as error:
                problems.append(f"article {article}: {error}")
                continue
        elif not layers.place(store, article, record.annotator, record.state, record.marks):
            problems.append(
                f"article {article}: {record.annotator} has labels there already; kept those"
            )
            continue
        placed += 1
    return Intake(added, placed, tuple(problems))
