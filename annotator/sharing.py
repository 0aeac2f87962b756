"""Articles shared out among people: some to two of them, some without suggestions.

What two have read tells how far people agree; what was read blind tells what suggestions do to
them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """An article for a person; ``blind`` shows no suggestions."""

    article: str
    annotator: str
    blind: bool = False


def share_out(
    articles: Iterable[str], people: Sequence[str], overlap: float = 0.0, blind: float = 0.0
) -> list[Task]:
    """Each article for one person, a share ``overlap`` of them for two, evenly among all.

    A share ``blind`` of the articles is blind for whoever reads them. Which ones these are follows
    from their ids, so that the same articles are shared out alike again. Raises ValueError without
    people, for a share outside 0 to 1, and for an overlap with one person alone.
    """
    if not people or len(set(people)) != len(people):
        raise ValueError("articles are shared out among people, each named once")
    if not 0 <= overlap <= 1 or not 0 <= blind <= 1:
        raise ValueError("a share lies between 0 and 1")
    if overlap and len(people) < 2:
        raise ValueError("an overlap needs two people")
    ordered = sorted(dict.fromkeys(articles), key=lambda article: _number("order", article))
    twice = set(ordered[: round(overlap * len(ordered))])
    unseen = sorted(ordered, key=lambda article: _number("blind", article))
    hidden = set(unseen[: round(blind * len(ordered))])
    load: Counter[str] = Counter(dict.fromkeys(people, 0))
    pairs: Counter[tuple[str, str]] = Counter()
    tasks = []
    for article in ordered:
        first = min(people, key=lambda person: (load[person], people.index(person)))
        readers = [first]
        if article in twice:
            others = [person for person in people if person != first]
            # With whom they shared least so far, so that all pairs can be compared.
            readers.append(
                min(
                    others,
                    key=lambda person: (
                        pairs[_pair(first, person)],
                        load[person],
                        people.index(person),
                    ),
                )
            )
            pairs[_pair(*readers)] += 1
        for person in readers:
            load[person] += 1
            tasks.append(Task(article, person, article in hidden))
    return tasks


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _number(what: str, article: str) -> bytes:
    return hashlib.sha256(f"gloss {what} {article}".encode()).digest()
