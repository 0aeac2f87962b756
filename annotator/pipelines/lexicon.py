"""Words that a project adds to those by which quotes and their speakers are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Lemmas in lower case: verbs that report speech, nouns of persons, nouns of what else speaks.

    They come on top of those in ``speech/verbs.py``, ``speech/naming.py``, ``cues.py`` and
    ``titles.py``.
    """

    verbs: Words = frozenset()
    people: Words = frozenset()
    bodies: Words = frozenset()


PLAIN = Lexicon()


def lexicon(verbs: Iterable[str], people: Iterable[str], bodies: Iterable[str]) -> Lexicon:
    """The lexicon with these words; raises ValueError where one is not a single word."""
    lists = [frozenset(word.lower() for word in words) for words in (verbs, people, bodies)]
    for words in lists:
        for word in words:
            if not word or any(not (c.isalnum() or c in "-'’") for c in word):
                raise ValueError(f"{word!r} is not one word; expected a lemma such as “toot”")
    return Lexicon(*lists)
