"""What all charts share: sizes, axes and the place of numbers."""

from __future__ import annotations

from typing import Any

import altair as alt

TEXT = "currentColor"  # the page's own text colour, in SVG as in canvas
BAR = 24  # pixels of height for a bar with its gap
LANES = 36  # pixels of height for two systems
NAME_LIMIT = 190  # pixels of width for a name before it is cut

BAR_END: dict[str, Any] = {"align": "left", "baseline": "middle", "dx": 6, "color": TEXT}
ABOVE: dict[str, Any] = {"titleAngle": 0, "titleAnchor": "start", "titleBaseline": "bottom"}


def layered(layers: list[alt.Chart], marks: int) -> alt.LayerChart:
    """The layers as one chart, as high as its marks need."""
    chart: alt.LayerChart = alt.LayerChart(layer=layers, **size(marks))
    return chart


def size(marks: int) -> dict[str, Any]:
    """As wide as the page has room, and so many pixels high."""
    # The height is that of the whole chart, so the axes and their titles need some of it.
    fit = alt.AutoSizeParams(type="fit", contains="padding")
    return {"width": "container", "height": marks + 60, "autosize": fit}


def rows_axis(title: str) -> alt.Axis:
    """The names of rows at the left, with a title above them."""
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


def columns_axis(title: str) -> alt.Axis:
    """The names of columns above them, aslant."""
    return alt.Axis(
        title=title,
        orient="top",
        labelAngle=-45,
        labelLimit=NAME_LIMIT,
        labelOverlap=False,
        ticks=False,
        grid=False,
    )
