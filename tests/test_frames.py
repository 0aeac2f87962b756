from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from annotator import frames
from annotator.evaluation import Counts


def mention(surface: str = "UN", **changed: Any) -> dict[str, Any]:
    return {
        "article": "a1",
        "headline": "Rain fell",
        "published": "2024-11-07",
        "source": None,
        "label": "ORG",
        "name": None,
        "surface": surface,
        "start": 0,
        "end": len(surface),
        "decision": None,
        **changed,
    }


def table(*rows: dict[str, Any]) -> pd.DataFrame:
    return frames.mentions(rows)


def records(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(frame.itertuples(index=False, name=None))


def kinds(frame: pd.DataFrame) -> dict[str, str]:
    return {column: str(kind) for column, kind in frame.dtypes.items()}


ARTICLE = {
    "id": "a1",
    "headline": "Rain fell",
    "published": None,
    "source": "Daily",
    "status": "new",
    "mentions": 3,
    "quotes": 0,
    "words": 120,
    "added": "2024-11-07T10:11:12.123456+00:00",
}
QUOTE = {
    "article": "a1",
    "headline": "Rain fell",
    "published": "2024",
    "source": None,
    "kind": "direct",
    "speaker": None,
    "speaker_status": "unknown",
    "content": "“We closed”",
    "start": 0,
    "end": 11,
    "decision": None,
}
TABLES: dict[str, tuple[Callable[[Any], pd.DataFrame], dict[str, Any]]] = {
    "articles": (frames.articles, ARTICLE),
    "mentions": (frames.mentions, mention()),
    "quotes": (frames.quotes, QUOTE),
    "label counts": (frames.label_counts, {"label": "ORG", "mentions": 3}),
    "name counts": (
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


def test_what_is_unknown_is_missing_in_a_table() -> None:
    frame = frames.articles([ARTICLE])
    assert frame["published"].isna().all()
    assert frame["source"].tolist() == ["Daily"]


def test_the_moment_an_article_was_added_is_a_moment_in_utc() -> None:
    frame = frames.articles([ARTICLE])
    assert frame["added"][0] == pd.Timestamp("2024-11-07 10:11:12.123456", tz="UTC")


@pytest.mark.parametrize(
    "empty",
    [
        frames.by_label(table()),
        frames.top_names(table()),
        frames.by_date(table()),
        frames.date_counts([]),
        frames.scores({}),
    ],
    ids=["by_label", "top_names", "by_date", "date_counts", "scores"],
)
def test_counting_nothing_gives_an_empty_table_of_the_right_types(empty: pd.DataFrame) -> None:
    expected = {
        "name": "str",
        "label": "str",
        "precision": "str" if "date" in empty else "float64",
        "recall": "float64",
        "f1": "float64",
        "date": "datetime64[us]",
    }
    assert len(empty) == 0
    assert kinds(empty) == {column: expected.get(column, "int64") for column in empty}


def test_labels_are_counted_most_first_without_the_rejected() -> None:
    frame = table(
        mention(label="GPE"),
        mention(),
        mention(decision="accepted"),
        mention(label="LAW", decision="rejected"),
        mention(label="DATE"),
    )
    assert records(frames.by_label(frame)) == [("ORG", 2), ("DATE", 1), ("GPE", 1)]


def test_names_are_counted_over_mentions_and_articles() -> None:
    frame = table(
        mention(name="United Nations"),
        mention("The UN", name="United Nations", article="a2"),
        mention("United Nations", article="a2"),
        mention("Kabul", label="GPE"),
    )
    assert records(frames.top_names(frame)) == [
        ("United Nations", "ORG", 3, 2),
        ("Kabul", "GPE", 1, 1),
    ]


def test_a_name_under_two_labels_is_two_rows() -> None:
    frame = table(mention("Washington", label="GPE"), mention("Washington", label="PERSON"))
    assert records(frames.top_names(frame)) == [
        ("Washington", "GPE", 1, 1),
        ("Washington", "PERSON", 1, 1),
    ]


def test_names_of_one_label_are_counted_alone() -> None:
    frame = table(mention(), mention("Kabul", label="GPE"))
    assert records(frames.top_names(frame, "GPE")) == [("Kabul", "GPE", 1, 1)]
    assert records(frames.top_names(frame, "LAW")) == []


def test_no_more_names_than_the_limit_are_given() -> None:
    frame = table(*(mention(f"N{i:02}") for i in range(30)))
    assert len(frames.top_names(frame)) == 20
    assert len(frames.top_names(frame, limit=3)) == 3
    assert len(frames.top_names(frame, limit=None)) == 30


def test_rejected_mentions_have_no_name_and_no_date() -> None:
    frame = table(mention(decision="rejected"))
    assert len(frames.top_names(frame)) == 0
    assert len(frames.by_date(frame)) == 0


def test_mentions_are_counted_by_date_and_by_how_well_it_is_known() -> None:
    published = ["2024-11-07", "2024-11-01", "2024-11", "2024-11-07", "2024"]
    frame = table(*(mention(published=p) for p in published))
    assert records(frames.by_date(frame)) == [
        (pd.Timestamp("2024-01-01"), "year", 1),
        (pd.Timestamp("2024-11-01"), "day", 1),
        (pd.Timestamp("2024-11-01"), "month", 1),
        (pd.Timestamp("2024-11-07"), "day", 2),
    ]


@pytest.mark.parametrize(
    "published", [None, "", "yesterday", "2024-02-30", "2024-13", "20241107", "2024-11-07T10:00"]
)
def test_what_is_no_date_is_not_counted_by_date(published: str | None) -> None:
    assert len(frames.by_date(table(mention(published=published)))) == 0


def test_rows_counted_beforehand_add_up_by_date() -> None:
    rows = [
        {"published": "2024-11-07", "label": "ORG", "mentions": 3},
        {"published": "2024-11-07", "label": "GPE", "mentions": 4},
        {"published": None, "label": "GPE", "mentions": 5},
    ]
    assert records(frames.date_counts(rows)) == [(pd.Timestamp("2024-11-07"), "day", 7)]


def test_scores_stand_in_order_of_gold_with_the_total_last() -> None:
    frame = frames.scores({"GPE": Counts(1, 0, 1), "LAW": Counts(0, 2, 0), "ORG": Counts(6, 2, 4)})
    assert frame["label"].tolist() == ["ORG", "GPE", "LAW", "total"]
    assert frame["gold"].tolist() == [10, 2, 0, 12]
    assert frame.loc[0, ["precision", "recall", "f1"]].tolist() == [0.75, 0.6, 2 / 3]
    assert frame.loc[3, ["tp", "fp", "fn"]].tolist() == [7, 4, 5]


def test_an_undefined_score_is_missing_and_no_zero() -> None:
    frame = frames.scores({"LAW": Counts(0, 2, 0)})
    assert math.isnan(frame["recall"][0])
    assert frame["precision"][0] == 0.0
    assert frame["f1"][0] == 0.0
