from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from annotator import frames
from annotator.annotation import Span
from annotator.evaluation.figures import Figure
from annotator.evaluation.intervals import Interval
from annotator.evaluation.report import Error


def records(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(frame.itertuples(index=False, name=None))


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {column: str(kind) for column, kind in frame.dtypes.items()}


TABLES: dict[str, tuple[Callable[[Any], pd.DataFrame], dict[str, Any]]] = {
    "labels": (frames.label_counts, {"label": "ORG", "mentions": 3}),
    "names": (
        frames.name_counts,
        {"name": "UN", "label": "ORG", "mentions": 3, "articles": 1},
    ),
}


@pytest.mark.parametrize(("make", "row"), TABLES.values(), ids=TABLES.keys())
def test_a_table_has_the_same_columns_and_types_however_many_rows(
    make: Callable[[Any], pd.DataFrame], row: dict[str, Any]
) -> None:
    assert list(make([])) == list(row)
    assert kinds(make([])) == kinds(make([row]))
    assert len(make([])) == 0


@pytest.mark.parametrize(("make", "row"), TABLES.values(), ids=TABLES.keys())
def test_rows_may_be_mappings_with_more_columns_or_tuples(
    make: Callable[[Any], pd.DataFrame], row: dict[str, Any]
) -> None:
    pd.testing.assert_frame_equal(make([{"more": 1, **row}]), make([tuple(row.values())]))


@pytest.mark.parametrize(
    "empty", [frames.date_counts([]), frames.figures({})], ids=["dates", "figures"]
)
def test_counting_nothing_gives_an_empty_table_of_the_right_types(empty: pd.DataFrame) -> None:
    expected = {
        "label": "str",
        "precision": "str" if "date" in empty else "float64",
        "recall": "float64",
        "f1": "float64",
        **dict.fromkeys(("low", "high", "gold", "predicted"), "float64"),
        **dict.fromkeys(("system", "name"), "str"),
        "date": "datetime64[us]",
    }
    assert len(empty) == 0
    assert kinds(empty) == {column: expected.get(column, "int64") for column in empty}


def test_most_mentions_stand_first() -> None:
    rows = [("Kabul", "GPE", 1, 1), ("UN", "ORG", 3, 2), ("Ann Doe", "PERSON", 3, 3)]
    assert [name for name, *_ in records(frames.name_counts(rows))] == ["Ann Doe", "UN", "Kabul"]
    assert records(frames.label_counts([("GPE", 1), ("ORG", 6)])) == [("ORG", 6), ("GPE", 1)]


def test_mentions_are_counted_by_date_and_by_how_well_it_is_known() -> None:
    published = ["2024-11-07", "2024-11-01", "2024-11", "2024-11-07", "2024"]
    assert records(frames.date_counts([(p, 1) for p in published])) == [
        (pd.Timestamp("2024-01-01"), "year", 1),
        (pd.Timestamp("2024-11-01"), "day", 1),
        (pd.Timestamp("2024-11-01"), "month", 1),
        (pd.Timestamp("2024-11-07"), "day", 2),
    ]


@pytest.mark.parametrize(
    "published", [None, "", "yesterday", "2024-02-30", "2024-13", "20241107", "2024-11-07T10:00"]
)
def test_what_is_no_date_is_not_counted_by_date(published: str | None) -> None:
    assert len(frames.date_counts([(published, 1)])) == 0


def test_rows_counted_beforehand_add_up_by_date() -> None:
    rows = [
        {"published": "2024-11-07", "label": "ORG", "mentions": 3},
        {"published": "2024-11-07", "label": "GPE", "mentions": 4},
        {"published": None, "label": "GPE", "mentions": 5},
    ]
    assert records(frames.date_counts(rows)) == [(pd.Timestamp("2024-11-07"), "day", 7)]


def test_figures_keep_their_order_system_by_system() -> None:
    org = Figure("ORG", 0.75, 0.6, 2 / 3, Interval(0.5, 0.8), 10, 8)
    law = Figure("LAW", 0.0, None, 0.0, None, 0, 2)
    frame = frames.figures({"a": [org, law], "b": [org]})
    assert list(zip(frame["system"], frame["name"], strict=True)) == [
        ("a", "ORG"),
        ("a", "LAW"),
        ("b", "ORG"),
    ]
    assert frame.loc[0, ["precision", "recall", "f1", "low", "high"]].tolist() == [
        *(0.75, 0.6, 2 / 3),
        *(0.5, 0.8),
    ]


def test_an_undefined_figure_is_missing_and_no_zero() -> None:
    frame = frames.figures({"a": [Figure("LAW", 0.0, None, 0.0, None, 0, 2)]})
    assert math.isnan(frame["recall"][0])
    assert math.isnan(frame["low"][0])
    assert frame["precision"][0] == 0.0
    assert frame["f1"][0] == 0.0


def test_confusion_has_the_share_of_the_gold_label() -> None:
    frame = frames.confusion({("ORG", "ORG"): 3, ("ORG", None): 1, (None, "GPE"): 2})
    assert records(frame) == [
        ("(not in gold)", "GPE", 2, 1.0),
        ("ORG", "(missed)", 1, 0.25),
        ("ORG", "ORG", 3, 0.75),
    ]


def test_errors_bear_the_titles_of_their_articles() -> None:
    error = Error("a1", "entities", "missed", Span(0, 4), "Oslo", "GPE Oslo", "")
    assert records(frames.errors([error], {"a1": "Rain"})) == [
        ("missed", "Oslo", "GPE Oslo", "", "Rain", "entities")
    ]
