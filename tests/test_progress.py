from __future__ import annotations

import datetime
import json
import random
from collections import Counter, defaultdict
from itertools import combinations, pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from annotator import charts, frames
from annotator.annotation import Article
from annotator.charts import progress as drawing
from annotator.mark import STATUSES, State
from annotator.store import Store, articles, layers
from annotator.store.articles import now
from annotator.store.progress import Day, Statuses, finished, statuses
from annotator.store.schema import layers as table
from tests.test_charts import contrast, spec, values

TEXTS = [Article(f"Rain fell on Kabul on day {number}.") for number in range(30)]


def put(store: Store, article: Article, annotator: str, status: str, at: str, **other: Any) -> None:
    """A layer whose status was set at a time in UTC that the test chooses."""
    row = {"machine": False, "flag": None, **other}
    keys = {"article": article.id, "annotator": annotator, "status": status}
    with store.writing() as connection:
        connection.execute(insert(table).values(**keys, **row, changed_at=f"{at}.000000+00:00"))


@pytest.fixture
def small(store: Store) -> Store:
    """Seven articles; the last is nobody's, and of the one before there are suggestions alone."""
    articles.add(store, TEXTS[:7], annotator="Ann")
    one, two, three, four, five, six, _ = TEXTS[:7]
    put(store, one, "Ann", "done", "2024-11-07T00:00:00")
    put(store, two, "Ann", "done", "2024-11-07T23:59:59")
    put(store, three, "Ann", "skipped", "2024-11-07T12:00:00")
    put(store, four, "Ann", "done", "2024-11-10T08:00:00", flag="Look")
    put(store, one, "Ben", "skipped", "2024-11-08T08:00:00")
    put(store, three, "Ben", "in progress", "2024-11-08T09:00:00")
    put(store, four, "Ben", "new", "2024-11-08T09:00:00")
    put(store, five, "Cy", "skipped", "2024-11-08T00:00:01")
    put(store, six, "test 1", "done", "2024-11-07T10:00:00", machine=True)
    return store


def test_finished_articles_are_counted_by_day_in_utc_and_by_annotator(small: Store) -> None:
    assert finished(small) == [
        Day("2024-11-07", "Ann", 2, 1),
        Day("2024-11-08", "Ben", 0, 1),
        Day("2024-11-08", "Cy", 0, 1),
        Day("2024-11-10", "Ann", 1, 0),
    ]


def test_an_article_is_as_far_as_whoever_is_furthest_with_it(small: Store) -> None:
    assert statuses(small) == Statuses(done=3, in_progress=1, skipped=1, new=2)
    assert statuses(small).articles == 7


def test_an_empty_store_has_no_progress(store: Store) -> None:
    assert finished(store) == []
    assert statuses(store) == Statuses(0, 0, 0, 0)
    assert frames.progress(finished(store)).empty


def test_what_is_done_now_counts_today(store: Store) -> None:
    articles.add(store, TEXTS[:1], annotator="Ann")
    before = now()[:10]
    layers.place(store, TEXTS[0].id, "Ann", State("done"), [])
    (day,) = finished(store)
    assert (day.annotator, day.done, day.skipped) == ("Ann", 1, 0)
    assert day.day in {before, now()[:10]}


@pytest.mark.parametrize("seed", range(5))
def test_counts_are_those_of_plain_python(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    articles.add(store, TEXTS, annotator="Ann")
    done: Counter[tuple[str, str]] = Counter()
    skipped: Counter[tuple[str, str]] = Counter()
    found = defaultdict(set)
    for article, annotator in chance.sample([(a, p) for a in TEXTS for p in "aBcÉ"], 60):
        status, machine = chance.choice(STATUSES), annotator == "c"
        at = (
            f"2024-{chance.randint(1, 12):02}-1{chance.randint(0, 9)}T1{chance.randint(0, 9)}:00:00"
        )
        put(store, article, annotator, status, at, machine=machine)
        if not machine:
            found[article.id].add(status)
            done[at[:10], annotator] += status == "done"
            skipped[at[:10], annotator] += status == "skipped"
    keys = sorted(key for key in done if done[key] or skipped[key])
    assert finished(store) == [Day(*key, done[key], skipped[key]) for key in keys]
    counted = statuses(store)
    assert counted.articles == len(TEXTS)
    assert counted.done == sum("done" in of for of in found.values())
    furthest = [of - {"new"} for of in found.values() if "done" not in of]
    assert counted.in_progress == sum("in progress" in of for of in furthest)
    assert counted.skipped == sum(of == {"skipped"} for of in furthest)


def records(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    kept = frame.assign(day=frame["day"].dt.strftime("%Y-%m-%d"))
    return list(kept.itertuples(index=False, name=None))


def test_a_line_goes_from_its_first_day_to_the_last_of_all(small: Store) -> None:
    assert records(frames.progress(finished(small))) == [
        ("2024-11-07", "Ann", 2, 2),
        ("2024-11-08", "Ann", 0, 2),
        ("2024-11-09", "Ann", 0, 2),
        ("2024-11-10", "Ann", 1, 3),
        ("2024-11-08", "Ben", 0, 0),
        ("2024-11-09", "Ben", 0, 0),
        ("2024-11-10", "Ben", 0, 0),
        ("2024-11-08", "Cy", 0, 0),
        ("2024-11-09", "Cy", 0, 0),
        ("2024-11-10", "Cy", 0, 0),
    ]


def test_a_table_of_progress_has_the_same_types_however_many_rows() -> None:
    some = frames.progress([Day("2024-11-07", "Ann", 1, 0)])
    pd.testing.assert_series_equal(frames.progress([]).dtypes, some.dtypes)
    assert [str(kind) for kind in some.dtypes] == ["datetime64[us]", "str", "int64", "int64"]


DAYS = st.dates(datetime.date(2024, 1, 20), datetime.date(2024, 3, 10)).map(str)
FINISHED = st.dictionaries(st.tuples(DAYS, st.sampled_from("abc")), st.integers(0, 9), max_size=12)


@given(FINISHED)
def test_progress_is_what_adding_up_day_by_day_gives(counted: dict[tuple[str, str], int]) -> None:
    expected = []
    for annotator in sorted({annotator for _, annotator in counted}):
        day = datetime.date.fromisoformat(min(d for d, who in counted if who == annotator))
        in_all = 0
        while str(day) <= max(d for d, _ in counted):
            done = counted.get((str(day), annotator), 0)
            in_all += done
            expected.append((str(day), annotator, done, in_all))
            day += datetime.timedelta(days=1)
    days = [Day(day, annotator, done, 0) for (day, annotator), done in counted.items()]
    assert records(frames.progress(days)) == expected


def team(people: int, days: int) -> pd.DataFrame:
    """Each does one article a day, the first of them the first day, the second two, and so on."""
    first = datetime.date(2024, 9, 2)
    return frames.progress(
        Day(str(first + datetime.timedelta(day)), f"person {n:02}", 1 + n * (day == 0), 0)
        for n in range(people)
        for day in range(days)
    )


ONE_DAY = frames.progress([Day("2024-11-07", "Ann", 3, 0)])
DRAWN = {
    "nothing": frames.progress([]),
    "one day": ONE_DAY,
    "only skipped": frames.progress([Day("2024-11-07", "Ann", 0, 2)]),
    "one annotator": team(1, 30),
    "twelve annotators": team(12, 200),
}
ALL = pytest.mark.parametrize("frame", DRAWN.values(), ids=DRAWN.keys())
STEPS, POINTS, ENDS, LEADS, NAMES = range(5)


def rows(frame: pd.DataFrame, layer: int) -> list[dict[str, Any]]:
    drawn = spec(charts.progress_chart(frame))
    return list(drawn["datasets"][drawn["layer"][layer]["data"]["name"]])


def ticks(frame: pd.DataFrame) -> tuple[list[datetime.date], str]:
    axis = spec(charts.progress_chart(frame))["layer"][STEPS]["encoding"]["x"]["axis"]
    return [datetime.date(t["year"], t["month"], t["date"]) for t in axis["values"]], axis["format"]


@ALL
@pytest.mark.parametrize("dark", [False, True])
def test_a_chart_of_progress_keeps_to_the_style_of_all_charts(
    frame: pd.DataFrame, dark: bool
) -> None:
    before = frame.copy()
    drawn = spec(charts.progress_chart(frame, dark=dark))
    pd.testing.assert_frame_equal(frame, before)
    assert drawn == spec(charts.progress_chart(frame, dark=dark))
    assert drawn["width"] == "container"
    assert '"background"' not in json.dumps(drawn)
    assert '"grid": true' not in json.dumps(drawn)
    assert drawn["layer"][NAMES]["mark"]["color"] == "currentColor"
    assert all(layer["encoding"].get("color", {}).get("legend") is None for layer in drawn["layer"])


def test_a_line_is_made_of_steps_and_ends_in_its_name_and_number() -> None:
    drawn = spec(charts.progress_chart(team(2, 1200)))
    assert drawn["layer"][STEPS]["mark"]["interpolate"] == "step-after"
    assert [row["label"] for row in rows(team(2, 1200), NAMES)] == [
        "person 01 · 1,201",
        "person 00 · 1,200",
    ]


def test_days_on_which_nothing_was_done_are_not_drawn_but_for_the_ends() -> None:
    days = [Day("2024-11-07", "Ann", 0, 1), Day("2024-11-09", "Ann", 2, 0)]
    frame = frames.progress([*days, Day("2024-11-12", "Ben", 1, 0)])
    drawn = [(row["when"], row["cumulative"]) for row in rows(frame, STEPS) if row["line"] == "Ann"]
    assert drawn == [("7 November 2024", 0), ("9 November 2024", 2), ("12 November 2024", 2)]


def test_a_single_day_is_a_dot_with_its_number_in_the_middle() -> None:
    domain = spec(charts.progress_chart(ONE_DAY))["layer"][STEPS]["encoding"]["x"]["scale"][
        "domain"
    ]
    assert [edge["date"] for edge in domain] == [6, 8]
    assert ticks(ONE_DAY) == ([datetime.date(2024, 11, 7)], "%-d %b %Y")
    assert [(row["label"], row["cumulative"]) for row in rows(ONE_DAY, ENDS)] == [("Ann · 3", 3)]


def test_eight_annotators_have_a_line_each() -> None:
    assert {row["line"] for row in rows(team(8, 3), STEPS)} == {f"person {n:02}" for n in range(8)}


def test_beyond_eight_those_who_did_least_are_one_line() -> None:
    frame = team(12, 200)
    ends = {row["line"]: row["cumulative"] for row in rows(frame, ENDS)}
    assert ends == {
        "5 others": 200 * 5 + sum(range(5)),
        **{f"person {n:02}": 200 + n for n in range(5, 12)},
    }
    others = [row for row in rows(frame, STEPS) if row["line"] == "5 others"]
    assert (others[0]["done"], others[1]["done"], others[1]["cumulative"]) == (15, 5, 20)


def test_who_joined_the_others_later_adds_to_their_line_from_then_on() -> None:
    many = [Day("2024-11-07", f"person {n}", 9, 0) for n in range(7)]
    late = [Day("2024-11-07", "Ann", 1, 0), Day("2024-11-09", "Ben", 2, 0)]
    drawn = rows(frames.progress([*many, *late]), STEPS)
    assert [row["cumulative"] for row in drawn if row["line"] == "2 others"] == [1, 3]


def test_no_two_lines_have_the_same_colour_and_dashes() -> None:
    for people in (1, 8, 12):
        encoding = spec(charts.progress_chart(team(people, 2)))["layer"][STEPS]["encoding"]
        shades, dashes = (encoding[of]["scale"]["range"] for of in ("color", "strokeDash"))
        signs = {(shade, *dash) for shade, dash in zip(shades, dashes, strict=True)}
        assert len(signs) == len(encoding["color"]["scale"]["domain"]) == min(people, 8)


@pytest.mark.parametrize(("dark", "page"), [(False, "#fdfcf9"), (True, "#17181a")])
def test_a_line_stands_out_from_the_page(dark: bool, page: str) -> None:
    chart = spec(charts.progress_chart(team(12, 2), dark=dark))
    for shade in chart["layer"][STEPS]["encoding"]["color"]["scale"]["range"]:
        assert contrast(shade, page) >= 3  # WCAG 2.1, success criterion 1.4.11


@pytest.mark.parametrize("days", [*range(1, 100), 200, 365, 500, 1000, 2000, 5000])
def test_dates_below_the_axis_never_repeat_and_are_few(days: int) -> None:
    at, form = ticks(team(1, 1) if days == 1 else ends_of(days))
    said = [date.strftime(form) for date in at]
    assert 1 <= len(said) == len(set(said)) <= drawing.TICKS
    assert "%H" not in form
    # As far apart as each other, but for the lengths of months.
    gaps = [(later - earlier).days for earlier, later in pairwise(at)]
    assert not gaps or max(gaps) <= 1.1 * min(gaps) + 3


def ends_of(days: int) -> pd.DataFrame:
    first = datetime.date(2023, 12, 30)
    last = first + datetime.timedelta(days - 1)
    return frames.progress(Day(str(day), "Ann", 1, 0) for day in (first, last))


def test_articles_are_counted_in_whole_numbers() -> None:
    axis = spec(charts.progress_chart(ONE_DAY))["layer"][STEPS]["encoding"]["y"]["axis"]
    assert (axis["format"], axis["tickMinStep"]) == (",d", 1)


def test_a_day_tells_who_did_how_much() -> None:
    told = spec(charts.progress_chart(ONE_DAY))["layer"][POINTS]["encoding"]["tooltip"]
    assert [of["title"] for of in told] == ["Day (UTC)", "Annotator", "Done that day", "In all"]
    assert values(charts.progress_chart(ONE_DAY), "when")[0] == "7 November 2024"


def test_a_long_name_is_cut_and_its_number_is_not() -> None:
    frame = frames.progress([Day("2024-11-07", "n" * 60, 3, 0)])
    assert [row["label"] for row in rows(frame, NAMES)] == ["n" * 23 + "… · 3"]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=drawing.MOST))
def test_names_at_the_ends_of_lines_never_touch(shares: list[float]) -> None:
    shares.sort(reverse=True)
    places = drawing._apart(shares)
    assert all(-1e-9 <= place <= 1 + 1e-9 for place in places)
    assert all(upper - lower >= drawing.GAP - 1e-9 for upper, lower in pairwise(places))
    if all(abs(one - other) >= drawing.GAP for one, other in combinations(shares, 2)):
        assert places == pytest.approx(shares)
