"""Who is in the news, as charts: labels and names."""

from __future__ import annotations

from collections.abc import Iterable

import altair as alt
import pandas as pd

from annotator.charts.drawing import BAR, BAR_END, layered, rows_axis
from annotator.colours import colour
from annotator.labels import BY_NAME


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


def _short(label: str) -> str:
    known = BY_NAME.get(label)
    return known.short if known else label.lower()
