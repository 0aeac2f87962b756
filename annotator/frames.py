"""Rows of the store and counts of the scorers as tidy tables, one observation a row.

Every table has the same columns and types however many rows there are, none included. Rows are
mappings with (at least) the columns' names, or tuples in their order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from annotator.evaluation import Counts, total

TOTAL = "total"

MOMENT = "datetime64[us, UTC]"
DATE = "datetime64[us]"

ARTICLES = {
    "id": "str",
    "headline": "str",
    "published": "str",
    "source": "str",
    "status": "str",
    "mentions": "int64",
    "quotes": "int64",
    "words": "int64",
    "added": MOMENT,
}
MENTIONS = {
    "article": "str",
    "headline": "str",
    "published": "str",
    "source": "str",
    "label": "str",
    "name": "str",
    "surface": "str",
    "start": "int64",
    "end": "int64",
    "decision": "str",
}
QUOTES = {
    "article": "str",
    "headline": "str",
    "published": "str",
    "source": "str",
    "kind": "str",
    "speaker": "str",
    "speaker_status": "str",
    "content": "str",
    "start": "int64",
    "end": "int64",
    "decision": "str",
}
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


def articles(rows: Rows) -> pd.DataFrame:
    """One row an article; ``words``, ``mentions`` and ``quotes`` are counts, ``added`` is UTC."""
    return _frame(rows, ARTICLES)


def mentions(rows: Rows) -> pd.DataFrame:
    """One row a mention; ``start`` and ``end`` are code points, half-open."""
    return _frame(rows, MENTIONS)


def quotes(rows: Rows) -> pd.DataFrame:
    """One row a quote; ``start`` and ``end`` are code points, from first to last content."""
    return _frame(rows, QUOTES)


def label_counts(rows: Rows) -> pd.DataFrame:
    """Labels with their number of mentions, counted beforehand, most first."""
    return _frame(rows, LABEL_COUNTS).sort_values(
        ["mentions", "label"], ascending=[False, True], ignore_index=True
    )


def name_counts(rows: Rows) -> pd.DataFrame:
    """Names of a label with their numbers of mentions and articles, counted beforehand."""
    return _most_first(_frame(rows, NAME_COUNTS))


def date_counts(rows: Rows) -> pd.DataFrame:
    """As ``by_date``, from rows that were counted beforehand by what is in ``published``."""
    return _dated(_frame(rows, PUBLISHED_COUNTS))


def scores(counts: Mapping[str, Counts]) -> pd.DataFrame:
    """Scores by label, most gold first, the micro-averaged total last; NaN where undefined."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1].gold, pair[0]))
    if ordered:
        ordered.append((TOTAL, total(counts)))
    rows = [(label, c.precision, c.recall, c.f1, c.tp, c.fp, c.fn, c.gold) for label, c in ordered]
    return _frame(rows, SCORES)


def by_label(mentions: pd.DataFrame) -> pd.DataFrame:
    """How many mentions each label has, most first; rejected ones do not count."""
    counted = _standing(mentions).groupby("label").size().rename("mentions").reset_index()
    return label_counts(counted.to_dict("records"))


def top_names(
    mentions: pd.DataFrame, label: str | None = None, limit: int | None = 20
) -> pd.DataFrame:
    """The names mentioned most, at most ``limit``, with their mentions and articles.

    A mention without a name counts under its surface; one name under two labels is two rows;
    rejected mentions do not count.
    """
    standing = _standing(mentions)
    if label is not None:
        standing = standing[standing["label"] == label]
    named = standing.assign(name=standing["name"].fillna(standing["surface"]))
    counted = named.groupby(["name", "label"]).agg(
        mentions=("article", "size"), articles=("article", "nunique")
    )
    return _most_first(counted.reset_index().astype(NAME_COUNTS)).head(limit)


def by_date(mentions: pd.DataFrame) -> pd.DataFrame:
    """Mentions by their article's date and by how precisely it is known: day, month or year.

    A month or a year stands at its first day. Undated and rejected mentions do not count.
    """
    return _dated(_standing(mentions).assign(mentions=1)[list(PUBLISHED_COUNTS)])


def _frame(rows: Rows, columns: Mapping[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(columns))
    for name, kind in columns.items():
        if kind == MOMENT:
            frame[name] = pd.to_datetime(frame[name], utc=True, format="ISO8601")
    return frame.astype(dict(columns))


def _standing(mentions: pd.DataFrame) -> pd.DataFrame:
    return mentions[mentions["decision"].ne("rejected")]


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
