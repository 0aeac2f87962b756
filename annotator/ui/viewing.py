"""What the charts count: filters and selections, which stand in the address, as one view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from annotator.annotation import Invalid
from annotator.ingest.dates import published
from annotator.labels import LABELS
from annotator.news import view as views
from annotator.news.entities import MOST
from annotator.news.view import View
from annotator.store import library
from annotator.store.library import Filter
from annotator.ui.plain import plain
from annotator.ui.shell import Project

LEFT = "left"  # the address of the page whose passage was opened


def leave() -> None:
    """Keep what is chosen for the way back."""
    st.session_state[LEFT] = st.query_params.to_dict()


def show(project: Project, annotator: str) -> View:
    """A row with the search, on what to count, and all other filters; the view that they make."""
    if "article" in st.query_params:
        # The browser's way back from a passage leads past an address that was never shown.
        st.query_params.from_dict(st.session_state.get(LEFT, {}))
        st.rerun()
    there = library.choices(project.store)
    find, basis, more = st.columns([4, 3, 1.3], vertical_alignment="bottom")
    sought = find.text_input(
        "Find",
        placeholder="Words in title and text, “exact phrases” in quotation marks",
        bind="query-params",
        key="words",
    )
    on = basis.selectbox(
        "Count by",
        views.BASES,  # these words stand in the address
        bind="query-params",
        key="on",
        help="Best: of each article one layer counts, a review before other gold, gold before what "
        "is in progress, that before suggestions.",
    )
    with more.popover("Filters", icon=":material/filter_list:", width="stretch"):
        since, until = st.columns(2)
        first = since.text_input("From", placeholder="2024-11", bind="query-params", key="since")
        last = until.text_input("Until", placeholder="2024-11", bind="query-params", key="until")
        chosen = {
            key: st.multiselect(title, options, placeholder="any", bind="query-params", key=key)
            for key, title, options in (
                ("outlet", "Outlet", list(there.outlets)),
                ("label", "Label", [label.name for label in LABELS]),
                ("annotator", "Annotator", there.annotators),
            )
        }
    try:
        dates = [published(date or "") for date in (first, last)]
    except Invalid as error:
        st.error(plain(str(error)))
        dates = [None, None]
    found = None
    if sought:
        found = tuple(library.ids(project.store, annotator, Filter(sought)))
    made = View(
        basis=on,
        since=dates[0],
        until=dates[1],
        outlets=tuple(chosen["outlet"]),
        labels=tuple(chosen["label"]),
        annotators=tuple(chosen["annotator"]),
        articles=found,
    )
    _active(made)
    return made


def labelled(view: View, labels: tuple[str, ...]) -> View:
    """The same view of these labels alone."""
    return replace(view, labels=labels)


ESTIMATED = (
    "What all articles have, estimated from the suggestions in all and their errors in those with "
    "gold (prediction-powered inference), as far as gold is like a random sample. It takes ten "
    "gold articles in which a thing is marked or suggested."
)


def corrected() -> Any:
    """Where estimates stand; worked out only while it is open."""
    return st.expander(
        "Corrected for the errors of the suggestions",
        icon=":material/tune:",
        key="corrected",
        on_change="rerun",
    )


def on(view: View, basis: str) -> View:
    """The same view, resting on something else."""
    return replace(view, basis=basis)


def rests_on(states: dict[str, int]) -> str:
    """On what a page's numbers rest, in words."""
    parts = [
        f"{states[state]:,} {words}"
        for state, words in (
            (views.GOLD, "in gold"),
            (views.CORRECTED, "in correction"),
            (views.SUGGESTED, "only suggested"),
        )
        if states.get(state)
    ]
    every = sum(states.values())
    number = f"{every:,} article{'' if every == 1 else 's'}"
    return f"{number}: {', '.join(parts)}." if parts else "No article counts here."


def number(rows: Sequence[object], what: str, of: str) -> str:
    """A heading with how many there are, or that only the newest are shown."""
    many = len(rows) >= MOST
    return f"{what}: the newest {MOST:,} {of}" if many else f"{what}: {len(rows):,} {of}"


def pick(chart: str, param: str, **fields: str) -> Callable[[], None]:
    """What a chart calls when something is selected in it: fields of that go into the address.

    Letting go of a selection is a click on what it shows above, since a chart that is drawn anew
    has no selection either.
    """

    def picked() -> None:
        rows: Any = st.session_state[chart].selection.get(param) or []
        for row in rows[:1]:
            for key, field in fields.items():
                if row.get(field):
                    st.query_params[key] = str(row[field])

    return picked


def brushed(chart: str) -> Callable[[], None]:
    """What a chart over time calls: a brushed stretch becomes the dates of the filter."""

    def picked() -> None:
        when: Any = (st.session_state[chart].selection.get("when") or {}).values()
        for ends in when:
            days = [str(end)[:10] if isinstance(end, str) else _day(end) for end in ends]
            st.session_state["since"], st.session_state["until"] = min(days), max(days)

    return picked


def _day(milliseconds: float) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()


def picked(key: str, what: str) -> str | None:
    """What was picked on a chart, shown with a way to let it go."""
    chosen = st.query_params.get(key)
    if not chosen:
        return None

    def forget() -> None:
        st.query_params.pop(key, None)

    st.button(
        f"{what}: {plain(chosen)}", icon=":material/close:", on_click=forget, key=f"forget-{key}"
    )
    return chosen


def words(view: View) -> str:
    """What a view is limited to, in words; empty for no limit."""
    parts = [
        f"from {view.since}" if view.since else "",
        f"until {view.until}" if view.until else "",
        *view.outlets,
        *view.labels,
        *(f"by {name}" for name in view.annotators),
        f"{len(view.articles):,} articles that a search found" if view.articles is not None else "",
    ]
    held = ", ".join(part for part in parts if part)
    return f"Only: {held}" if held else ""


def _active(view: View) -> None:
    """What the closed filters hold back, and a way to let it all through again."""
    if held := words(view):
        shown, clear = st.columns([6, 1], vertical_alignment="center")
        shown.caption(plain(held))
        clear.button("Show all", on_click=_clear, type="tertiary")


def _clear() -> None:
    for key in ("words", "since", "until", "outlet", "label", "annotator"):
        st.session_state[key] = "" if key in ("words", "since", "until") else []
