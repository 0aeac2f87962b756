"""How far the annotation is, as a chart: who has done how many articles by when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import altair as alt
import pandas as pd

from annotator.charts.drawing import ABOVE, TEXT, layered
from annotator.charts.scores import ACCENT
from annotator.colours import colour, neutral

MOST = 8  # lines: more could not be told apart
HEIGHT = 240  # pixels from no article to the most
GAP = 15 / HEIGHT  # from one name to the next, as a share of the height
LONGEST = 24  # characters of a name before it is cut

# With the first two of all charts, these differ for every kind of colour blindness, also by how
# light they are; where four are not enough, they come again dashed.
GREENS, PURPLES = ("#0d4033", "#6ceaab"), ("#7a1fd6", "#a641c8")
SOLID, DASHED, DOTTED = [1, 0], [6, 3], [1, 3]

# From how far apart the dates below the axis may be, the first that needs no more than TICKS.
TICKS = 7
DAY, MONTH, YEAR = "%-d %b %Y", "%b %Y", "%Y"
STEPS = (
    *((step, DAY) for step in ("D", "2D", "W-MON", "2W-MON")),
    *((step, MONTH) for step in ("MS", "2MS", "QS", "2QS")),
    *((step, YEAR) for step in ("YS", "2YS", "5YS", "10YS")),
)


def progress_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """Articles done by day and annotator, added up, as ``frames.progress`` has them.

    Each line ends in its annotator's name and number; beyond eight, who did least is one line.
    """
    lines = _lines(frame)
    ends = lines.drop_duplicates("line", keep="last")
    ends = ends.sort_values(["cumulative", "line"], ascending=[False, True])
    top = max(int(ends["cumulative"].max()) if len(ends) else 0, 1)
    names = [
        f"{_cut(line)} · {number:,}"
        for line, number in zip(ends["line"], ends["cumulative"], strict=True)
    ]
    places = [top * share for share in _apart(list(ends["cumulative"] / top))]
    ends = ends.assign(label=names, place=places)
    order = [*ends.loc[~ends["rest"], "line"], *ends.loc[ends["rest"], "line"]]
    # A step is a rise and a level: days on which nothing was done add nothing to see.
    edge = ~lines["line"].duplicated() | ~lines["line"].duplicated(keep="last")
    drawn = lines[edge | (lines["done"] > 0)]

    x = alt.X("day:T", axis=_dates(lines["day"]))
    # Said once, in the first layer: the others have the same scale.
    time = alt.Scale(domain=_edges(lines["day"]), nice=False) if len(lines) else alt.Scale()
    y = alt.Y("cumulative:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=_whole())
    people = len(order) - int(ends["rest"].any())
    four = (neutral(dark), ACCENT, GREENS[dark], PURPLES[dark])
    shades = [four[i % len(four)] for i in range(people)]
    dashes = [DASHED if i >= len(four) else SOLID for i in range(people)]
    if people < len(order):
        shades, dashes = [*shades, colour("total", dark)], [*dashes, DOTTED]
    shade = alt.Color("line:N", scale=alt.Scale(domain=order, range=shades), legend=None)
    dash = alt.StrokeDash("line:N", scale=alt.Scale(domain=order, range=dashes), legend=None)
    told = [
        alt.Tooltip("when:N", title="Day (UTC)"),
        alt.Tooltip("line:N", title="Annotator"),
        alt.Tooltip("done:Q", title="Done that day", format=",d"),
        alt.Tooltip("cumulative:Q", title="In all", format=",d"),
    ]
    steps = (
        alt.Chart(drawn)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(x=x.scale(time), y=y, color=shade, strokeDash=dash)
    )
    near = alt.selection_point(
        name="near", fields=["line", "day"], on="pointerover", nearest=True, empty=False
    )
    days = (
        alt.Chart(drawn)
        .mark_point(filled=True, size=60)
        .encode(
            x=x,
            y=y,
            color=shade,
            opacity=alt.when(near).then(alt.value(1)).otherwise(alt.value(0)),
            tooltip=told,
        )
        .add_params(near)
    )
    base = alt.Chart(ends).encode(x=x)
    dots = base.mark_point(filled=True, opacity=1, size=40).encode(y=y, color=shade)
    # Names that had to make room for each other still hang on their lines.
    leads = base.mark_rule(xOffset=4, x2Offset=14, strokeWidth=1).encode(
        y=y, x2="day:T", y2="place:Q", color=shade
    )
    texts = base.mark_text(align="left", baseline="middle", dx=18, color=TEXT).encode(
        y=alt.Y("place:Q", axis=_whole()), text="label:N"
    )
    return layered([steps, days, dots, leads, texts], HEIGHT)


def _lines(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the line that each row belongs to: an annotator's own, or the others'."""
    totals = frame.groupby("annotator")["done"].sum().reset_index()
    ranked = totals.sort_values(["done", "annotator"], ascending=[False, True])["annotator"]
    rest = set() if len(ranked) <= MOST else set(ranked[MOST - 1 :])
    others = frame["annotator"].isin(rest)
    lines = frame.assign(line=frame["annotator"].mask(others, f"{len(rest)} others"), rest=others)
    # Every line of the frame goes on to the last day, so those of the others add up on each.
    summed = lines.groupby(["line", "rest", "day"])[["done", "cumulative"]].sum().reset_index()
    return summed.assign(when=summed["day"].dt.strftime("%-d %B %Y"))


def _apart(shares: Sequence[float]) -> list[float]:
    """Where names stand, highest first, as near their lines as they can be without touching.

    Neighbours that would touch form a group around the mean of their lines (the pool adjacent
    violators algorithm, with a gap between the members).
    """
    groups: list[list[float]] = []
    for i, share in enumerate(shares):
        groups.append([share + i * GAP])
        while len(groups) > 1 and _mean(groups[-1]) > _mean(groups[-2]):
            last = groups.pop()
            groups[-1] += last
    most = 1.0
    least = (len(shares) - 1) * GAP
    level = [min(max(_mean(group), least), most) for group in groups for _ in group]
    return [place - i * GAP for i, place in enumerate(level)]


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers)


def _edges(days: pd.Series) -> list[alt.DateTime]:
    first, last = days.min(), days.max()
    if first == last:  # a single day stands in the middle
        first, last = first - pd.Timedelta(days=1), last + pd.Timedelta(days=1)
    return [_date(first), _date(last)]


def _dates(days: pd.Series) -> alt.Axis:
    # Left to itself the axis puts hours between few days, and a day's name beneath several.
    ticks, form = _ticks(days)
    return alt.Axis(title=None, values=[_date(tick) for tick in ticks], format=form, grid=False)


def _ticks(days: pd.Series) -> tuple[Iterable[pd.Timestamp], str]:
    if len(days):
        for step, form in STEPS:
            ticks = pd.date_range(days.min(), days.max(), freq=step)
            if len(ticks) <= TICKS:
                return ticks, form
    return days.unique(), DAY


def _date(moment: pd.Timestamp) -> alt.DateTime:
    return alt.DateTime(year=moment.year, month=moment.month, date=moment.day)


def _whole() -> alt.Axis:
    return alt.Axis(
        title="Articles done",
        format=",d",
        tickMinStep=1,
        tickCount=4,
        grid=False,
        titleAlign="left",
        titleX=0,
        titleY=-10,
        **ABOVE,
    )


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
