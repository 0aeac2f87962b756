"""Checks of the whole corpus, each fault a line; and how far its two passes agree."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from annotator.agreement import PARTS, THRESHOLDS, Agreement, agreement, differences
from annotator.annotation import Invalid
from annotator.corpus import Entry, coverage, read
from annotator.corpus.repeats import repeats
from annotator.corpus.statistics import statistics
from annotator.evaluation import Counts, total
from annotator.formats import markup, native
from annotator.labels import BY_NAME

WORDS = (120, 250)


def faults(folder: Path, entries: Sequence[Entry], parts: Mapping[str, str]) -> Iterator[str]:
    """All that is wrong with the corpus as a whole and with articles that could be read."""
    for entry in entries:
        yield from _faults(entry)
    for sequence, one, other in repeats(entries, _idioms(folder)):
        yield f"{other}: “{sequence}” stands in {one} as well, expected words of its own"
    texts = Counter(entry.record.article.id for entry in entries)
    yield from (
        f"{e.name}: its text stands twice" for e in entries if texts[e.record.article.id] > 1
    )
    names = {entry.name for entry in entries}
    yield from (f"{name}: in no part of the split" for name in sorted(names - parts.keys()))
    yield from (f"{name}: in the split, and no article" for name in sorted(parts.keys() - names))
    wanted = coverage.load(folder / "coverage.toml")
    yield from coverage.missing(statistics(entries), wanted)


def passes(folder: Path) -> Agreement | None:
    """How far the first and the second pass agree; None without a second one."""
    whole = None
    for first, second in _pairs(folder):
        found = agreement(first.annotations, second.annotations, first.text)
        whole = (whole or Agreement()) + found
    return whole


def differing(folder: Path) -> Iterator[str]:
    """Each article in which the passes differ, and below it a line for each difference."""
    for first, second in _pairs(folder):
        lines = list(differences(first.annotations, second.annotations, first.text))
        if lines:
            yield first.name
            yield from (f"  {line}" for line in lines)


def shown(found: Agreement) -> str:
    """A table of agreement: labels, quotes by overlap, parts of quotes."""
    table = [("", "F1", "both", "first", "second")]
    rows: list[tuple[str, Counts]] = [*found.entities.items()]
    rows.append(("all entities", total(found.entities)))
    rows += [(f"quotes at {t}", found.quotes[t]) for t in THRESHOLDS]
    for name, c in rows:
        f1 = "–" if c.f1 is None else f"{c.f1:.3f}"
        table.append((name, f1, str(c.tp), str(c.gold), str(c.predicted)))
    for part in PARTS:
        same, of = found.parts[part]
        table.append((part, f"{same / of:.3f}" if of else "–", str(same), str(of), str(of)))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in table
    )


def _pairs(folder: Path) -> Iterator[tuple[Entry, Entry]]:
    firsts = _pass(folder / "passes" / "first")
    seconds = _pass(folder / "passes" / "second")
    for name in sorted(firsts.keys() & seconds.keys()):
        if firsts[name].text != seconds[name].text:
            raise Invalid(f"{name}: the two passes have different texts")
        yield firsts[name], seconds[name]


def _pass(folder: Path) -> dict[str, Entry]:
    found = {}
    for entry in read(sorted(folder.glob("*.txt"))):
        if isinstance(entry, Invalid):
            raise entry
        found[entry.name] = entry
    return found


def _faults(entry: Entry) -> Iterator[str]:
    article = entry.record.article
    count = len(article.text.split())
    if not WORDS[0] <= count <= WORDS[1]:
        yield f"{entry.name}: {count} words, expected {WORDS[0]} to {WORDS[1]}"
    for entity in entry.annotations.entities:
        surface = entity.span.surface(article.text)
        if entity.label not in BY_NAME:
            yield f"{entry.name}: {entity.label} of {surface!r}, expected a label of the scheme"
        if not entity.name:
            yield f"{entry.name}: {surface!r} has no name, expected one"
    for quote in entry.annotations.quotes:
        if quote.speaker and quote.speaker_status == "unknown":
            surface = article.text[quote.start : quote.end][:40]
            yield f"{entry.name}: {surface!r} has a speaker, expected its name or (unnamed)"
    for name in ("genre", "region", "english", "marks"):
        if not entry.field(name):
            yield f"{entry.name}: no {name}, expected one"
    line = native.dumps(entry.record)
    (again,) = native.loads([line])
    same = not isinstance(again, Invalid) and markup.dumps(again) == markup.dumps(entry.record)
    if not same or json.loads(line)["id"] != article.id:
        yield f"{entry.name}: the native format does not give it back"


def _idioms(folder: Path) -> list[str]:
    path = folder / "idioms.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [line for line in lines if line and not line.startswith("#")]
