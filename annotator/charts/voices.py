"""Whose words the news has, how, and at which outlet, as charts."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from annotator.charts.company import THICK, bar_axis, below, faded, pale, told
from annotator.charts.drawing import BAR, BAR_END, NAME_LIMIT, TEXT, layered, rows_axis
from annotator.charts.over_time import FEW, UNITS, chosen_time, dated, dates_axis, moment, upright
from annotator.charts.scores import ACCENT
from annotator.colours import colour, neutral

MOST = 20  # speakers
TALL = 300  # pixels from no share to all
OUTLET_LIMIT = 130  # pixels of width for an outlet before it is cut
FEWEST_PERIODS = 9  # a single period is no wall of colour

# Kinds of quotes, from the speaker's own words to the reporter's.
KINDS = {"direct": 0.85, "mixed": 0.45, "indirect": 0.15}
SOURCES = ("named", "unnamed", "unknown")


def speakers_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """Words quoted (columns speaker, kind, words, quotes) as bars, the twenty longest on top.

    A bar ends in its number and its share of all words of the frame. The point selection
    "speaker" holds a speaker.
    """
    totals = frame.groupby("speaker", sort=False, observed=True)["words"].sum()
    totals = totals.sort_values(ascending=False, kind="stable")
    every, order = max(int(totals.sum()), 1), list(totals.index[:MOST])
    drawn = frame[frame["speaker"].isin(order)]
    drawn = drawn.assign(rank=[_rank(kind) for kind in drawn["kind"]])
    ends = pd.DataFrame({"speaker": order, "words": totals[:MOST].to_numpy()})
    ends = ends.assign(number=[f"{w:,} · {_percent(w / every)}" for w in ends["words"]])
    chosen = alt.selection_point(name="speaker", fields=["speaker"])
    row = alt.Y("speaker:N", sort=order, axis=rows_axis("Speaker"))
    most = max(int(totals.max()) if len(totals) else 0, 1)
    x = bar_axis("words:Q", "Words quoted, and their share of all", [0, most])
    bars = (
        alt.Chart(drawn)
        .mark_bar(cursor="pointer", size=THICK, stroke=neutral(dark), strokeWidth=1)
        .encode(
            x=x,
            y=row,
            color=_kinds(drawn["kind"], dark),
            order="rank:O",
            opacity=faded(chosen),
            tooltip=told(
                ("speaker", "Speaker"),
                ("kind", "Kind of quote"),
                ("words", "Words", ",d"),
                ("quotes", "Quotes", ",d"),
            ),
        )
        .add_params(chosen)
    )
    numbers = alt.Chart(ends).mark_text(**BAR_END).encode(x=x, y=row, text="number:N")
    return layered([bars, numbers], BAR * len(order) + 70)


def sourcing_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """How far outlets name who speaks (columns outlet, named, unnamed, unknown), named most first.

    A bar ends in its number of quotes. The point selection "outlet" holds an outlet.
    """
    counts = frame[list(SOURCES)].astype(int)
    ends = frame[["outlet"]].assign(quotes=counts.sum(axis=1))
    shares = counts.div(ends["quotes"].where(ends["quotes"] > 0), axis=0)
    ends = ends.assign(share=shares["named"].fillna(-1), number=ends["quotes"].map("{:,}".format))
    order = list(ends.sort_values("share", ascending=False, kind="stable")["outlet"])
    drawn = pd.concat(
        ends[["outlet"]].assign(source=s, rank=i, quotes=counts[s], share=shares[s])
        for i, s in enumerate(SOURCES)
    )
    drawn = drawn[drawn["quotes"] > 0].sort_values(["outlet", "rank"], kind="stable")
    drawn = drawn.assign(said=drawn["share"].map(_percent))
    edges = drawn.groupby("outlet", observed=True)["share"].cumsum()
    drawn = drawn.assign(begin=edges - drawn["share"], middle=edges - drawn["share"] / 2, end=edges)
    chosen = alt.selection_point(name="outlet", fields=["outlet"])
    row = alt.Y("outlet:N", sort=order, axis=_outlets())
    grey = colour("total", dark)
    fill = [pale(neutral(dark), 0.5), pale(ACCENT, 0.5), pale(grey, 0.12)]
    title = "Share of quotes, and their number"
    x = bar_axis("begin:Q", title, [0, 1])
    bars = (
        alt.Chart(drawn)
        .mark_bar(cursor="pointer", size=THICK, stroke=grey, strokeWidth=1)
        .encode(
            x=x,
            x2="end:Q",
            y=row,
            color=alt.Color(
                "source:N",
                scale=alt.Scale(domain=list(SOURCES), range=fill),
                legend=below("Speaker"),
            ),
            opacity=faded(chosen),
            tooltip=told(
                ("outlet", "Outlet"),
                ("source", "Speaker"),
                ("quotes", "Quotes", ",d"),
                ("share", "Of the outlet's", ".0%"),
            ),
        )
        .add_params(chosen)
    )
    inside = alt.condition("width * datum.share > 36", alt.value(1), alt.value(0))
    said = alt.Chart(drawn).mark_text(color=TEXT, fontSize=11).encode(
        x=bar_axis("middle:Q", title, [0, 1]), y=row, text="said:N", opacity=inside
    )  # fmt: skip
    numbers = alt.Chart(ends).mark_text(**BAR_END).encode(
        x=alt.value("width"), y=row, text="number:N"
    )  # fmt: skip
    return layered([bars, said, numbers], BAR * len(ends) + 70)


def concentration_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """The share of an outlet's quotes that its most quoted speaker has, the greatest on top.

    Columns outlet, effective, top, top_share. The point selection "outlet" holds an outlet.
    """
    drawn = frame.dropna(subset=["top", "top_share"])
    drawn = drawn.sort_values("top_share", ascending=False, kind="stable")
    said = [
        f"{_percent(s)} · \u2068{top}\u2069"
        for s, top in zip(drawn["top_share"], drawn["top"], strict=True)
    ]
    drawn = drawn.assign(said=said)
    chosen = alt.selection_point(name="outlet", fields=["outlet"])
    most = max(float(drawn["top_share"].max()) if len(drawn) else 0, 0.1)
    x = bar_axis("top_share:Q", "Share of the most quoted speaker", [0, most])
    base = alt.Chart(drawn).encode(
        y=alt.Y("outlet:N", sort=list(drawn["outlet"]), axis=_outlets()),
        tooltip=told(
            ("outlet", "Outlet"),
            ("top", "Most quoted"),
            ("top_share", "Of the outlet's quotes", ".1%"),
            ("effective", "As many voices as so many equal ones", ".1f"),
        ),
    )
    stems = base.mark_rule(color=neutral(dark), opacity=0.5).encode(x=x, x2=alt.datum(0))
    dots = (
        base.mark_point(filled=True, size=90, color=neutral(dark), cursor="pointer")
        .encode(x=x, opacity=faded(chosen))
        .add_params(chosen)
    )
    names = base.mark_text(**{**BAR_END, "dx": 10, "limit": NAME_LIMIT}).encode(x=x, text="said:N")
    return layered([stems, dots, names], BAR * len(drawn))


def kinds_over_time_chart(
    frame: pd.DataFrame, *, unit: str = "day", dark: bool = False
) -> alt.LayerChart:
    """What share of quotes is of which kind (columns period, kind, share, quotes), by period.

    The interval selection "when" is that of ``time_chart``: a bar stands where a point would.
    """
    drawn = dated(frame, unit).sort_values("period", kind="stable")
    length = pd.Timedelta(days=UNITS[unit][0])
    first, last = drawn["period"].min(), drawn["period"].max()
    periods = round((last - first) / length) + 1 if len(drawn) else 1
    few = periods <= FEW
    more = max(FEWEST_PERIODS - periods, 0)
    span: Any = alt.Undefined
    if len(drawn):
        span = [moment(first - length * (more / 2 + 0.5)), moment(last + length * (more / 2 + 0.5))]
    time = dates_axis(drawn["period"], unit).scale(type="utc", nice=False, domain=span)
    shown = drawn[drawn["share"] > 0]
    bars = (
        alt.Chart(shown.assign(rank=[_rank(kind) for kind in shown["kind"]]))
        .mark_bar(
            size={"expr": f"max(1, width / {periods + more} * {0.85 if few else 1})"},
            stroke=neutral(dark),
            strokeWidth=1 if few else 0,
        )
        .encode(
            x=time,
            y=alt.Y(
                "share:Q",
                scale=alt.Scale(domain=[0, 1]),
                stack="zero",
                axis=upright("Share of quotes", "%"),
            ),
            color=_kinds(shown["kind"], dark),
            order="rank:O",
            tooltip=told(
                ("when", "When"), ("kind", "Kind of quote"),
                ("share", "Share", ".0%"), ("quotes", "Quotes", ",d"),
            ),
        )
        .add_params(chosen_time(dark))
    )  # fmt: skip
    return layered([bars], TALL)


def _kinds(kinds: pd.Series, dark: bool) -> alt.Color:
    """The kinds as strengths of one colour, the speaker's own words the strongest."""
    order = [*KINDS, *sorted({*kinds} - {*KINDS})]
    range_ = [pale(neutral(dark), KINDS.get(kind, 0)) for kind in order]
    return alt.Color("kind:N", scale=alt.Scale(domain=order, range=range_), legend=below("Quotes"))


def _rank(kind: str) -> int:
    return list(KINDS).index(kind) if kind in KINDS else len(KINDS)


def _outlets() -> alt.Axis:
    axis = rows_axis("Outlet")
    axis.labelFlush = False
    axis.labelLimit = OUTLET_LIMIT
    return axis


def _percent(share: float) -> str:
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"
