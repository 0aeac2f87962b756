"""Names set against each other and against their words, as charts: company, verbs, silence."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from annotator.charts.drawing import BAR, BAR_END, TEXT, columns_axis, layered, rows_axis
from annotator.charts.news import _short as short
from annotator.charts.scores import ACCENT
from annotator.colours import neutral

MOST, MOST_VERBS = 20, 12  # rows: more have no room for numbers
MIDDLE = 95  # pixels from the middle of a chart to bars at either side
CELL_LIMIT = 130  # pixels of width for a name beside a matrix
DIGIT, CELL = 5.2, 110  # pixels of width for a digit in a cell, and for a cell at most
THICK = 17  # pixels of height for a bar without its gap
STRONGEST, WEAKEST = 0.55, 0.06  # a number must still be legible on the strongest

# How much more often than by chance, from which on, and how strong that is drawn.
CLASSES = (
    (0.0, "less", WEAKEST),
    (0.8, "as often", 0.18),
    (1.25, "more", 0.36),
    (3.0, "3 times or more", STRONGEST),
)


def company_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """In how many articles two names stand together, and how that compares with chance.

    Columns one, other, articles, lift, with a row for either direction; the order is that of the
    categories of ``one``, and of these the first twenty are drawn. The point selection "pair"
    holds both names.
    """
    order = _order(frame["one"])[:MOST]
    drawn = frame.astype({"one": "object", "other": "object"})
    inside = drawn["one"].isin(order) & drawn["other"].isin(order)
    drawn = drawn[inside & (drawn["one"] != drawn["other"])]
    drawn = drawn.assign(
        number=drawn["articles"].map("{:,}".format),
        chance=[next(n for least, n, _ in reversed(CLASSES) if lift >= least or not least)
                for lift in drawn["lift"]],
    )  # fmt: skip
    scale = alt.Scale(
        domain=[name for _, name, _ in CLASSES],
        range=[pale(neutral(dark), strength) for *_, strength in CLASSES],
    )
    legend = below("Named together, compared with chance")
    tips = told(
        ("one", "One"),
        ("other", "Other"),
        ("articles", "Articles of both", ",d"),
        ("lift", "Times as often as by chance", ",.1f"),
    )
    chosen = alt.selection_point(name="pair", fields=["one", "other"])
    shade = alt.Color("chance:N", scale=scale, legend=legend)
    return matrix(drawn, ("one", order), ("other", order), shade, chosen, tips, legend=True)


def cues_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """Which verbs bring in a speaker's quotes (columns speaker, cue, quotes, share) as a matrix.

    The twelve most quoted and the twelve most used verbs; a cell says how many quotes there are,
    and is the stronger the more of the speaker's they are. The point selection "cue" holds both.
    """
    order = {}
    for column in ("speaker", "cue"):
        totals = frame.groupby(column, sort=False, observed=True)["quotes"].sum()
        order[column] = list(totals.sort_values(ascending=False, kind="stable").index[:MOST_VERBS])
    drawn = frame[frame["speaker"].isin(order["speaker"]) & frame["cue"].isin(order["cue"])]
    drawn = drawn[drawn["quotes"] > 0]
    drawn = drawn.assign(number=drawn["quotes"].map("{:,}".format))
    most = max([0.01, *drawn["share"].dropna()])
    strengths = [pale(neutral(dark), strength) for strength in (WEAKEST, STRONGEST)]
    scale = alt.Scale(domain=[0, most], range=strengths, interpolate="rgb", type="sqrt")
    tips = told(
        ("speaker", "Speaker"),
        ("cue", "Verb"),
        ("quotes", "Quotes", ",d"),
        ("share", "Of the speaker's quotes", ".0%"),
    )
    chosen = alt.selection_point(name="cue", fields=["speaker", "cue"])
    shade = alt.Color("share:Q", scale=scale, legend=None)
    rows, columns = ("speaker", order["speaker"]), ("cue", order["cue"])
    return matrix(drawn, rows, columns, shade, chosen, tips)


def silence_chart(frame: pd.DataFrame, *, dark: bool = False) -> alt.LayerChart:
    """Who is spoken of and who speaks: mentions to the left, quoted words to the right.

    Columns name, label, mentions, words; the twenty most mentioned, and "silent" where not a word
    is quoted. The sides have scales of their own. The point selection "name" holds a name and
    its label.
    """
    drawn = frame.sort_values("mentions", ascending=False, kind="stable").head(MOST)
    drawn = drawn.assign(
        row=rows_of(drawn),
        silent=drawn["words"] == 0,
        mentioned=drawn["mentions"].map("{:,}".format),
        quoted=["silent" if words == 0 else f"{words:,}" for words in drawn["words"]],
    )
    chosen = alt.selection_point(name="name", fields=["name", "label"])
    base = alt.Chart(drawn).encode(
        y=alt.Y("row:N", sort=list(drawn["row"]), axis=None),
        tooltip=told(
            ("name", "Name"),
            ("label", "Label"),
            ("mentions", "Mentions", ",d"),
            ("words", "Words quoted", ",d"),
        ),
    )
    shade = alt.condition("datum.silent", alt.value(ACCENT), alt.value(neutral(dark)))
    weight = {"expr": "datum.silent ? 'bold' : 'normal'"}
    left = _side(drawn, "mentions", [f"width / 2 - {MIDDLE}", "50"])
    right = _side(drawn, "words", [f"width / 2 + {MIDDLE}", "width - 50"])
    bar = base.mark_bar(cursor="pointer", size=THICK).encode(color=shade, opacity=faded(chosen))
    head: dict[str, Any] = {"y": -10, "color": TEXT, "fontWeight": "bold", "baseline": "bottom"}
    one = alt.Chart(pd.DataFrame({"at": [0]}))
    layers = [
        bar.encode(x=left).add_params(chosen),
        bar.encode(x=right),
        base.mark_text(**mirrored(BAR_END)).encode(x=left, text="mentioned:N"),
        base.mark_text(**BAR_END, fontWeight=weight).encode(x=right, text="quoted:N"),
        base.mark_text(
            x={"expr": "width / 2"}, color=TEXT, limit=2 * MIDDLE - 12, fontWeight=weight
        ).encode(text="row:N"),
        one.mark_text(x={"expr": f"width / 2 - {MIDDLE}"}, align="right", text="Mentions", **head),
        one.mark_text(
            x={"expr": f"width / 2 + {MIDDLE}"}, align="left", text="Words quoted", **head
        ),
    ]
    chart: alt.LayerChart = layered(layers, BAR * len(drawn)).resolve_scale(x="independent")
    return chart


def matrix(
    drawn: pd.DataFrame,
    rows: tuple[str, list[str]],
    columns: tuple[str, list[str]],
    shade: alt.Color,
    chosen: alt.Parameter,
    tips: list[alt.Tooltip],
    *,
    legend: bool = False,
) -> alt.LayerChart:
    """Shaded cells with the column "number" in them, wherever there is room for it."""
    (row, down), (column, across) = rows, columns
    left, above = rows_axis(""), columns_axis("")
    left.labelLimit = above.labelLimit = CELL_LIMIT
    left.labelFlush = False  # the first stands beside its row too
    # A few columns are no wall of colour.
    places: list[Any] = [0, {"expr": f"min(width, {CELL * len(across)})"}]
    base = alt.Chart(drawn).encode(
        x=alt.X(f"{column}:N", scale=alt.Scale(domain=across, range=places), axis=above),
        y=alt.Y(f"{row}:N", scale=alt.Scale(domain=down), axis=left),
        tooltip=tips,
    )
    squares = base.mark_rect(cursor="pointer").encode(color=shade, opacity=faded(chosen))
    fits = f"bandwidth('x') >= {DIGIT} * length(datum.number) + 4"
    numbers = base.mark_text(color=TEXT, fontSize=10).encode(
        text="number:N", opacity=alt.condition(fits, alt.value(1), alt.value(0))
    )
    # Names above are aslant, and as high as they are long.
    longest = max((len(name) for name in across), default=0)
    height = BAR * len(down) + min(6 * longest, CELL_LIMIT) * 7 // 10 - 20 + 60 * legend
    return layered([squares.add_params(chosen), numbers], height)


def _side(drawn: pd.DataFrame, field: str, ends: list[str]) -> alt.X:
    """A scale from the names in the middle to one edge."""
    most = max(int(drawn[field].max()) if len(drawn) else 0, 1)
    places = [{"expr": end} for end in ends]
    scale = alt.Scale(domain=[0, most], range=places, nice=False)
    return alt.X(f"{field}:Q", scale=scale, axis=None, stack=False)


def told(*fields: tuple[str, ...]) -> list[alt.Tooltip]:
    """What is told of a mark: a column, its title, and its format where it is a number."""
    return [
        alt.Tooltip(f"{name}:Q", title=title, format=form[0])
        if form
        else alt.Tooltip(f"{name}:N", title=title)
        for name, title, *form in fields
    ]


def rows_of(frame: pd.DataFrame) -> pd.Series:
    """What stands before the rows of names: a name under two labels needs two rows."""
    ambiguous = frame["name"].duplicated(keep=False)
    return frame["name"].where(~ambiguous, frame["name"] + " (" + frame["label"].map(short) + ")")


def pale(shade: str, strength: float) -> str:
    """A colour that lets the page through."""
    return f"{shade}{round(255 * strength):02x}"


def faded(chosen: alt.Parameter) -> Any:
    """What is not chosen is paler than what is."""
    return alt.when(chosen).then(alt.value(1)).otherwise(alt.value(0.35))


def bar_axis(
    field: str, title: str, ends: list[float], *, padding: int = 0, above: int = 0
) -> alt.X:
    """The length of bars that end in numbers: with ticks, everything would be said twice."""
    axis = alt.Axis(
        title=title,
        orient="top",
        titleAnchor="start",
        titlePadding=above or alt.Undefined,
        labels=False,
        ticks=False,
        grid=False,
    )
    scale = alt.Scale(domain=ends, nice=False, padding=padding or alt.Undefined)
    return alt.X(field, scale=scale, axis=axis)


def below(title: str) -> alt.Legend:
    """What colours mean, under the chart."""
    return alt.Legend(
        title=title, orient="bottom", symbolType="square", symbolStrokeWidth=1, titleLimit=400
    )


def mirrored(place: dict[str, Any]) -> dict[str, Any]:
    """A text at the left end of a bar that would stand at the right."""
    return {**place, "align": "right", "dx": -place["dx"]}


def _order(names: pd.Series) -> list[str]:
    if isinstance(names.dtype, pd.CategoricalDtype):
        return list(names.cat.categories)
    return list(dict.fromkeys(names))
