"""Quotes in the making, and which of them say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.annotation import Span


@dataclass(slots=True)
class Found:
    """A quote in the making, from either side."""

    content: tuple[Span, ...]
    cue: Span | None
    speaker: Span | None
    certainty: float


class Nearby:
    """Quotes by where they begin, so that each is compared with its neighbours alone."""

    REACH = 4000  # characters; of the quotes that begin earlier none is looked at

    def __init__(self, found: Sequence[Found]) -> None:
        self.found = list(found)
        self._shelves: dict[int, list[Found]] = defaultdict(list)
        for one in found:
            self._shelves[one.content[0].start // self.REACH].append(one)

    def add(self, one: Found) -> None:
        """Put another one in."""
        self.found.append(one)
        self._shelves[one.content[0].start // self.REACH].append(one)

    def around(self, one: Found) -> Iterator[Found]:
        """The quotes that begin not far from another, itself included if it is one of them."""
        low = one.content[0].start // self.REACH - 1
        for shelf in range(low, one.content[-1].end // self.REACH + 1):
            yield from self._shelves.get(shelf, ())


def same(one: Found, other: Found) -> bool:
    """Whether two would say the same of one stretch of the text."""
    shared = sum(
        max(0, min(a.end, b.end) - max(a.start, b.start))
        for a in one.content
        for b in other.content
    )
    smaller = min(sum(map(len, one.content)), sum(map(len, other.content)))
    bigger = max(sum(map(len, one.content)), sum(map(len, other.content)))
    if one.cue is None or other.cue is None:
        return shared > 0.5 * bigger
    near = abs(one.cue.start - other.cue.start) < 3
    # A cue of its own within the other's words: “I told him: ‘Never sell the boat,’” she said.
    own = any(_within(a.cue, b.content) and not near for a, b in ((one, other), (other, one)))
    return (shared > 0.5 * bigger and not own) or (near and shared > 0.7 * smaller)


def _within(cue: Span | None, content: tuple[Span, ...]) -> bool:
    return cue is not None and any(c.start <= cue.start < c.end for c in content)


def inside(one: Found, other: Found) -> bool:
    """Whether one stands within a part of the other."""
    return any(
        o.start <= one.content[0].start and one.content[-1].end <= o.end for o in other.content
    )
