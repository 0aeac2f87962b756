"""Which spellings of a name are one: what differs in capitals, white space, or a leading "the"."""

from __future__ import annotations

from collections.abc import Mapping


def key(spelling: str) -> str:
    """What spellings of one name share; a surname alone is never the key of a full name."""
    words = spelling.replace("’", "'").casefold().split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def shown(counted: Mapping[str, int]) -> dict[str, str]:
    """The name of each spelling: of those with one key the most frequent, then the first in order.

    ``counted`` is how often each spelling stands in the corpus.
    """
    best: dict[str, str] = {}
    for spelling in sorted(counted, key=lambda one: (-counted[one], one)):
        best.setdefault(key(spelling), spelling)
    return {spelling: best[key(spelling)] for spelling in counted}
