from __future__ import annotations

import colorsys
import json
from typing import Any

import altair as alt
import pandas as pd
import pytest

from annotator import charts, frames
from annotator.colours import colour
from annotator.evaluation.figures import Figure
from annotator.evaluation.intervals import Interval
from annotator.labels import LABELS, Label

LABEL_COUNTS = frames.label_counts(
    [{"label": "GPE", "mentions": 30}, {"label": "ORG", "mentions": 1200}]
)
NAMES = frames.name_counts(
    [
        {"name": "Washington", "label": "GPE", "mentions": 1300, "articles": 40},
        {"name": "Washington", "label": "PERSON", "mentions": 200, "articles": 4},
        {"name": "Kabul [city].x", "label": "GPE", "mentions": 20, "articles": 2},
    ]
)
ORG = Figure("ORG", 0.75, 0.6, 2 / 3, Interval(0.5, 0.8), 10, 8)
LAW = Figure("LAW", 0.0, None, None, None, 0, 0)
FIGURES = frames.figures({"a": [ORG, LAW], "b": [ORG]})
CONFUSION = frames.confusion({("ORG", "ORG"): 3, ("ORG", None): 1, (None, "GPE"): 2})

DRAWN = {
    "labels": (charts.labels_chart, LABEL_COUNTS),
    "names": (charts.names_chart, NAMES),
    "figures": (charts.figures_chart, FIGURES),
    "confusion": (charts.confusion_chart, CONFUSION),
}
ALL = pytest.mark.parametrize(("draw", "frame"), DRAWN.values(), ids=DRAWN.keys())


def spec(chart: alt.TopLevelMixin) -> dict[str, Any]:
    return dict(chart.to_dict())


def values(chart: alt.TopLevelMixin, field: str) -> list[Any]:
    """What a field holds in the data that travel with a chart."""
    return [row[field] for rows in spec(chart)["datasets"].values() for row in rows if field in row]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.1)."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@ALL
@pytest.mark.parametrize("dark", [False, True])
def test_a_chart_fills_its_container_and_is_valid(draw: Any, frame: Any, dark: bool) -> None:
    drawn = spec(draw(frame, dark=dark))
    assert drawn["width"] == "container"
    assert drawn["height"] > 0


@ALL
def test_a_chart_of_nothing_is_valid(draw: Any, frame: Any) -> None:
    assert spec(draw(frame.head(0)))["width"] == "container"


@ALL
def test_a_chart_leaves_the_table_as_it_was(draw: Any, frame: Any) -> None:
    before = frame.copy()
    draw(frame)
    pd.testing.assert_frame_equal(frame, before)


@ALL
def test_a_chart_has_no_background_and_no_grid_of_its_own(draw: Any, frame: Any) -> None:
    drawn = spec(draw(frame))
    assert "background" not in drawn
    assert '"background"' not in json.dumps(drawn)
    assert '"grid": true' not in json.dumps(drawn)


@ALL
def test_text_has_the_colour_of_the_page(draw: Any, frame: Any) -> None:
    drawn = spec(draw(frame))
    for layer in drawn.get("layer", [drawn]):
        if layer["mark"]["type"] == "text":
            assert layer["mark"]["color"] == "currentColor"


@ALL
def test_the_same_table_gives_the_same_chart(draw: Any, frame: Any) -> None:
    assert draw(frame).to_json() == draw(frame).to_json()


def test_bars_of_labels_are_sorted_and_end_in_their_number() -> None:
    chart = charts.labels_chart(LABEL_COUNTS)
    assert spec(chart)["layer"][0]["encoding"]["y"]["sort"] == ["ORG", "GPE"]
    assert values(chart, "number") == ["1,200", "30"]


def test_bars_of_labels_have_the_colours_of_the_text() -> None:
    scale = spec(charts.labels_chart(LABEL_COUNTS))["layer"][0]["encoding"]["color"]["scale"]
    assert scale == {
        "domain": ["ORG", "GPE"],
        "range": [colour("ORG"), colour("GPE")],
    }


def test_a_click_on_a_name_selects_name_and_label() -> None:
    (param,) = spec(charts.names_chart(NAMES))["params"]
    assert param["name"] == "name"
    assert param["select"] == {"type": "point", "fields": ["name", "label"]}


def test_a_name_under_two_labels_has_two_rows() -> None:
    assert values(charts.names_chart(NAMES), "row") == [
        "Washington (gpe)",
        "Washington (pers)",
        "Kabul [city].x",
    ]


def test_names_of_several_labels_say_which_at_the_end_of_the_bar() -> None:
    assert values(charts.names_chart(NAMES), "number") == ["1,300  gpe", "200  pers", "20  gpe"]


def test_names_of_one_label_end_in_the_number_alone() -> None:
    only = NAMES[NAMES["label"] == "GPE"]
    assert values(charts.names_chart(only), "number") == ["1,300", "20"]


def test_a_label_of_ones_own_is_named_and_coloured() -> None:
    own = frames.name_counts([{"name": "R101", "label": "SHIP", "mentions": 2, "articles": 1}])
    other = pd.concat([NAMES, own])
    assert "2  ship" in values(charts.names_chart(other), "number")
    assert colour("SHIP") == colour("SHIP") != colour("TRAIN")


def test_figures_stand_in_the_order_of_the_table_with_f1_at_the_end() -> None:
    chart = charts.figures_chart(FIGURES)
    assert spec(chart)["layer"][1]["encoding"]["y"]["sort"] == ["ORG", "LAW"]
    assert sorted(values(chart, "number")) == ["0.67"] * 4 + ["–"]


def test_an_undefined_figure_has_no_dot() -> None:
    layers = spec(charts.figures_chart(FIGURES))["layer"]
    names = [layer["data"]["name"] for layer in layers[:2]]
    drawn = [spec(charts.figures_chart(FIGURES))["datasets"][name] for name in names]
    assert all(row["name"] == "ORG" for rows in drawn for row in rows)


def test_what_is_missed_stands_last_in_a_confusion() -> None:
    axis = spec(charts.confusion_chart(CONFUSION))["layer"][0]["encoding"]
    assert axis["x"]["sort"] == ["GPE", "ORG", "(not in gold)", "(missed)"]


@pytest.mark.parametrize(("dark", "page"), [(False, "#ffffff"), (True, "#0e1117")])
@pytest.mark.parametrize("label", [*(label.name for label in LABELS), "SHIP"])
def test_a_colour_stands_out_from_the_page(label: str, dark: bool, page: str) -> None:
    # 3:1 is what graphical objects need by WCAG 2.1, success criterion 1.4.11.
    assert contrast(colour(label, dark), page) >= 3


@pytest.mark.parametrize("dark", [False, True])
def test_no_two_labels_have_the_same_colour(dark: bool) -> None:
    assert len({colour(label.name, dark) for label in LABELS}) == len(LABELS)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.name)
def test_a_colour_has_the_hue_of_its_label(label: Label, dark: bool) -> None:
    found = colour(label.name, dark)
    channels = [int(found[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    hue = 360 * colorsys.rgb_to_hls(*channels)[0]
    assert abs((hue - label.hue + 180) % 360 - 180) < 1
