"""Which articles train, which choose, and which only report: fixed for good in a file.

A new article never moves an old one: it goes where its genre and its region, taken together, are
furthest below the share that each part should have.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from annotator.annotation import Invalid
from annotator.corpus import Entry

SHARES = {"train": 0.6, "dev": 0.2, "test": 0.2}
WHOLE = 10  # how much the share of the whole weighs against those of genre and region


def load(path: Path) -> dict[str, str]:
    """The part of each article, by name; raises Invalid with the line that is wrong."""
    parts: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name, _, part = line.partition("\t")
        if part not in SHARES or name in parts:
            raise Invalid(
                f"{path.name}, line {number}: {line!r}, expected a name and its part once"
            )
        parts[name] = part
    return parts


def extend(parts: Mapping[str, str], entries: Iterable[Entry]) -> dict[str, str]:
    """The same parts, and one for each article that has none yet."""
    every = sorted(entries, key=lambda entry: _digest(entry.name))
    whole = {entry.name: part for entry in every if (part := parts.get(entry.name))}
    counts: dict[tuple[str, str], Counter[str]] = {}

    def groups(entry: Entry) -> list[Counter[str]]:
        keys = [("genre", entry.field("genre")), ("region", entry.field("region")), ("", "")]
        return [counts.setdefault(key, Counter()) for key in keys]

    for entry in every:
        if entry.name in whole:
            for group in groups(entry):
                group[whole[entry.name]] += 1
    for entry in every:
        if entry.name not in whole:
            part = min(SHARES, key=lambda p: _weight(groups(entry), p))
            whole[entry.name] = part
            for group in groups(entry):
                group[part] += 1
    return dict(sorted(whole.items()))


def dumps(parts: Mapping[str, str]) -> str:
    return "".join(f"{name}\t{part}\n" for name, part in sorted(parts.items()))


def _weight(groups: list[Counter[str]], part: str) -> float:
    genre, region, whole = (_fill(group, part) for group in groups)
    return genre + region + WHOLE * whole


def _fill(group: Counter[str], part: str) -> float:
    """How full a part would be with one article more, against what it should then have."""
    return (group[part] + 1) / (SHARES[part] * (sum(group.values()) + 1))


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
