"""What a part of the pipeline finds, and how the finds of several parts become one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.annotation import Entity

PLAIN = {0xA0: " ", 0x202F: " ", 0x2009: " ", 0x2011: "-"}


@dataclass(frozen=True, slots=True)
class Found:
    """An entity with how sure the part that found it is, between 0 and 1."""

    entity: Entity
    certainty: float


def settle(found: Iterable[Found]) -> list[Found]:
    """The finds of which none overlaps another, in order: the longer wins, then the surer."""
    taken: list[Found] = []
    covered: set[int] = set()
    for one in sorted(
        found, key=lambda f: (f.entity.start - f.entity.end, -f.certainty, f.entity.start)
    ):
        places = range(one.entity.start, one.entity.end)
        # Longest first: whatever is already there and overlaps this one covers one of its ends.
        if places and places[0] not in covered and places[-1] not in covered:
            taken.append(one)
            covered.update(places)
    return sorted(taken, key=lambda f: f.entity.start)


def outermost(entities: Iterable[Entity]) -> list[Entity]:
    """The entities that stand in no other, in order."""
    kept: list[Entity] = []
    for one in sorted(entities, key=lambda e: (e.start, -e.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def spaced(text: str) -> str:
    """The text with plain spaces for no-break ones, as patterns read it.

    Every offset stays what it was.
    """
    return text.translate(PLAIN)
