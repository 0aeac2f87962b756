"""Charts as pictures for papers and pages: SVG and PNG, without a browser."""

from __future__ import annotations

from typing import Any

import altair as alt
import vl_convert

WIDTH = 760  # pixels, of a chart that would be as wide as its page has room
# As on the page: no frame, and quiet axes.
PRINT = {
    "view": {"stroke": "transparent"},
    "axis": {"titleFontWeight": "normal", "titleColor": "#5c5850", "domainColor": "#bbb5a8"},
    "legend": {"titleFontWeight": "normal", "titleColor": "#5c5850"},
}
SCALE = 2  # pixels of a PNG for one of the chart


def svg(chart: alt.Chart | alt.LayerChart) -> str:
    """The chart as an SVG document."""
    document: str = vl_convert.vegalite_to_svg(_spec(chart), vl_version=_version())
    return document


def png(chart: alt.Chart | alt.LayerChart) -> bytes:
    """The chart as a PNG, twice as fine as it is shown."""
    picture: bytes = vl_convert.vegalite_to_png(_spec(chart), vl_version=_version(), scale=SCALE)
    return picture


def _spec(chart: alt.Chart | alt.LayerChart) -> dict[str, Any]:
    spec: dict[str, Any] = chart.to_dict(validate=False)
    if spec.get("width") == "container":
        spec["width"] = WIDTH
    config = {**spec.get("config", {}), **PRINT}
    return {**spec, "background": "white", "config": config}


def _version() -> str:
    """The version of Vega-Lite that the charts are written for, as vl-convert calls it."""
    return ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
