"""Corrected estimates beside what was counted."""

from __future__ import annotations

import altair as alt
import pandas as pd

from annotator.charts.drawing import BAR, BAR_END, TEXT, layered, rows_axis
from annotator.colours import neutral

NONE = "too few in gold"


def estimates_chart(
    frame: pd.DataFrame, *, share: bool = False, dark: bool = False
) -> alt.LayerChart:
    """Estimates with their 95 % intervals as dots and lines, what was counted as a tick.

    Columns are what, counted, estimate, low and high; of what has no estimate only the tick is
    drawn, and the row says so. With ``share`` figures are shares of one.
    """
    written = "{:.0%}".format if share else "{:,.0f}".format
    drawn = frame.assign(
        number=[
            NONE if pd.isna(row.estimate) else f"{written(row.estimate)}"
            for row in frame.itertuples()
        ],
        told=[
            NONE if pd.isna(row.low) else f"{written(row.low)} to {written(row.high)}"
            for row in frame.itertuples()
        ],
        was=[written(counted) for counted in frame["counted"]],
    )
    order = list(frame["what"])
    scale = alt.Scale(domain=[0, 1]) if share else alt.Scale(zero=True, nice=True)
    axis = alt.Axis(title="Estimate and its 95 % interval; | as suggested", grid=False,
                    format="%" if share else ",d", tickCount=5)  # fmt: skip
    row = alt.Y("what:N", sort=order, axis=rows_axis(""))
    told = [
        alt.Tooltip("what:N", title="What"),
        alt.Tooltip("number:N", title="Estimate"),
        alt.Tooltip("told:N", title="95 %"),
        alt.Tooltip("was:N", title="As suggested"),
        alt.Tooltip("seen:Q", title="Gold articles with it", format=",d"),
    ]
    base = alt.Chart(drawn).encode(y=row, tooltip=told)
    known = alt.Chart(drawn.dropna(subset="estimate")).encode(y=row, tooltip=told)
    ranges = known.mark_rule(strokeWidth=2, opacity=0.5, color=neutral(dark)).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"
    )
    dots = known.mark_point(filled=True, opacity=1, size=60, color=neutral(dark)).encode(
        x=alt.X("estimate:Q", scale=scale, axis=axis)
    )
    ticks = base.mark_tick(color=TEXT, thickness=1.5, size=12).encode(
        x=alt.X("counted:Q", scale=scale, axis=axis)
    )
    ends = base.mark_text(**{**BAR_END, "dx": 14}).encode(x=alt.value("width"), text="number:N")
    return layered([ranges, ticks, dots, ends], BAR * len(order) + 40)
