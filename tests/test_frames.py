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


def test_counting_nothing_gives_an_empty_table_of_the_right_types() -> None:
    empty = frames.figures({})
    assert len(empty) == 0
    assert kinds(empty) == {
        **dict.fromkeys(("system", "name"), "str"),
        **dict.fromkeys(("precision", "recall", "f1"), "float64"),
        **dict.fromkeys(("low", "high", "gold", "predicted"), "float64"),
    }


def test_most_mentions_stand_first() -> None:
    rows = [("Kabul", "GPE", 1, 1), ("UN", "ORG", 3, 2), ("Ann Doe", "PERSON", 3, 3)]
    assert [name for name, *_ in records(frames.name_counts(rows))] == ["Ann Doe", "UN", "Kabul"]
    assert records(frames.label_counts([("GPE", 1), ("ORG", 6)])) == [("ORG", 6), ("GPE", 1)]


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
