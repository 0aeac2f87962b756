"""Who is in the news when, as charts: lines over time, and who is rising or falling."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pandas as pd

from annotator.charts import progress
from annotator.charts.company import THICK, bar_axis, faded, mirrored, rows_of, told
from annotator.charts.drawing import ABOVE, BAR, BAR_END, NAME_LIMIT, TEXT, layered, rows_axis
from annotator.charts.progress import DASHED, DOTTED, HEIGHT, SOLID
from annotator.charts.progress import _apart as apart
from annotator.charts.scores import ACCENT
from annotator.colours import colour, neutral
from annotator.labels import BY_NAME

MOST_LINES, MOST_ROWS = 6, 20
FEW = 40  # periods that can each have a point
SIDE = 48  # pixels for a number at the end of a bar

# A period's length in days, and what it is called where there is room.
UNITS = {"day": (1, "%-d %B %Y"), "week": (7, "week of %-d %B %Y"), "month": (30, "%B %Y")}


def time_chart(frame: pd.DataFrame, *, unit: str = "day", dark: bool = False) -> alt.LayerChart:
    """Mentions (columns period, series, mentions) as one line for each of six series at most.

    Periods begin a day, a week or a month (``unit``), and none is missing. Each line ends in its
    series' name. The interval selection "when" holds the first and the last period chosen, in
    milliseconds of UTC, whatever the reader's time zone.
    """
    drawn = dated(frame, unit).sort_values("period", kind="stable")
    totals = (
        drawn.groupby("series", observed=True)["mentions"]
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    order = list(totals.index[:MOST_LINES])
    drawn = drawn[drawn["series"].isin(order)]
    ends = drawn.drop_duplicates("series", keep="last")
    ends = ends.sort_values(["mentions", "series"], ascending=[False, True])
    top = max(int(drawn["mentions"].max()) if len(drawn) else 0, 1)
    ends = ends.assign(place=[top * share for share in apart(list(ends["mentions"] / top))])

    time = dates_axis(drawn["period"], unit)
    # The span is said once, in the first layer: the others have the same scale.
    span = time.scale(type="utc", nice=False, domain=_edges(drawn["period"], unit))
    y = alt.Y("mentions:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=upright("Mentions"))
    shade, dash = _lines(order, dark)
    lines = (
        alt.Chart(drawn)
        .mark_line(strokeWidth=2, strokeJoin="round")
        .encode(x=span, y=y, color=shade, strokeDash=dash)
    )
    few = drawn["period"].nunique() <= FEW
    points = (
        alt.Chart(drawn)
        .mark_point(filled=True, size=30 if few else 60, opacity=1 if few else 0)
        .encode(
            x=time,
            y=y,
            color=shade,
            tooltip=told(("when", "When"), ("series", "What"), ("mentions", "Mentions", ",d")),
        )
        .add_params(chosen_time(dark))
    )
    base = alt.Chart(ends).encode(x=time)
    # Names that had to make room for each other still hang on their lines.
    leads = base.mark_rule(xOffset=4, x2Offset=14, strokeWidth=1).encode(
        y=y, x2="period:T", y2="place:Q", color=shade
    )
    names = base.mark_text(**{**BAR_END, "dx": 18, "limit": NAME_LIMIT - 40}).encode(
        y=alt.Y("place:Q", axis=upright("Mentions")),
        text="series:N",
        tooltip=told(("series", "What")),
    )
    return layered([lines, points, leads, names], HEIGHT)


def rising_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """Whose mentions per 1,000 articles rise, to the right, and whose fall, to the left.

    Columns name, label, before, after, change; the twenty greatest changes, from the rise to the
    fall. The point selection "name" holds a name and its label.
    """
    greatest = frame.sort_values("change", key=abs, ascending=False, kind="stable")
    drawn = greatest.head(MOST_ROWS).sort_values("change", ascending=False, kind="stable")
    drawn = drawn.assign(
        row=rows_of(drawn),
        way=["falling" if change < 0 else "rising" for change in drawn["change"]],
        number=[signed(change) for change in drawn["change"]],
        both=[f"{b:,.1f} → {a:,.1f}" for b, a in zip(drawn["before"], drawn["after"], strict=True)],
    )
    low, high = (float(edge([0, *drawn["change"]])) for edge in (min, max))
    chosen = alt.selection_point(name="name", fields=["name", "label"])
    names = rows_axis("Name")
    names.titleY = -6  # on the line of the other words above
    ends = [low, high if high > low else 1]
    title = "Change in mentions per 1,000 articles"
    x = bar_axis("change:Q", title, ends, padding=SIDE, above=24)
    base = alt.Chart(drawn).encode(
        y=alt.Y("row:N", sort=list(drawn["row"]), axis=names),
        tooltip=told(
            ("name", "Name"),
            ("label", "Label"),
            ("before", "Per 1,000 articles before", ",.2f"),
            ("after", "Per 1,000 articles after", ",.2f"),
            ("number", "Change"),
        ),
    )
    ways = alt.Scale(domain=["rising", "falling"], range=[neutral(dark), ACCENT])
    bars = (
        base.mark_bar(cursor="pointer", size=THICK)
        .encode(x=x, color=alt.Color("way:N", scale=ways, legend=None), opacity=faded(chosen))
        .add_params(chosen)
    )
    words = base.encode(x=x, text="number:N")
    numbers = [
        words.transform_filter(f"datum.way === '{way}'").mark_text(**place)
        for way, place in (("rising", BAR_END), ("falling", mirrored(BAR_END)))
    ]
    both = base.mark_text(**BAR_END).encode(x=alt.value("width"), text="both:N")
    return layered([bars, *numbers, both, *_heads(drawn, x)], BAR * len(drawn) + 20)


def _heads(drawn: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    """The words above the two sides of zero and above the numbers at the right."""
    zero = alt.Chart(pd.DataFrame({"change": [0]})).encode(x=x)
    above: dict[str, Any] = {"y": -6, "baseline": "bottom", "color": TEXT, "fontWeight": "bold"}
    heads = [zero.mark_rule(color=TEXT, opacity=0.4)]
    if drawn.empty:
        return heads
    left, right = {**above, "align": "right", "dx": -6}, {**above, "align": "left", "dx": 6}
    if (drawn["change"] < 0).any():
        heads.append(zero.mark_text(text="− falling", **left))
    if (drawn["change"] > 0).any():
        heads.append(zero.mark_text(text="+ rising", **right))
    both = zero.mark_text(text="before → after", **right).encode(x=alt.value("width"))
    return [*heads, both]


def dated(frame: pd.DataFrame, unit: str) -> pd.DataFrame:
    """The frame with periods in UTC, so that a day is the same everywhere, and their names."""
    periods = pd.to_datetime(frame["period"], utc=True)
    return frame.assign(period=periods, when=periods.dt.strftime(UNITS[unit][1]))


def dates_axis(periods: pd.Series, unit: str) -> alt.X:
    """Periods along x, a few of them named, the year where it changes."""
    # Left to itself the axis puts hours between few days, and years beneath each other.
    ticks, form = ticks_of(periods, unit)
    labels: dict[int, Any] = {}
    year = None
    for tick in ticks:
        said = [tick.strftime(form)] if form != progress.YEAR else []
        if tick.year != year:
            said.append(str(year := tick.year))
        labels[int(tick.timestamp() * 1000)] = said
    axis = alt.Axis(
        title=None,
        values=[moment(tick) for tick in ticks],
        domain=True,
        labelExpr=f"({json.dumps(labels)})[time(datum.value)]",
        grid=False,
    )
    return alt.X("period:T", axis=axis, scale=alt.Scale(type="utc"))


def ticks_of(periods: pd.Series, unit: str) -> tuple[list[pd.Timestamp], str]:
    """The periods that are named, seven at most, and how, without the year."""
    known = sorted(periods.unique())
    if not known:
        return [], progress.DAY
    first, last = known[0], known[-1]
    week = f"W-{first.day_name()[:3].upper()}"
    coarsest = {"day": 0, "week": 1, "month": 2}[unit]
    steps = (
        *(("D", 0), ("2D", 0), (week, 1), (f"2{week}", 1)),
        *((step, 2) for step, form in progress.STEPS if form != progress.DAY),
    )
    for step, rank in steps:
        ticks = list(pd.date_range(first, last, freq=step))
        if rank >= coarsest and 1 <= len(ticks) <= progress.TICKS:
            return ticks, progress.YEAR if "Y" in step else "%b" if rank == 2 else "%-d %b"
    return [first], "%-d %b"


def _edges(periods: pd.Series, unit: str) -> Any:
    if not len(periods):
        return alt.Undefined
    first, last = periods.min(), periods.max()
    if first == last:  # a single period stands in the middle
        length = pd.Timedelta(days=UNITS[unit][0])
        first, last = first - length, last + length
    return [moment(first), moment(last)]


def moment(of: pd.Timestamp) -> alt.DateTime:
    """A day as a chart has it."""
    return alt.DateTime(year=of.year, month=of.month, date=of.day, utc=True)


def _lines(order: list[str], dark: bool) -> tuple[alt.Color, alt.StrokeDash]:
    four = (neutral(dark), ACCENT, progress.GREENS[dark], progress.PURPLES[dark])
    shades = [four[i % 4] for i in range(len(order))]
    dashes = [DASHED if i >= 4 else SOLID for i in range(len(order))]
    if all(series in BY_NAME for series in order):
        # Labels keep their colours; as those are of one lightness, lines differ in their dashes.
        shades = [colour(label, dark) for label in order]
        dashes = [(SOLID, DASHED, DOTTED)[i % 3] for i in range(len(order))]
    shade = alt.Color("series:N", scale=alt.Scale(domain=order, range=shades), legend=None)
    dash = alt.StrokeDash("series:N", scale=alt.Scale(domain=order, range=dashes), legend=None)
    return shade, dash


def upright(title: str, form: str = ",d") -> alt.Axis:
    """Numbers along y, with a title above them."""
    return alt.Axis(
        title=title,
        format=form,
        tickMinStep=0.25 if "%" in form else 1,
        tickCount=4,
        grid=False,
        titleAlign="left",
        titleX=0,
        titleY=-10,
        **ABOVE,
    )


def chosen_time(dark: bool) -> alt.Parameter:
    """The selection of a stretch of time, drawn so that it is seen on any page."""
    mark = alt.BrushConfig(fill=neutral(dark), fillOpacity=0.15, stroke=neutral(dark))
    return alt.selection_interval(name="when", encodings=["x"], mark=mark)


def signed(change: float) -> str:
    number = f"{abs(change):,.1f}"
    return number if number == "0.0" else ("−" if change < 0 else "+") + number
