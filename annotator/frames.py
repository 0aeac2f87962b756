"""Counts of the store and of the scorers as tidy tables, one observation a row.

Every table has the same columns and types however many rows there are, none included. Rows are
mappings with (at least) the columns' names, or tuples in their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import Any, Protocol

import pandas as pd

from annotator.evaluation import quote_scores
from annotator.evaluation.entities import Outcome
from annotator.evaluation.figures import Figure
from annotator.evaluation.report import Error
from annotator.reliability import Pair

DATE = "datetime64[us]"

LABEL_COUNTS = {"label": "str", "mentions": "int64"}
NAME_COUNTS = {"name": "str", "label": "str", "mentions": "int64", "articles": "int64"}
FIGURES = {
    "system": "str",
    "name": "str",
    "precision": "float64",
    "recall": "float64",
    "f1": "float64",
    "low": "float64",
    "high": "float64",
    "gold": "float64",
    "predicted": "float64",
}
SCHEMES = {
    "scheme": "str",
    **dict.fromkeys(("precision", "recall", "f1"), "float64"),
    **dict.fromkeys(("correct", "incorrect", "partial", "missed", "spurious"), "int64"),
}
TALLIES = {
    "what": "str",
    **dict.fromkeys(("precision", "recall", "f1", "gold", "predicted"), "float64"),
}
AGREEMENT = {
    "one": "str",
    "other": "str",
    "articles": "int64",
    **dict.fromkeys(
        (
            *("F1 strict", "F1 partial", "κ on tokens", "α on spans"),
            *("F1 of quotes", "α on quotes", "same speaker"),
        ),
        "float64",
    ),
}
CONFUSION = {"gold": "str", "predicted": "str", "mentions": "int64", "share": "float64"}
ERRORS = {
    "error": "str",
    "surface": "str",
    "gold": "str",
    "predicted": "str",
    "title": "str",
    "layer": "str",
}
MISSED, SPURIOUS = "(missed)", "(not in gold)"

Rows = Sequence[Mapping[str, Any]] | Sequence[tuple[Any, ...]]


def label_counts(rows: Rows) -> pd.DataFrame:
    """Labels with their number of mentions, counted beforehand, most first."""
    return _frame(rows, LABEL_COUNTS).sort_values(
        ["mentions", "label"], ascending=[False, True], ignore_index=True
    )


def name_counts(rows: Rows) -> pd.DataFrame:
    """Names of a label with their numbers of mentions and articles, counted beforehand."""
    return _most_first(_frame(rows, NAME_COUNTS))


def figures(systems: Mapping[str, Iterable[Figure]]) -> pd.DataFrame:
    """Figures of one or two systems in their order; NaN where one is undefined."""
    rows = [
        (
            *(system, f.name, f.precision, f.recall, f.f1),
            *((f.interval.low, f.interval.high) if f.interval else (None, None)),
            *(f.gold, f.predicted),
        )
        for system, given in systems.items()
        for f in given
    ]
    return _frame(rows, FIGURES)


def schemes(counted: Mapping[str, Outcome]) -> pd.DataFrame:
    """The figures of each scheme, micro-averaged."""
    rows = [
        (name, o.precision, o.recall, o.f1, o.correct, o.incorrect, o.partial, o.missed, o.spurious)
        for name, o in counted.items()
    ]
    return _frame(rows, SCHEMES)


def tallies(scores: quote_scores.Scores) -> pd.DataFrame:
    """Figures of quotes: of each subset by overlap, then of each part of those that match."""
    keys = [*product(quote_scores.SUBSETS, quote_scores.OVERLAPS)]
    rows: list[tuple[Any, ...]] = [
        (f"{subset}, exact" if least == 1 else f"{subset}, overlap {least}",
         t.precision, t.recall, t.f1, t.gold, t.predicted)
        for subset, least in keys if (t := scores[subset, least])
    ]  # fmt: skip
    for part in quote_scores.PARTS:
        t = scores[part, quote_scores.MATCHED]
        rows.append((f"{part}, given the content", None, t.recall, None, t.gold, None))
    return _frame(rows, TALLIES)


def confusion(counted: Mapping[tuple[str | None, str | None], int]) -> pd.DataFrame:
    """Which gold label was predicted as which, with its share of the gold label's mentions."""
    whole: dict[str | None, int] = {}
    for (gold, _), mentions in counted.items():
        whole[gold] = whole.get(gold, 0) + mentions
    rows = [
        (gold or SPURIOUS, predicted or MISSED, mentions, mentions / whole[gold])
        for (gold, predicted), mentions in counted.items()
    ]
    return _frame(rows, CONFUSION).sort_values(["gold", "predicted"], ignore_index=True)


def agreement(pairs: Mapping[tuple[str, str], Pair]) -> pd.DataFrame:
    """Figures of each pair of annotators."""
    rows = [
        (
            *(one, other, pair.articles, pair.strict, pair.partial.f1, pair.kappa.value),
            *(pair.span_alpha.value, pair.quotes.f1, pair.quote_alpha.value, pair.same_speaker),
        )
        for (one, other), pair in pairs.items()
    ]
    return _frame(rows, AGREEMENT)


def errors(found: Iterable[Error], titles: Mapping[str, str]) -> pd.DataFrame:
    """Errors one a row, in their order, with the titles of their articles."""
    rows = [
        (e.error, e.surface, e.gold, e.predicted, titles.get(e.article, e.article), e.layer)
        for e in found
    ]
    return _frame(rows, ERRORS)


def _frame(rows: Rows, columns: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(columns))


def _most_first(counted: pd.DataFrame) -> pd.DataFrame:
    return counted.sort_values(
        ["mentions", "articles", "name", "label"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )


PROGRESS = {"day": DATE, "annotator": "str", "done": "int64", "cumulative": "int64"}


class Finished(Protocol):
    """What an annotator finished on one day, an ISO date."""

    @property
    def day(self) -> str: ...
    @property
    def annotator(self) -> str: ...
    @property
    def done(self) -> int: ...


def progress(days: Iterable[Finished]) -> pd.DataFrame:
    """Articles done on each day and until then, by annotator, from their first day to the last.

    The last day is that of all, so that every line ends where the others do; days on which
    nothing was done are there as well.
    """
    counted = _frame([(d.day, d.annotator, d.done, 0) for d in days], PROGRESS)
    parts = [counted.head(0)]
    for annotator, own in counted.groupby("annotator"):
        every = pd.date_range(own["day"].min(), counted["day"].max(), name="day")
        done = own.groupby("day")["done"].sum().reindex(every, fill_value=0)
        part = pd.DataFrame({"done": done, "cumulative": done.cumsum(), "annotator": annotator})
        parts.append(part.reset_index())
    return pd.concat(parts, ignore_index=True)[list(PROGRESS)].astype(PROGRESS)


# What the charts of news and voices take, by what it is.
NEWS = {
    "rising": {"name": "str", "label": "str"}
    | dict.fromkeys(("before", "after", "change"), "float64"),
    "company": {"one": "str", "other": "str", "articles": "int64", "lift": "float64"},
    "companions": {"name": "str", "label": "str", "articles": "int64", "lift": "float64"},
    "speakers": {"speaker": "str", "kind": "str", "words": "int64", "quotes": "int64"},
    "outlets": {"outlet": "str"}
    | dict.fromkeys(("named", "unnamed", "unknown"), "int64")
    | {"effective": "float64", "top": "str", "top_share": "float64"},
    "silent": {"name": "str", "label": "str", "mentions": "int64", "words": "int64"},
    "estimates": {"what": "str"}
    | dict.fromkeys(("counted", "estimate", "low", "high"), "float64")
    | {"seen": "int64"},
    "cues": {"speaker": "str", "cue": "str", "quotes": "int64", "share": "float64"},
}
SERIES = {"period": DATE, "series": "str", "mentions": "int64"}
KINDS = {"period": DATE, "kind": "str", "quotes": "int64", "share": "float64"}
STEPS = {"day": "D", "week": "W-MON", "month": "MS"}


def news(what: str, rows: Rows) -> pd.DataFrame:
    """Rows counted beforehand, with the columns that the chart of this name takes."""
    return _frame(rows, NEWS[what])


def series(rows: Rows, unit: str, *, most: int = 6) -> pd.DataFrame:
    """Mentions by period, of the most frequent series; a period without any has a zero."""
    counted = _frame(rows, SERIES)
    top = counted.groupby("series")["mentions"].sum().sort_values(ascending=False, kind="stable")
    kept = counted[counted["series"].isin(top.index[:most])]
    if kept.empty:
        return kept
    every = pd.date_range(counted["period"].min(), counted["period"].max(), freq=STEPS[unit])
    index = pd.MultiIndex.from_product([every, top.index[:most]], names=["period", "series"])
    filled = kept.set_index(["period", "series"])["mentions"].reindex(index, fill_value=0)
    return filled.reset_index().astype(SERIES)


def kinds(rows: Rows) -> pd.DataFrame:
    """Shares of the kinds of quotes by period."""
    return _frame(rows, KINDS)
