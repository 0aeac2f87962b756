"""Passages of articles as a table whose clicks open their place in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from annotator.store import Store, passages
from annotator.ui import viewing

AROUND = 60  # characters on both sides


def show(
    store: Store, places: Sequence[dict[str, Any]], key: str, *, led: bool = True, **more: str
) -> None:
    """The passages at these places, with further columns by the key of a place.

    ``led`` shows what stands before them too.
    """
    found = passages.around(store, [(p["article"], p["start"], p["stop"]) for p in places], AROUND)
    chosen = st.dataframe(
        {
            "Passage": [
                f"{f'…{one.before}' if led else ''}{one.surface}{one.after}…" for one in found
            ],
            **{title: [place[field] for place in places] for field, title in more.items()},
            "Article": [one.headline for one in found],
            "Date": [one.published for one in found],
            "Source": [one.source for one in found],
        },
        column_config={"Passage": st.column_config.TextColumn(width="large")},
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        key=key,
    )
    if chosen.selection.cells:
        place = places[chosen.selection.cells[0][0]]
        at = {"article": place["article"], "at": f"{place['start']}-{place['stop']}"}
        viewing.leave()
        st.switch_page("pages/read.py", query_params=at)
