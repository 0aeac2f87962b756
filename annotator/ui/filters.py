"""Which articles: the widgets of the filter, whose choices stand in the address."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from annotator.annotation import Invalid
from annotator.ingest import languages
from annotator.ingest.dates import published
from annotator.labels import LABELS
from annotator.store import Store, library
from annotator.store.library import UNKNOWN, Filter
from annotator.ui.plain import plain

STATUSES = ("new", "in progress", "done", "skipped", "flagged")
KEYS = ("words", "since", "until", "outlet", "status", "label", "annotator", "language")


def show(store: Store) -> tuple[Filter, str]:
    """A row with the search, the order and all other filters; the filter and the order."""
    there = library.choices(store)
    find, order, more = st.columns([5, 2, 1.4], vertical_alignment="bottom")
    words = find.text_input(
        "Find",
        placeholder="Words in title and text, “exact phrases” in quotation marks",
        bind="query-params",
        key="words",
    )
    chosen = order.selectbox("Order", list(library.ORDERS), bind="query-params", key="order")
    with more.popover("Filters", icon=":material/filter_list:", width="stretch"):
        since, until = st.columns(2)
        first = since.text_input("From", placeholder="2024-11", bind="query-params", key="since")
        last = until.text_input("Until", placeholder="2024-11", bind="query-params", key="until")
        status = st.pills(
            "Status", STATUSES, selection_mode="multi", bind="query-params", key="status"
        )
        outlets = st.multiselect(
            "Outlet",
            list(there.outlets),
            placeholder="any",
            bind="query-params",
            key="outlet",
        )
        labels = st.multiselect(
            "Label",
            [label.name for label in LABELS],
            placeholder="any",
            bind="query-params",
            key="label",
        )
        people = st.multiselect(
            "Annotator",
            there.annotators,
            placeholder="any",
            bind="query-params",
            key="annotator",
            help="Whoever has begun with an article, or to whom it is assigned.",
        )
        spoken = st.multiselect(
            "Language",
            list(there.languages),
            format_func=language,  # these words stand in the address too
            placeholder="any",
            bind="query-params",
            key="language",
        )
    only = Filter(
        words or "",
        outlets=tuple(outlets),
        statuses=tuple(status),
        labels=tuple(labels),
        annotators=tuple(people),
        languages=tuple(spoken),
    )
    try:
        only = replace(only, since=published(first or "") or "", until=published(last or "") or "")
    except Invalid as error:
        st.error(plain(str(error)))
    _active(only)
    return only, chosen


def language(code: str) -> str:
    return code if code == UNKNOWN else languages.name(code)


def _active(only: Filter) -> None:
    """What the closed filters hold back, and a way to let it all through again."""
    parts = [
        f"from {only.since}" if only.since else "",
        f"until {only.until}" if only.until else "",
        *only.outlets,
        *only.statuses,
        *only.labels,
        *(f"by {name}" for name in only.annotators),
        *(language(code) for code in only.languages),
    ]
    words = ", ".join(part for part in parts if part)
    if words:
        shown, clear = st.columns([6, 1], vertical_alignment="center")
        shown.caption("Only: " + plain(words))
        clear.button("Show all", on_click=_clear, type="tertiary")


def _clear() -> None:
    for key in KEYS:
        st.session_state[key] = "" if key in ("words", "since", "until") else []
