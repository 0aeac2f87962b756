"""Sequences of six words that stand in two articles: each article is to be written singly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from annotator.corpus import Entry

LENGTH = 6
_WORD = re.compile(r"[\w’'-]+")


def repeats(entries: Iterable[Entry], idioms: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Each sequence that two articles share, with the names of both; plain idioms are let pass.

    Words are compared without case and punctuation. Of a longer sequence the first six words are
    named; an idiom is let pass where it holds, or is held by, the sequence.
    """
    allowed = {" ".join(_words(idiom)) for idiom in idioms}
    first: dict[str, str] = {}
    for entry in entries:
        words = _words(entry.text)
        named = False
        for start in range(len(words) - LENGTH + 1):
            sequence = " ".join(words[start : start + LENGTH])
            other = first.setdefault(sequence, entry.name)
            again = other != entry.name and not any(sequence in a or a in sequence for a in allowed)
            if again and not named:
                yield sequence, other, entry.name
            named = again


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
