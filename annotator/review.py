"""Several people's marks of one article put together: what all have, and where they differ.

Marks are the same only with the same spans, label or kind, cue, speaker and name: what a release
holds is to be right in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.annotation import Annotation
from annotator.mark import Mark, accept, suggest

# What each annotator marked of one layer of an article, entities or quotes.
Work = Mapping[str, Sequence[Annotation]]


@dataclass(frozen=True, slots=True)
class Option:
    """What some of the annotators have where others differ; no values where they have nothing."""

    by: tuple[str, ...]
    values: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of the text, in code points and half-open, with what is said of it.

    Of the options the one that most annotators have comes first; their number is at least two.
    """

    start: int
    end: int
    options: tuple[Option, ...]


def agreed(work: Work) -> list[Annotation]:
    """What all of the annotators have, in text order."""
    first, *others = [dict.fromkeys(values) for values in work.values()] or [{}]
    return sorted((one for one in first if all(one in other for other in others)), key=_place)


def differences(work: Work) -> list[Difference]:
    """Where the annotators differ: what not all of them have, as far as it overlaps, is one."""
    same = set(agreed(work))
    disputed = {value for values in work.values() for value in values} - same
    return [_difference(work, set(some)) for some in _overlapping(sorted(disputed, key=_place))]


def marks(work: Work) -> list[Mark]:
    """The marks that a review begins with: what all have is accepted, and all else is open.

    Of values that cannot stand side by side, such as two names of one mention, the one that most
    have is the mark; the differences hold the others.
    """
    everybody = tuple(work)
    found = {value.key: replace(accept(suggest(value)), by=everybody) for value in agreed(work)}
    for difference in differences(work):
        counted: dict[Annotation, tuple[str, ...]] = {}
        for option in difference.options:
            for value in option.values:
                counted[value] = counted.get(value, ()) + option.by
        for value in sorted(counted, key=lambda value: -len(counted[value])):
            names = tuple(name for name in everybody if name in counted[value])
            found.setdefault(value.key, replace(suggest(value), by=names))
    return list(found.values())


def _place(value: Annotation) -> tuple[int, int, str]:
    return value.start, -value.end, repr(value)


def _overlapping(values: Sequence[Annotation]) -> Iterator[list[Annotation]]:
    """Runs of values, given by start, that overlap one another."""
    run: list[Annotation] = []
    end = -1
    for value in values:
        if run and value.start >= end:
            yield run
            run = []
        run.append(value)
        end = max(end, value.end) if len(run) > 1 else value.end
    if run:
        yield run


def _difference(work: Work, disputed: set[Annotation]) -> Difference:
    said: dict[tuple[Annotation, ...], list[str]] = {}
    for name, values in work.items():
        theirs = sorted(disputed.intersection(values), key=_place)
        said.setdefault(tuple(theirs), []).append(name)
    options = [Option(tuple(names), values) for values, names in said.items()]
    options.sort(key=lambda option: -len(option.by))
    start, end = min(v.start for v in disputed), max(v.end for v in disputed)
    return Difference(start, end, tuple(options))
