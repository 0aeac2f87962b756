"""The commands ``evaluate`` and ``agree``: systems against gold, and people with one another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annotator.annotation import Invalid
from annotator.terminal import complain, progress, write

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from annotator.evaluation.intervals import Difference
    from annotator.evaluation.report import Compared
    from annotator.formats.native import Record
    from annotator.measuring import Predict


def evaluate(arguments: argparse.Namespace) -> int:
    """Print how well a system does against gold files or the corpus, beside another if wished."""
    from annotator import measuring
    from annotator.evaluation.report import Report

    every, bad = _gold(arguments)
    if every is None:
        return 1
    records = [r for r in every if arguments.by in (None, r.annotator)]
    if not records:
        of = f" by {arguments.by}" if arguments.by else ""
        return complain(f"no gold{of} in {arguments.gold}: mark an article as done first")
    systems = [str(arguments.predicted or arguments.annotator or arguments.pipeline)]
    systems += [arguments.against] if arguments.against else []
    compared: list[list[Compared | None]] = []
    titles = []
    for name in systems:
        title, predict, who = _system(name, every)
        titles.append(title)
        found = []
        for number, one in enumerate(measuring.measure(records, predict, who), 1):
            found.append(one)
            progress(f"{title}: {number} of {len(records)}")
        compared.append(found)
    progress("")
    reports = [Report([one for one in found if one]) for found in compared]
    if len({len(found) for found in compared}) == 1 < len(compared):
        reports = list(measuring.paired(*compared))
    for title, report, found in zip(titles, reports, compared, strict=True):
        print(f"{title} against {len(report.articles)} annotated articles")
        if silent := len(found) - len(report.articles):
            print(f"{silent} articles left out: no predictions")
        print(f"\n{measuring.in_words(report)}\n")
    if len(reports) > 1:
        _print(measuring.differences(*reports), f"{titles[1]} less {titles[0]}")
    if len(compared[0]) == len(records) and any(record.origin.blind for record in records):
        bias = measuring.bias(records, compared[0])
        blind, corrected = len(bias.blind.articles), len(bias.suggested.articles)
        print(f"{blind} articles read blind, {corrected} with suggestions")
        _print(bias.differences(), f"{titles[0]}, corrected less blind")
    if arguments.errors:
        write(measuring.errors_csv(reports[0].errors()), arguments.errors)
    return 1 if bad else 0


def agree(arguments: argparse.Namespace) -> int:
    """Print how far the annotators of the gold agree, in pairs and beyond chance."""
    from annotator import measuring
    from annotator.reliability import in_words, reliability

    every, bad = _gold(arguments)
    if every is None:
        return 1
    found = reliability(measuring.side_by_side(every))
    if not found.pairs:
        return complain("no article has the work of two annotators who are done with it")
    print(in_words(found))
    return 1 if bad else 0


def _gold(arguments: argparse.Namespace) -> tuple[list[Record] | None, int]:
    """The gold records, and how many lines are none; None where there is no gold at all."""
    from annotator import config, gold, releases
    from annotator.corpus import part

    if not arguments.corpus and not arguments.gold.exists():
        complain(
            f"no gold at {arguments.gold}: mark an article as done, or name a folder with --gold"
        )
        return None, 0
    found: Iterable[Record | Invalid]
    if arguments.corpus:
        found = part(config.ROOT / "data" / "corpus", arguments.corpus)
    elif arguments.release:
        found = releases.load(arguments.gold / releases.FOLDER / arguments.release)
    else:
        found = gold.read(arguments.gold)
    records, bad = [], 0
    for one in found:
        if isinstance(one, Invalid):
            bad += complain(str(one))
        elif arguments.part in (None, releases.part_of(one.article.id)):
            records.append(one)
    return records, bad


def _system(name: str, records: list[Record]) -> tuple[str, Predict, str | None]:
    """The title of a system and what it says: a person of the gold, a file, or a pipeline."""
    from annotator import gold, measuring, pipelines

    if name in {record.annotator for record in records}:
        return name, measuring.by_records(records, name), name
    if name.endswith(".jsonl"):
        return name, measuring.by_records(gold.read(Path(name))), None
    pipeline = pipelines.load(name)
    return pipeline.name, measuring.by_pipeline(pipeline), None


def _print(differences: Mapping[str, Difference | None], what: str) -> None:
    for layer, difference in differences.items():
        if difference is not None:
            low, high = difference.interval.low, difference.interval.high
            print(
                f"{layer}: {what}: F1 {difference.f1:+.3f} "
                f"({low:+.3f} to {high:+.3f}), p = {difference.p:.4f}"
            )
