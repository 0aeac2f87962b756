"""The figures of a report that people look at first, each with its interval."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.evaluation import quote_scores
from annotator.evaluation.counts import total
from annotator.evaluation.intervals import Interval, intervals
from annotator.evaluation.report import Report

ALL = "all entities"
CONTENT = tuple(("all", least) for least in quote_scores.OVERLAPS)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a report with its interval."""

    name: str
    precision: float | None
    recall: float | None
    f1: float | None
    interval: Interval | None
    gold: float
    predicted: float


def figures(report: Report) -> list[Figure]:
    """Entities by label and together, and quotes by overlap, with intervals of F1."""
    found = []
    by_support = sorted(report.entities.items(), key=lambda pair: -pair[1].gold)
    for label, counts in ((None, total(report.entities)), *by_support):
        if counts.gold or counts.predicted:
            interval = intervals(report.triples(label))["f1"]
            shares = (counts.precision, counts.recall, counts.f1)
            name = label or ALL
            found.append(Figure(name, *shares, interval, counts.gold, counts.predicted))
    for subset, least in CONTENT:
        tally = report.quotes[subset, least]
        if tally.gold or tally.predicted:
            interval = intervals(report.quote_triples(subset, least))["f1"]
            name = "quotes, exact" if least == 1 else f"quotes, overlap {least}"
            shares = (tally.precision, tally.recall, tally.f1)
            found.append(Figure(name, *shares, interval, tally.gold, tally.predicted))
    return found
