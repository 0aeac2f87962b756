from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import charts
from annotator.charts import company, over_time, progress, voices
from annotator.colours import colour
from annotator.labels import LABELS
from tests.test_charts import contrast, luminance, spec, values

UGLY = [
    "a.b[0]['x']",
    '<b>"Q"</b> & Co.',
    "محمود عباس",
    "🦊 fox",
    "\\n\n",
    "true",
    "2024",
    "o'clock",
]
PAGES = [(False, "#fdfcf9"), (True, "#17181a")]
TEXT = {False: "#211f1b", True: "#e7e3da"}  # as in .streamlit/config.toml


def times(series: list[str], periods: int, freq: str = "D", first: str = "2024-10-28") -> Any:
    when = pd.date_range(first, periods=periods, freq=freq)
    rows = [(p, s, i * j) for i, s in enumerate(series, 1) for j, p in enumerate(when, 1)]
    return pd.DataFrame(rows, columns=["period", "series", "mentions"])


def pairs(names: list[str]) -> pd.DataFrame:
    rows = [(a, b, len(a) + len(b), 0.5 * len(a + b)) for a in names for b in names if a != b]
    frame = pd.DataFrame(rows, columns=["one", "other", "articles", "lift"])
    order = pd.CategoricalDtype(names)
    return frame.astype({"one": order, "other": order})


RISING = pd.DataFrame(
    [
        ("Washington", "GPE", 1.0, 3.5, 2.5),
        ("NATO", "ORG", 12.0, 0.0, -12.0),
        ("Washington", "PERSON", 2.0, 2.0, 0.0),
        ("Kabul", "GPE", 0.0, 48.25, 48.25),
    ],
    columns=["name", "label", "before", "after", "change"],
)
COMPANY = pairs(["NATO", "Kabul", "Olaf Scholz"])
SPEAKERS = pd.DataFrame(
    [
        ("Scholz", "indirect", 40, 3),
        ("Harris", "direct", 900, 9),
        ("Harris", "mixed", 52, 2),
        ("Trump", "direct", 8, 1),
    ],
    columns=["speaker", "kind", "words", "quotes"],
)
SOURCING = pd.DataFrame(
    [
        ("Reuters", 60, 30, 10, 12.5, "Harris", 0.12),
        ("The Guardian", 900, 50, 50, 30.0, "Scholz", 0.34),
        ("Nothing yet", 0, 0, 0, float("nan"), None, float("nan")),
    ],
    columns=["outlet", "named", "unnamed", "unknown", "effective", "top", "top_share"],
)
SILENCE = pd.DataFrame(
    [("Harris", "PERSON", 1200, 3400), ("Gaza", "GPE", 20, 0), ("NATO", "ORG", 1300, 0)],
    columns=["name", "label", "mentions", "words"],
)
CUES = pd.DataFrame(
    [("Harris", "say", 3, 0.75), ("Harris", "warn", 1, 0.25), ("Trump", "say", 1200, 1.0)],
    columns=["speaker", "cue", "quotes", "share"],
)
KINDS = pd.DataFrame(
    [
        (pd.Timestamp("2024-11-07"), "direct", 0.75, 3),
        (pd.Timestamp("2024-11-07"), "indirect", 0.25, 1),
        (pd.Timestamp("2024-11-08"), "direct", 0.0, 0),
    ],
    columns=["period", "kind", "share", "quotes"],
)

DRAWN: dict[str, tuple[Callable[..., Any], pd.DataFrame, str, list[str]]] = {
    "time": (charts.time_chart, times(["Harris", "Trump"], 3), "when", []),
    "rising": (charts.rising_chart, RISING, "name", ["name", "label"]),
    "company": (charts.company_chart, COMPANY, "pair", ["one", "other"]),
    "speakers": (charts.speakers_chart, SPEAKERS, "speaker", ["speaker"]),
    "sourcing": (charts.sourcing_chart, SOURCING, "outlet", ["outlet"]),
    "concentration": (charts.concentration_chart, SOURCING, "outlet", ["outlet"]),
    "silence": (charts.silence_chart, SILENCE, "name", ["name", "label"]),
    "cues": (charts.cues_chart, CUES, "cue", ["speaker", "cue"]),
    "kinds": (charts.kinds_over_time_chart, KINDS, "when", []),
}
ALL = pytest.mark.parametrize(
    ("draw", "frame"), [of[:2] for of in DRAWN.values()], ids=DRAWN.keys()
)


def whole(chart: Any) -> dict[str, Any]:
    """The specification, once it is known to be one and to hold no number that JSON lacks."""
    drawn = spec(chart)
    return dict(json.loads(json.dumps(drawn, allow_nan=False)))


def order(chart: Any, layer: int = 0) -> list[str]:
    return list(spec(chart)["layer"][layer]["encoding"]["y"]["sort"])


@ALL
@pytest.mark.parametrize("dark", [False, True])
def test_a_chart_fills_its_container_and_is_valid(draw: Any, frame: Any, dark: bool) -> None:
    drawn = whole(draw(frame, dark=dark))
    assert drawn["width"] == "container"
    assert drawn["height"] > 0


@ALL
def test_a_chart_of_nothing_or_one_row_is_valid(draw: Any, frame: Any) -> None:
    for few in (frame.head(0), pd.DataFrame(columns=frame.columns), frame.head(1), frame.tail(1)):
        assert whole(draw(few))["width"] == "container"


@ALL
def test_a_chart_leaves_the_table_as_it_was(draw: Any, frame: Any) -> None:
    before = frame.copy()
    draw(frame)
    pd.testing.assert_frame_equal(frame, before)


@ALL
def test_rows_may_come_with_any_index_and_in_any_order(draw: Any, frame: Any) -> None:
    turned = frame.iloc[::-1].set_axis([7] * len(frame))
    assert whole(draw(turned))["layer"]


@ALL
def test_a_chart_has_no_background_and_no_grid_of_its_own(draw: Any, frame: Any) -> None:
    said = json.dumps(spec(draw(frame)))
    assert '"background"' not in said
    assert '"grid": true' not in said


@ALL
def test_text_has_the_colour_of_the_page(draw: Any, frame: Any) -> None:
    for layer in spec(draw(frame))["layer"]:
        if layer["mark"]["type"] == "text":
            assert layer["mark"]["color"] == "currentColor"


@ALL
def test_the_same_table_gives_the_same_chart(draw: Any, frame: Any) -> None:
    assert draw(frame).to_json() == draw(frame).to_json()


@pytest.mark.parametrize(("draw", "frame", "name", "fields"), DRAWN.values(), ids=DRAWN.keys())
def test_a_chart_has_one_selection(draw: Any, frame: Any, name: str, fields: list[str]) -> None:
    (param,) = spec(draw(frame))["params"]
    assert param["name"] == name
    if fields:
        assert param["select"] == {"type": "point", "fields": fields}
    else:
        assert (param["select"]["type"], param["select"]["encodings"]) == ("interval", ["x"])


def test_lines_end_in_their_names_that_do_not_touch() -> None:
    layers = spec(charts.time_chart(times(list("abcdef"), 4)))
    ends = layers["datasets"][layers["layer"][-1]["data"]["name"]]
    assert [row["series"] for row in ends] == list("fedcba")
    top = 24
    places = [row["place"] / top for row in ends]
    assert all(upper - lower >= progress.GAP - 1e-9 for upper, lower in pairwise(places))


def test_of_more_than_six_lines_the_most_mentioned_are_drawn() -> None:
    chart = spec(charts.time_chart(times(list("abcdefgh"), 2)))
    assert chart["layer"][0]["encoding"]["color"]["scale"]["domain"] == list("hgfedc")


def test_lines_of_labels_have_the_colours_of_the_text() -> None:
    encoding = spec(charts.time_chart(times(["GPE", "ORG"], 2)))["layer"][0]["encoding"]
    assert encoding["color"]["scale"]["range"] == [colour("ORG"), colour("GPE")]


@pytest.mark.parametrize("series", [list("abcdef"), [label.name for label in LABELS[:6]]])
@pytest.mark.parametrize(("dark", "page"), PAGES)
def test_lines_differ_and_stand_out(series: list[str], dark: bool, page: str) -> None:
    encoding = spec(charts.time_chart(times(series, 2), dark=dark))["layer"][0]["encoding"]
    shades, dashes = (encoding[of]["scale"]["range"] for of in ("color", "strokeDash"))
    assert len({(s, *d) for s, d in zip(shades, dashes, strict=True)}) == 6
    assert all(contrast(shade, page) >= 3 for shade in shades)  # WCAG 2.1, criterion 1.4.11


def test_mentions_are_counted_from_zero_in_whole_numbers() -> None:
    y = spec(charts.time_chart(times(["a"], 1)))["layer"][0]["encoding"]["y"]
    assert y["scale"]["domain"] == [0, 1]
    assert (y["axis"]["format"], y["axis"]["tickMinStep"]) == (",d", 1)


def test_a_single_day_stands_in_the_middle() -> None:
    domain = spec(charts.time_chart(times(["a"], 1)))["layer"][0]["encoding"]["x"]["scale"]
    assert [edge["date"] for edge in domain["domain"]] == [27, 29]


@pytest.mark.parametrize("draw", [charts.time_chart, charts.kinds_over_time_chart])
def test_days_are_those_of_utc_wherever_the_reader_is(draw: Any) -> None:
    frame = times(["direct"], 3).rename(columns={"series": "kind"})
    frame = frame.assign(series=frame["kind"], share=1.0, quotes=1)
    chart = draw(frame)
    assert set(values(chart, "period")) == {f"2024-10-{d}T00:00:00+00:00" for d in (28, 29, 30)}
    x = spec(chart)["layer"][0]["encoding"]["x"]
    assert x["scale"]["type"] == "utc"
    assert all(edge["utc"] for edge in x["scale"]["domain"] + x["axis"]["values"])


@pytest.mark.parametrize(("unit", "freq"), [("day", "D"), ("week", "W-SUN"), ("month", "MS")])
@pytest.mark.parametrize("periods", [1, 2, 7, 8, 14, 15, 40, 90, 180, 365, 500])
def test_dates_never_repeat_are_few_and_never_finer_than_a_period(
    unit: str, freq: str, periods: int
) -> None:
    frame = times(["a"], periods, freq)
    ticks, form = over_time.ticks_of(pd.to_datetime(frame["period"], utc=True), unit)
    said = [tick.strftime(form + " %Y") for tick in ticks]
    assert 1 <= len(said) == len(set(said)) <= progress.TICKS
    assert "%H" not in form
    axis = spec(charts.time_chart(frame, unit=unit))["layer"][0]["encoding"]["x"]["axis"]
    labels = json.loads(axis["labelExpr"].removesuffix("[time(datum.value)]")[1:-1])
    assert len(labels) == len(axis["values"]) == len(ticks)
    assert str(ticks[0].year) in next(iter(labels.values()))  # the year is said where it begins
    if unit == "week" and form == "%-d %b":
        assert {tick.day_name() for tick in ticks} == {"Sunday"}


def test_a_period_is_told_in_words() -> None:
    month = charts.time_chart(times(["a"], 1, "MS", "2024-11-01"), unit="month")
    week = charts.time_chart(times(["a"], 1, "W-MON"), unit="week")
    assert {*values(month, "when")} == {"November 2024"}
    assert {*values(week, "when")} == {"week of 28 October 2024"}


def test_changes_stand_from_the_rise_to_the_fall_with_their_signs() -> None:
    chart = charts.rising_chart(RISING)
    assert order(chart) == ["Kabul", "Washington (gpe)", "Washington (pers)", "NATO"]
    assert values(chart, "number") == ["+48.2", "+2.5", "0.0", "−12.0"]
    assert values(chart, "both")[-1] == "12.0 → 0.0"


@pytest.mark.parametrize(
    ("rows", "said"), [([0], {"+ rising"}), ([1], {"− falling"}), ([2], set())]
)
def test_only_ways_that_there_are_are_named(rows: list[int], said: set[str]) -> None:
    layers = spec(charts.rising_chart(RISING.iloc[rows]))["layer"]
    heads = {layer["mark"].get("text") for layer in layers}
    assert heads - {None, "before → after"} == said


def test_the_twenty_greatest_changes_are_drawn() -> None:
    rows = [(str(i), "ORG", 0.0, float(i), float(i)) for i in range(-15, 16)]
    chart = charts.rising_chart(pd.DataFrame(rows, columns=RISING.columns))
    assert order(chart) == [str(i) for i in [*range(15, 5, -1), *range(-6, -16, -1)]]


def test_company_is_in_the_order_of_the_categories_and_has_no_diagonal() -> None:
    twice = COMPANY.astype({"one": "object", "other": "object"})
    self = pd.DataFrame([("NATO", "NATO", 9, 1.0)], columns=COMPANY.columns)
    again = pd.concat([twice, self]).astype({"one": COMPANY["one"].dtype})
    chart = charts.company_chart(again)
    encoding = spec(chart)["layer"][0]["encoding"]
    for axis in ("x", "y"):
        assert encoding[axis]["scale"]["domain"] == ["NATO", "Kabul", "Olaf Scholz"]
    assert len(values(chart, "number")) == 6


def test_of_many_names_the_first_twenty_keep_company() -> None:
    names = [f"name {i}" for i in range(25)]
    chart = charts.company_chart(pairs(names))
    assert {*values(chart, "one")} == {*values(chart, "other")} == {*names[:20]}


@pytest.mark.parametrize(
    ("lift", "said"),
    [(0.0, "less"), (0.79, "less"), (1.0, "as often"), (1.25, "more"), (9.0, "3 times or more")],
)
def test_company_is_compared_with_chance_in_words(lift: float, said: str) -> None:
    chart = charts.company_chart(COMPANY.assign(lift=lift))
    assert {*values(chart, "chance")} == {said}
    assert said in spec(chart)["layer"][0]["encoding"]["color"]["scale"]["domain"]


@pytest.mark.parametrize(("dark", "page"), PAGES)
def test_a_number_is_legible_on_the_strongest_cell(dark: bool, page: str) -> None:
    shades = spec(charts.company_chart(COMPANY, dark=dark))["layer"][0]["encoding"]["color"]
    ratios = [contrast(over(shade, page), TEXT[dark]) for shade in shades["scale"]["range"]]
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[-1] >= 4.5  # WCAG 2.1, success criterion 1.4.3


def test_speakers_are_sorted_and_end_in_number_and_share() -> None:
    chart = charts.speakers_chart(SPEAKERS)
    assert order(chart) == ["Harris", "Scholz", "Trump"]
    assert values(chart, "number") == ["952 · 95%", "40 · 4%", "8 · 1%"]


def test_shares_of_speakers_are_those_of_all_words_not_of_the_drawn() -> None:
    rows = [(str(i), "direct", 100 - i, 1) for i in range(25)]
    chart = charts.speakers_chart(pd.DataFrame(rows, columns=SPEAKERS.columns))
    assert order(chart) == [str(i) for i in range(20)]
    assert values(chart, "number")[0] == "100 · 5%"  # of 2,200


@pytest.mark.parametrize(("dark", "page"), PAGES)
@pytest.mark.parametrize("kind", ["speakers", "kinds"])
def test_kinds_of_quotes_differ_in_lightness_and_order(kind: str, dark: bool, page: str) -> None:
    draw, frame, *_ = DRAWN[kind]
    bars = spec(draw(frame, dark=dark))["layer"][0]
    scale = bars["encoding"]["color"]["scale"]
    assert scale["domain"] == ["direct", "mixed", "indirect"]
    lights = [luminance(over(shade, page)) for shade in scale["range"]]
    assert lights == sorted(lights, reverse=dark)
    assert contrast(bars["mark"]["stroke"], page) >= 3  # the palest still has an edge


def over(shade: str, page: str) -> str:
    """The colour that a half-transparent one (#rrggbbaa) gives on a page."""
    share = int(shade[7:], 16) / 255
    mixed = (share * int(shade[i : i + 2], 16) + (1 - share) * int(page[i : i + 2], 16)
             for i in (1, 3, 5))  # fmt: skip
    return "#" + "".join(f"{round(channel):02x}" for channel in mixed)


def test_outlets_that_name_most_stand_on_top_and_bars_end_in_counts() -> None:
    chart = charts.sourcing_chart(SOURCING)
    assert order(chart) == ["The Guardian", "Reuters", "Nothing yet"]
    assert values(chart, "number") == ["100", "1,000", "0"]
    bars = spec(chart)["datasets"][spec(chart)["layer"][0]["data"]["name"]]
    assert [(row["outlet"], row["source"], row["said"]) for row in bars[:3]] == [
        ("Reuters", "named", "60%"),
        ("Reuters", "unnamed", "30%"),
        ("Reuters", "unknown", "10%"),
    ]
    assert bars[2]["end"] == pytest.approx(1)


def test_the_most_quoted_speaker_stands_beside_the_dot() -> None:
    chart = charts.concentration_chart(SOURCING)
    assert order(chart) == ["The Guardian", "Reuters"]
    assert values(chart, "said") == ["34% · \u2068Scholz\u2069", "12% · \u2068Harris\u2069"]


def test_a_tiny_share_is_not_none() -> None:
    frame = SOURCING.head(1).assign(named=999, unnamed=1, unknown=0, top_share=0.001)
    assert "<1%" in values(charts.sourcing_chart(frame), "said")
    assert values(charts.concentration_chart(frame), "said")[0].startswith("<1%")


def test_who_is_silent_is_said() -> None:
    chart = charts.silence_chart(SILENCE)
    assert order(chart) == ["NATO", "Harris", "Gaza"]
    assert values(chart, "quoted") == ["silent", "3,400", "silent"]
    assert values(chart, "mentioned") == ["1,300", "1,200", "20"]


def test_both_sides_of_silence_grow_from_the_middle() -> None:
    left, right = (
        layer["encoding"]["x"]["scale"]
        for layer in spec(charts.silence_chart(SILENCE))["layer"][:2]
    )
    assert (left["domain"], right["domain"]) == ([0, 1300], [0, 3400])
    assert left["range"][0] == {"expr": f"width / 2 - {company.MIDDLE}"}
    assert right["range"][0] == {"expr": f"width / 2 + {company.MIDDLE}"}


def test_verbs_and_speakers_stand_by_number_of_quotes() -> None:
    chart = charts.cues_chart(CUES)
    encoding = spec(chart)["layer"][0]["encoding"]
    assert encoding["y"]["scale"]["domain"] == ["Trump", "Harris"]
    assert encoding["x"]["scale"]["domain"] == ["say", "warn"]
    assert values(chart, "number") == ["3", "1", "1,200"]


def test_a_matrix_of_verbs_has_no_more_than_twelve_rows_and_columns() -> None:
    rows = [(f"s{i}", f"c{j}", 40 - i - j, 0.1) for i in range(15) for j in range(15)]
    chart = charts.cues_chart(pd.DataFrame(rows, columns=CUES.columns))
    encoding = spec(chart)["layer"][0]["encoding"]
    assert encoding["y"]["scale"]["domain"] == [f"s{i}" for i in range(12)]
    assert encoding["x"]["scale"]["domain"] == [f"c{i}" for i in range(12)]


def test_a_single_period_of_kinds_is_no_wall_of_colour() -> None:
    bars = spec(charts.kinds_over_time_chart(KINDS.head(2)))["layer"][0]
    assert f"width / {voices.FEWEST_PERIODS} " in bars["mark"]["size"]["expr"]


def test_a_period_without_quotes_has_no_bar() -> None:
    assert values(charts.kinds_over_time_chart(KINDS), "share") == [0.75, 0.25]


LONG = "very " * 40 + "long"
NAMED = {
    "time": times([LONG], 2),
    "rising": RISING.head(1).assign(name=LONG),
    "company": pairs([LONG, "NATO"]),
    "speakers": SPEAKERS.head(1).assign(speaker=LONG),
    "sourcing": SOURCING.head(1).assign(outlet=LONG),
    "concentration": SOURCING.head(1).assign(outlet=LONG, top=LONG),
    "silence": SILENCE.head(1).assign(name=LONG),
    "cues": CUES.head(1).assign(speaker=LONG, cue=LONG),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_long_name_is_cut_by_width_and_told_whole(name: str) -> None:
    drawn = whole(DRAWN[name][0](NAMED[name]))
    said = json.dumps(drawn["layer"])
    assert any(value == LONG for rows in drawn["datasets"].values() for row in rows
               for value in row.values())  # fmt: skip
    assert '"labelLimit"' in said or '"limit"' in said
    assert '"tooltip"' in said


@pytest.mark.parametrize(("dark", "page"), PAGES)
def test_shares_are_legible_in_bars(dark: bool, page: str) -> None:
    scale = spec(charts.sourcing_chart(SOURCING, dark=dark))["layer"][0]["encoding"]["color"]
    for shade in scale["scale"]["range"]:
        assert contrast(over(shade, page), TEXT[dark]) >= 4.5


NAMES = st.one_of(st.sampled_from(UGLY), st.text(min_size=1, max_size=12))
COUNTS = st.integers(0, 10**6)
SHARES = st.floats(0, 1) | st.sampled_from([0.0, 1.0, float("nan")])
RATES = st.floats(0, 1000)
COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("series", "name", "one", "other", "speaker", "outlet", "top", "cue"), NAMES),
    **dict.fromkeys(("mentions", "articles", "words", "quotes"), COUNTS),
    **dict.fromkeys(("named", "unnamed", "unknown"), COUNTS),
    **dict.fromkeys(("before", "after", "lift", "effective"), RATES),
    **dict.fromkeys(("share", "top_share"), SHARES),
    "change": st.floats(-1000, 1000),
    "label": st.sampled_from(["PERSON", "ORG", "SHIP"]),
    "kind": st.sampled_from(["direct", "indirect", "mixed", "other"]),
    "period": st.integers(0, 400).map(lambda d: pd.Timestamp("2023-12-30") + pd.Timedelta(days=d)),
}


@ALL
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_any_table_gives_a_valid_chart(draw: Any, frame: pd.DataFrame, data: Any) -> None:
    names = list(frame.columns)
    rows = data.draw(st.lists(st.tuples(*(COLUMNS[name] for name in names)), max_size=12))
    drawn = whole(draw(pd.DataFrame(rows, columns=names), dark=bool(len(rows) % 2)))
    assert drawn["params"]
