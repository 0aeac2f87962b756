"""What the corpus must hold, and what of it is missing."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.corpus.classes import FORMS, SPEAKERS
from annotator.corpus.statistics import Statistics


def load(path: Path) -> dict[str, Any]:
    """The table of what must occur: numbers, and numbers by name in groups."""
    with path.open("rb") as file:
        return tomllib.load(file)


def missing(found: Statistics, wanted: Mapping[str, Any]) -> Iterator[str]:
    """A line for each number that is not reached: what, how many there are, how many must be."""
    for name in wanted.get("classes", {}).keys() - {*FORMS, *SPEAKERS}:
        yield f"classes {name}: no class of quotes, expected one of {', '.join(FORMS + SPEAKERS)}"
    for group, least in wanted.items():
        if isinstance(least, int):
            counted = getattr(found, group)
            if counted < least:
                yield f"{group.replace('_', ' ')}: {counted}, expected at least {least}"
            continue
        counts = found.fields[group] if group in found.fields else getattr(found, group)
        for name, number in least.items():
            if counts[name] < number:
                yield f"{group} {name}: {counts[name]}, expected at least {number}"
