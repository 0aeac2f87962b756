"""Who is in the news, as charts: labels, names, dates."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from annotator.charts.drawing import ABOVE, BAR, BAR_END, layered, rows_axis, size
from annotator.colours import colour, neutral
from annotator.labels import BY_NAME

FEWEST_PERIODS = 14  # a single day is no wall of colour
OPACITIES = {"day": 1.0, "month": 0.6, "year": 0.3}

# How long a range of days is drawn by day and by month; beyond, by year.
PERIODS: tuple[tuple[float, str, Any, str, str], ...] = (
    (120, "D", "yearmonthdate", "%-d %b %Y", "%-d %B %Y"),
    (3650, "M", "yearmonth", "%b %Y", "%B %Y"),
    (math.inf, "Y", "year", "%Y", "%Y"),
)


def labels_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """Mentions by label (columns label, mentions) as bars, the longest on top."""
    drawn = frame.assign(number=frame["mentions"].map("{:,}".format))
    base = alt.Chart(drawn).encode(
        x=_mentions(drawn["mentions"], room=0.1),
        y=alt.Y("label:N", sort=_longest_first(drawn, "label"), axis=rows_axis("Label")),
        tooltip=[
            alt.Tooltip("label:N", title="Label"),
            alt.Tooltip("mentions:Q", title="Mentions", format=",d"),
        ],
    )
    bars = base.mark_bar().encode(color=_label_colours(drawn["label"], dark))
    numbers = base.mark_text(**BAR_END).encode(text="number:N")
    return layered([bars, numbers], BAR * len(drawn))


def names_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """Names (columns name, label, mentions, articles) as bars in the colour of their label.

    A click on a bar selects it: the point selection "name" holds its name and label.
    """
    shorts = frame["label"].map(_short)
    counted = frame["mentions"].map("{:,}".format)
    ambiguous = frame["name"].duplicated(keep=False)
    drawn = frame.assign(
        # A name that stands under two labels needs two rows.
        row=frame["name"].where(~ambiguous, frame["name"] + " (" + shorts + ")"),
        number=counted + "  " + shorts if frame["label"].nunique() > 1 else counted,
    )
    chosen = alt.selection_point(name="name", fields=["name", "label"])
    base = alt.Chart(drawn).encode(
        x=_mentions(drawn["mentions"], room=0.25),
        y=alt.Y("row:N", sort=_longest_first(drawn, "row"), axis=rows_axis("Name")),
        tooltip=[
            alt.Tooltip("name:N", title="Name"),
            alt.Tooltip("label:N", title="Label"),
            alt.Tooltip("mentions:Q", title="Mentions", format=",d"),
            alt.Tooltip("articles:Q", title="Articles", format=",d"),
        ],
    )
    bars = base.mark_bar(cursor="pointer").encode(
        color=_label_colours(drawn["label"], dark),
        opacity=alt.when(chosen).then(alt.value(1)).otherwise(alt.value(0.35)),
    )
    numbers = base.mark_text(**BAR_END).encode(text="number:N")
    return layered([bars.add_params(chosen), numbers], BAR * len(drawn))


def dates_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.Chart:
    """Mentions over time (columns date, precision, mentions) by day, month or year, as they span.

    What is known only to the month or the year is paler and stands at that period's beginning.
    """
    first, last = frame["date"].min(), frame["date"].max()
    days = (last - first).days if len(frame) else 0
    step, unit, short, long = next(p[1:] for p in PERIODS if days <= p[0])
    begun = frame["date"].dt.to_period(step).dt.start_time
    summed = frame.assign(date=begun).groupby(["date", "precision"])["mentions"].sum().reset_index()
    drawn = summed.assign(
        when=summed["date"].dt.strftime(long), rank=summed["precision"].map(list(OPACITIES).index)
    )
    several = drawn["precision"].nunique() > 1
    chart: alt.Chart = (
        alt.Chart(drawn, **size(190 + 60 * several))
        .mark_bar(color=neutral(dark))
        .encode(
            x=alt.X(
                "date:T",
                timeUnit=alt.TimeUnitParams(unit=unit),
                scale=_time_scale(first, last, step) if len(frame) else alt.Undefined,
                axis=alt.Axis(
                    title="Published", format=short, grid=False, tickCount=6, labelFlush=False
                ),
            ),
            y=alt.Y(
                "mentions:Q",
                axis=alt.Axis(
                    title="Mentions",
                    format=",d",
                    tickMinStep=1,
                    tickCount=4,
                    grid=False,
                    titleAlign="left",
                    titleX=0,
                    titleY=-10,
                    **ABOVE,
                ),
            ),
            opacity=alt.Opacity(
                "precision:O",
                scale=alt.Scale(domain=list(OPACITIES), range=list(OPACITIES.values())),
                legend=alt.Legend(title="Date known to the", orient="bottom") if several else None,
            ),
            order="rank:O",
            tooltip=[
                alt.Tooltip("when:N", title="Published"),
                alt.Tooltip("precision:N", title="Known to the"),
                alt.Tooltip("mentions:Q", title="Mentions", format=",d"),
            ],
        )
    )
    return chart


def _mentions(counts: pd.Series, room: float) -> alt.X:
    # Room at the right is for the numbers; with them there, ticks would say everything twice.
    most = max(int(counts.max()) if len(counts) else 0, 1)
    axis = alt.Axis(
        title="Mentions", orient="top", titleAnchor="start", labels=False, ticks=False, grid=False
    )
    return alt.X("mentions:Q", scale=alt.Scale(domain=[0, most * (1 + room)]), axis=axis)


def _longest_first(frame: pd.DataFrame, column: str) -> list[str]:
    return list(frame.sort_values("mentions", ascending=False, kind="stable")[column])


def _label_colours(labels: Iterable[str], dark: bool) -> alt.Color:
    domain = list(dict.fromkeys(labels))
    scale = alt.Scale(domain=domain, range=[colour(label, dark) for label in domain])
    return alt.Color("label:N", scale=scale, legend=None)


def _time_scale(first: pd.Timestamp, last: pd.Timestamp, step: str) -> alt.Scale:
    begin, end = first.to_period(step), last.to_period(step) + 1
    missing = FEWEST_PERIODS - (end - begin).n
    if missing > 0:
        begin, end = begin - missing // 2, end + (missing + 1) // 2
    edges = (begin.start_time, end.start_time)
    return alt.Scale(domain=[alt.DateTime(year=e.year, month=e.month, date=e.day) for e in edges])


def _short(label: str) -> str:
    known = BY_NAME.get(label)
    return known.short if known else label.lower()
