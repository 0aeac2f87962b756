"""Counted tables as charts: the numbers stand beside the marks, so no grid is needed.

Neither background nor text has a colour of its own: both follow the page, light or dark. Colours
of labels are those of the highlighted text; a chart is told with ``dark`` which shade to use.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from annotator.colours import colour, neutral
from annotator.frames import MISSED, SPURIOUS
from annotator.labels import BY_NAME

TEXT = "currentColor"  # the page's own text colour, in SVG as in canvas
BAR = 24  # pixels of height for a bar with its gap
LANES = 36  # pixels of height for two systems
NAME_LIMIT = 190  # pixels of width for a name before it is cut
FEWEST_PERIODS = 14  # a single day is no wall of colour

BAR_END: dict[str, Any] = {"align": "left", "baseline": "middle", "dx": 6, "color": TEXT}
ABOVE: dict[str, Any] = {"titleAngle": 0, "titleAnchor": "start", "titleBaseline": "bottom"}

LAST = (SPURIOUS, MISSED)
ACCENT = "#c0492f"  # the second of two systems: told from the first without colour by its lane
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
        y=alt.Y("label:N", sort=_longest_first(drawn, "label"), axis=_rows_axis("Label")),
        tooltip=[
            alt.Tooltip("label:N", title="Label"),
            alt.Tooltip("mentions:Q", title="Mentions", format=",d"),
        ],
    )
    bars = base.mark_bar().encode(color=_label_colours(drawn["label"], dark))
    numbers = base.mark_text(**BAR_END).encode(text="number:N")
    return _layered([bars, numbers], BAR * len(drawn))


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
        y=alt.Y("row:N", sort=_longest_first(drawn, "row"), axis=_rows_axis("Name")),
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
    return _layered([bars.add_params(chosen), numbers], BAR * len(drawn))


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
        alt.Chart(drawn, **_size(190 + 60 * several))
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
    row = alt.Y("name:N", sort=order, axis=_rows_axis(""))
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
    return _layered([ranges, dots, ends], height)


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
            x=alt.X("predicted:N", sort=order, axis=_columns_axis("Predicted")),
            y=alt.Y("gold:N", sort=order, axis=_rows_axis("Gold")),
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
    return _layered([squares, numbers], BAR * frame["gold"].nunique() + 90)


def _layered(layers: list[alt.Chart], marks: int) -> alt.LayerChart:
    chart: alt.LayerChart = alt.LayerChart(layer=layers, **_size(marks))
    return chart


def _size(marks: int) -> dict[str, Any]:
    # The height is that of the whole chart, so the axes and their titles need some of it.
    fit = alt.AutoSizeParams(type="fit", contains="padding")
    return {"width": "container", "height": marks + 60, "autosize": fit}


def _mentions(counts: pd.Series, room: float) -> alt.X:
    # Room at the right is for the numbers; with them there, ticks would say everything twice.
    most = max(int(counts.max()) if len(counts) else 0, 1)
    axis = alt.Axis(
        title="Mentions", orient="top", titleAnchor="start", labels=False, ticks=False, grid=False
    )
    return alt.X("mentions:Q", scale=alt.Scale(domain=[0, most * (1 + room)]), axis=axis)


def _rows_axis(title: str) -> alt.Axis:
    return alt.Axis(
        title=title,
        titleAlign="right",
        titleX=-8,
        titleY=-16,
        labelLimit=NAME_LIMIT,
        labelPadding=8,
        ticks=False,
        grid=False,
        **ABOVE,
    )


def _columns_axis(title: str) -> alt.Axis:
    return alt.Axis(
        title=title,
        orient="top",
        labelAngle=-45,
        labelLimit=NAME_LIMIT,
        labelOverlap=False,
        ticks=False,
        grid=False,
    )


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
