"""How good systems are and how far people agree, as charts."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from annotator.charts.drawing import BAR, BAR_END, LANES, TEXT, columns_axis, layered, rows_axis
from annotator.colours import neutral
from annotator.frames import MISSED, SPURIOUS

LAST = (SPURIOUS, MISSED)
ACCENT = "#c0492f"  # the second of two systems: told from the first without colour by its lane


def figures_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """F1 by name as dots with their intervals, as ``frames.figures`` has them, one or two systems.

    F1 is written at the end of the row; what is undefined has no dot, and a dash there.
    """
    systems = list(dict.fromkeys(frame["system"]))
    numbers = frame["f1"].map(lambda f1: "–" if math.isnan(f1) else f"{f1:.2f}")
    drawn = frame.assign(number=numbers)
    order = list(dict.fromkeys(frame["name"]))
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(
        title="F1 and where 95 % of resampled articles put it",
        values=[0, 0.25, 0.5, 0.75, 1],
        format=".2~f",
        grid=False,
    )
    row = alt.Y("name:N", sort=order, axis=rows_axis(""))
    lane = alt.YOffset("system:N", sort=systems)
    shade = alt.Color(
        "system:N",
        scale=alt.Scale(domain=systems, range=[neutral(dark), ACCENT][: len(systems)]),
        legend=alt.Legend(title=None, orient="bottom") if len(systems) > 1 else None,
    )
    told = [
        alt.Tooltip("name:N", title="What"),
        alt.Tooltip("system:N", title="By"),
        *(
            alt.Tooltip(f"{field}:Q", title=title, format=".3f")
            for field, title in (("f1", "F1"), ("precision", "Precision"), ("recall", "Recall"))
        ),
        alt.Tooltip("gold:Q", title="In gold", format=",d"),
        alt.Tooltip("predicted:Q", title="Predicted", format=",d"),
    ]
    known = drawn.dropna(subset="f1")
    base = alt.Chart(known).encode(y=row, yOffset=lane, color=shade, tooltip=told)
    ranges = (
        alt.Chart(known.dropna(subset="low"))
        .mark_rule(strokeWidth=2, opacity=0.5)
        .encode(
            x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=row, yOffset=lane, color=shade
        )
    )
    dots = base.mark_point(filled=True, opacity=1, size=60).encode(
        x=alt.X("f1:Q", scale=scale, axis=axis)
    )
    ends = (
        alt.Chart(drawn)
        .mark_text(**{**BAR_END, "dx": 14})
        .encode(x=alt.value("width"), y=row, yOffset=lane, text="number:N", tooltip=told)
    )
    height = (BAR if len(systems) == 1 else LANES) * len(order) + 40
    return layered([ranges, dots, ends], height)


def confusion_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """Gold labels against predicted ones as a heat map, as ``frames.confusion`` has them.

    A square is as strong as its share of the gold label's mentions, and says how many they are.
    """
    order = [*sorted({*frame["gold"], *frame["predicted"]} - set(LAST)), *LAST]
    drawn = frame.assign(number=frame["mentions"].map("{:,}".format))
    squares = (
        alt.Chart(drawn)
        .mark_rect()
        .encode(
            x=alt.X("predicted:N", sort=order, axis=columns_axis("Predicted")),
            y=alt.Y("gold:N", sort=order, axis=rows_axis("Gold")),
            opacity=alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0.06, 0.75]),
                                legend=None),
            color=alt.value(neutral(dark)),
            tooltip=[
                alt.Tooltip("gold:N", title="Gold"),
                alt.Tooltip("predicted:N", title="Predicted"),
                alt.Tooltip("mentions:Q", title="Mentions", format=",d"),
                alt.Tooltip("share:Q", title="Of the gold label", format=".0%"),
            ],
        )
    )  # fmt: skip
    numbers = squares.mark_text(color=TEXT, fontSize=11).encode(
        text="number:N", opacity=alt.value(1), color=alt.value(TEXT)
    )
    return layered([squares, numbers], BAR * frame["gold"].nunique() + 90)


def agreement_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """Strict F1 of each pair of annotators as a matrix, as ``frames.agreement`` has them."""
    turned = frame.rename(columns={"one": "other", "other": "one"})
    drawn = pd.concat([frame, turned], ignore_index=True)
    drawn = drawn.assign(
        number=drawn["F1 strict"].map(lambda f1: "–" if math.isnan(f1) else f"{f1:.2f}"),
        f1=drawn["F1 strict"],
    )
    told = [
        alt.Tooltip("one:N", title="One"),
        alt.Tooltip("other:N", title="Other"),
        alt.Tooltip("articles:Q", title="Articles of both", format=",d"),
        alt.Tooltip("f1:Q", title="F1", format=".3f"),
    ]
    squares = (
        alt.Chart(drawn)
        .mark_rect(color=neutral(dark))
        .encode(
            x=alt.X("other:N", axis=columns_axis("")),
            y=alt.Y("one:N", axis=rows_axis("")),
            opacity=alt.Opacity(
                "f1:Q", scale=alt.Scale(domain=[0, 1], range=[0.05, 0.75]), legend=None
            ),
            tooltip=told,
        )
    )
    numbers = squares.mark_text(color=TEXT).encode(text="number:N", opacity=alt.value(1))
    return layered([squares, numbers], LANES * drawn["one"].nunique() + 60)
