"""Which articles train, which choose, and which only report: fixed for good in a file.

A new article never moves an old one: it goes where its genre, then its region, has fewest for the
share that each part should have; of equals, where the checksum of its name says.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from annotator.annotation import Invalid
from annotator.corpus import Entry

SHARES = {"train": 0.6, "dev": 0.2, "test": 0.2}


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
            part = min(SHARES, key=lambda p: [_fill(group, p) for group in groups(entry)])
            whole[entry.name] = part
            for group in groups(entry):
                group[part] += 1
    return dict(sorted(whole.items()))


def dumps(parts: Mapping[str, str]) -> str:
    return "".join(f"{name}\t{part}\n" for name, part in sorted(parts.items()))


def _fill(group: Counter[str], part: str) -> float:
    """How far a part would be above its share with one article more."""
    return (group[part] + 1) / (sum(group.values()) + 1) - SHARES[part]


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
