"""Counts of the store and of the scorers as tidy tables, one observation a row.

Every table has the same columns and types however many rows there are, none included. Rows are
mappings with (at least) the columns' names, or tuples in their order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from annotator.evaluation import Counts, total

TOTAL = "total"

DATE = "datetime64[us]"

LABEL_COUNTS = {"label": "str", "mentions": "int64"}
NAME_COUNTS = {"name": "str", "label": "str", "mentions": "int64", "articles": "int64"}
PUBLISHED_COUNTS = {"published": "str", "mentions": "int64"}
DATE_COUNTS = {"date": DATE, "precision": "str", "mentions": "int64"}
SCORES = {
    "label": "str",
    "precision": "float64",
    "recall": "float64",
    "f1": "float64",
    "tp": "int64",
    "fp": "int64",
    "fn": "int64",
    "gold": "int64",
}

PERIODS = {
    "day": (r"\d{4}-\d{2}-\d{2}", ""),
    "month": (r"\d{4}-\d{2}", "-01"),
    "year": (r"\d{4}", "-01-01"),
}

Rows = Sequence[Mapping[str, Any]] | Sequence[tuple[Any, ...]]


def label_counts(rows: Rows) -> pd.DataFrame:
    """Labels with their number of mentions, counted beforehand, most first."""
    return _frame(rows, LABEL_COUNTS).sort_values(
        ["mentions", "label"], ascending=[False, True], ignore_index=True
    )


def name_counts(rows: Rows) -> pd.DataFrame:
    """Names of a label with their numbers of mentions and articles, counted beforehand."""
    return _most_first(_frame(rows, NAME_COUNTS))


def date_counts(rows: Rows) -> pd.DataFrame:
    """Mentions by date and by how precisely it is known, from rows counted by ``published``.

    A month or a year stands at its first day; what is no date does not count.
    """
    return _dated(_frame(rows, PUBLISHED_COUNTS))


def scores(counts: Mapping[str, Counts]) -> pd.DataFrame:
    """Scores by label, most gold first, the micro-averaged total last; NaN where undefined."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1].gold, pair[0]))
    if ordered:
        ordered.append((TOTAL, total(counts)))
    rows = [(label, c.precision, c.recall, c.f1, c.tp, c.fp, c.fn, c.gold) for label, c in ordered]
    return _frame(rows, SCORES)


def _frame(rows: Rows, columns: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(columns)).astype(dict(columns))


def _most_first(counted: pd.DataFrame) -> pd.DataFrame:
    return counted.sort_values(
        ["mentions", "articles", "name", "label"],
        ascending=[False, False, True, True],
        ignore_index=True,
    )


def _dated(counted: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for precision, (pattern, rest) in PERIODS.items():
        of_period = counted[counted["published"].str.fullmatch(pattern, na=False)]
        # What looks like a date but is none (30 February) is as good as undated.
        dates = pd.to_datetime(of_period["published"] + rest, format="%Y-%m-%d", errors="coerce")
        parts.append(of_period.assign(date=dates.astype(DATE), precision=precision))
    dated = pd.concat(parts).astype({"precision": "str"}).dropna(subset="date")
    summed = dated.groupby(["date", "precision"])["mentions"].sum().reset_index()
    return summed.astype(DATE_COUNTS).sort_values(["date", "precision"], ignore_index=True)
