"""Deciding about names: what was done and the way back, and a name taken apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import streamlit as st

from annotator.annotation import Invalid
from annotator.store import Store, names
from annotator.store.names import Change
from annotator.ui import naming
from annotator.ui.plain import plain

if TYPE_CHECKING:
    from annotator.news.table import Table

MOST = 500  # rows of a table


def act(said: str, make: Callable[[], Change]) -> None:
    """Decide something, and keep what undoing it needs."""
    st.session_state.pop("unnamed", None)
    try:
        st.session_state["decided"] = (said, make())
    except Invalid as error:
        st.session_state["unnamed"] = str(error)


def told(store: Store, caption: str) -> None:
    """What a table shows, and what was done last with the way back."""
    if problem := st.session_state.pop("unnamed", None):
        st.error(plain(problem))
    with st.container(horizontal=True, vertical_alignment="center"):
        # All of it on the left: on the right appears the toolbar of the table below.
        st.caption(caption, width="content")
        if last := st.session_state.get("decided"):
            st.caption(f":green[:material/check:] {plain(last[0])}", width="content")
            st.button(
                "Undo",
                icon=":material/undo:",
                type="tertiary",
                on_click=_undo,
                args=(store,),
                key="undo",
            )


def _undo(store: Store) -> None:
    if last := st.session_state.pop("decided", None):  # a second click finds nothing
        names.undo(store, last[1])


def typed(key: str) -> str:
    """What stands in an input now, without white space around it."""
    return " ".join(str(st.session_state.get(key) or "").split())


def number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def quoted(every: Sequence[str]) -> str:
    """Names in a sentence, not too many and not too long."""
    more = f" and {len(every) - 3:,} more" if len(every) > 3 else ""
    return ", ".join(f"“{short(name)}”" for name in every[:3]) + more


def short(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:39]}…"


def take_apart(
    store: Store, table: Table, name: str, labels: Sequence[str], annotator: str
) -> None:
    """The spellings of a name, and the articles in which it stands."""
    st.subheader(plain(name))
    if len(labels) > 1:
        st.caption(f"It stands as {plain(' and '.join(labels))}; what is decided holds for all.")
    _spellings(store, table, name, annotator)
    _articles(store, table, name, annotator)


def _spellings(store: Store, table: Table, name: str, annotator: str) -> None:
    rows = naming.spellings(table, name)
    if all(row["spelling"] == name for row in rows):
        return  # nothing to set apart
    st.caption("Spellings. Ticked ones become names of their own.")
    chosen = st.dataframe(
        {
            "Spelling": [row["spelling"] for row in rows],
            "Mentions": [row["mentions"] for row in rows],
            "Articles": [row["articles"] for row in rows],
        },
        column_config={
            "Spelling": st.column_config.TextColumn(width="large"),
            "Mentions": st.column_config.NumberColumn(width="small"),
            "Articles": st.column_config.NumberColumn(width="small"),
        },
        height="content" if len(rows) < 10 else 300,
        width=640,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"spellings {hash((name, *(row['spelling'] for row in rows)))}",
    )
    # The spelling that is the name stays with it.
    apart = [rows[i]["spelling"] for i in chosen.selection.rows]
    apart = [spelling for spelling in apart if spelling != name]

    def separate() -> None:
        act(
            f"{quoted(apart)}: apart from “{short(name)}”",
            lambda: naming.apart(store, table, name, apart, annotator),
        )

    st.button("Set apart", on_click=separate, disabled=not apart, key="apart")


def _articles(store: Store, table: Table, name: str, annotator: str) -> None:
    places = naming.places(store, table, name, MOST)
    key = f"places {hash((name, *(place.article for place in places)))}"
    ticks = (st.session_state.get(key) or {}).get("selection", {}).get("rows", ())
    ticked = [places[i].article for i in ticks]

    def split() -> None:
        to = typed(f"other {key}")
        act(
            f"“{short(name)}” in {number(len(ticked), 'article')}: now “{short(to)}”",
            lambda: naming.within(store, table, name, ticked, to, annotator),
        )

    choose, do = st.columns([5, 1.2], vertical_alignment="bottom")
    choose.text_input(
        f"The name in {number(len(ticked), 'article')}" if ticked else "The name in ticked ones",
        placeholder=f"{short(name)} (the other)",
        disabled=not ticked,
        key=f"other {key}",
    )
    do.button("Split off", on_click=split, disabled=not ticked, width="stretch", key="split")
    # Between the button and the table, whose own toolbar appears above it.
    more = f" The newest {MOST:,} are shown." if len(places) == MOST else ""
    st.caption(
        "Articles. Where it is somebody or something else of this name, tick them and say who or "
        f"what that is. A click opens the place.{more}"
    )
    chosen = st.dataframe(
        {
            "Headline": [place.passage.headline for place in places],
            "Date": [place.passage.published or "" for place in places],
            "First mention": [naming.line(place.passage) for place in places],
            "Mentions": [place.mentions for place in places],
        },
        column_config={
            "Headline": st.column_config.TextColumn(width="medium"),
            "Date": st.column_config.TextColumn(width="small"),
            "First mention": st.column_config.TextColumn(width="large"),
            "Mentions": st.column_config.NumberColumn(width="small"),
        },
        height="content" if len(places) < 10 else 380,
        hide_index=True,
        on_select="rerun",
        selection_mode=["multi-row", "single-cell"],
        key=key,
    )
    if chosen.selection.cells:
        place = places[chosen.selection.cells[0][0]]
        at = f"{place.start}-{place.end}"
        st.switch_page("pages/read.py", query_params={"article": place.article, "at": at})
