"""A chart with the table that it draws, for who cannot see it and for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from annotator import spreadsheet


def show(
    chart: Any,
    frame: Any,
    name: str,
    on_select: Callable[[], None] | None = None,
) -> None:
    """The chart, and its numbers as a table and as CSV; ``on_select`` hears what is picked."""
    # Not by altair_chart, which checks each against the schema again: half of the time it takes.
    spec = chart.to_dict(validate=False)
    if on_select is None:
        st.vega_lite_chart(spec, key=name)
    else:
        st.vega_lite_chart(spec, key=name, on_select=on_select)
    with st.popover("As a table", type="tertiary", icon=":material/table:"):
        st.dataframe(frame, hide_index=True)
        st.download_button(
            "CSV",
            lambda: spreadsheet.whole(list(frame.columns), _rows(frame)),
            f"{name}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"csv-{name}",
        )


def _rows(frame: Any) -> list[list[Any]]:
    return [list(row) for row in frame.itertuples(index=False)]
