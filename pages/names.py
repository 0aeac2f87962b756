"""Names over the corpus: merge, rename and split them, and take back what was decided."""

import streamlit as st

from annotator.labels import NAMED
from annotator.store import names
from annotator.ui import counting, deciding, naming, shell
from annotator.ui.deciding import MOST, act, number, quoted, short, told, typed
from annotator.ui.plain import plain

VIEWS = ("Names", "Proposals", "Decisions")

shell.guard(__file__)
project, annotator = shell.project(), shell.annotator()
store = project.store
table = counting.table(store)


def named() -> None:
    """The names, and what can be done to those that are ticked."""
    every = naming.roster(table)
    find, load = st.columns([5, 1.2], vertical_alignment="bottom")
    words = find.text_input(
        "Find",
        placeholder="A part of a name or of a spelling, with or without accents",
        bind="query-params",
        key="find",
    )
    there = {row["label"] for row in every}
    present = [label for label in NAMED if label in there]
    present += sorted(there - set(NAMED))
    labels = st.pills(
        "Labels",
        present,
        selection_mode="multi",
        format_func=lambda label: plain(label.replace("_", " ")),
        bind="query-params",
        key="labels",
        label_visibility="collapsed",
    )
    rows = naming.found(every, words or "", labels)
    load.download_button(
        "As CSV",
        lambda: "\n".join(naming.csv_lines(rows)),
        file_name="names.csv",
        mime="text/csv",
        icon=":material/download:",
        width="stretch",
        disabled=not rows,
    )
    shown = rows[:MOST]
    # A key of its own for each list, so that ticks never pass to other names.
    key = f"names {hash(tuple((row['name'], row['label']) for row in shown))}"
    selection = (st.session_state.get(key) or {}).get("selection", {})
    # By name alone: a decision holds whatever the label.
    ticked = list(dict.fromkeys(shown[i]["name"] for i in sorted(selection.get("rows", ()))))
    if len(ticked) > 1:
        merging(ticked)
    else:
        renaming(ticked[0] if ticked else None)
    if not rows:
        told(store, "No name fits.")
        return
    more = f" The first {MOST:,} are shown: the search finds the others." if rows[MOST:] else ""
    told(store, f"{number(len(rows), 'name')}.{more}")
    st.dataframe(
        {
            "Name": [row["name"] for row in shown],
            "Label": [row["label"].replace("_", " ") for row in shown],
            "Mentions": [row["mentions"] for row in shown],
            "Articles": [row["articles"] for row in shown],
            "Spellings": [" | ".join(row["spellings"]) for row in shown],
        },
        column_config={
            "Name": st.column_config.TextColumn(width="medium"),
            "Spellings": st.column_config.TextColumn(width="large"),
        },
        height="content" if len(shown) < 12 else 440,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=key,
    )
    if len(ticked) == 1:
        labelled = [row["label"].replace("_", " ") for row in every if row["name"] == ticked[0]]
        deciding.take_apart(store, table, ticked[0], labelled, annotator)


def merging(ticked: list[str]) -> None:
    """One name for several, the most frequent first."""
    # A key of its own for these, so that what was chosen for others is not what they get.
    key = f"one {hash(tuple(ticked))}"
    choose, do = st.columns([5, 1.2], vertical_alignment="bottom")
    choose.selectbox(
        f"One name for these {len(ticked):,}",
        ticked,
        accept_new_options=True,
        help="One of them, or type another.",
        key=key,
    )

    def merge() -> None:
        to = typed(key)
        act(
            f"{quoted([name for name in ticked if name != to])}: now “{short(to)}”",
            lambda: naming.under(store, table, dict.fromkeys(ticked, to), annotator),
        )

    do.button(f"Merge {len(ticked):,}", on_click=merge, type="primary", width="stretch")


def renaming(name: str | None) -> None:
    """Another name for one; without one the place where that will be."""
    choose, do = st.columns([5, 1.2], vertical_alignment="bottom")
    key = f"new {name}"
    choose.text_input(
        "New name" if name else "One name",
        value=name or "",
        placeholder="Tick two names or more to merge them, one to rename it or take it apart",
        help="A name that is there already takes this one in.",
        disabled=not name,
        key=key,
    )

    def rename() -> None:
        to = typed(key)
        act(
            f"“{short(name or '')}”: now “{short(to)}”",
            lambda: naming.under(store, table, {name or "": to}, annotator),
        )

    do.button("Rename", on_click=rename, disabled=not name, width="stretch")


def proposed() -> None:
    """Names that may be one, with the evidence."""
    every = naming.propose(store, table)
    if not every:
        told(store, "No two names look like one: none has a short form, or differs in signs alone.")
        return
    shown = every[:MOST]
    key = f"proposals {hash(tuple(shown))}"
    selection = (st.session_state.get(key) or {}).get("selection", {})
    ticked = [shown[i] for i in selection.get("rows", ())]

    def merge(some: list[naming.Proposal]) -> None:
        act(
            f"Merged: {number(len(some), 'pair')}",
            lambda: naming.accept(store, table, some, annotator),
        )

    def keep() -> None:
        act(
            f"Kept apart: {number(len(ticked), 'pair')}",
            lambda: naming.refuse(store, table, ticked, annotator),
        )

    with st.container(horizontal=True):
        st.button(
            f"Merge {len(ticked):,} ticked" if ticked else "Merge ticked",
            on_click=merge,
            args=(ticked,),
            type="primary",
            disabled=not ticked,
            key="accept",
        )
        st.button("Keep ticked apart", on_click=keep, disabled=not ticked, key="refuse")
        st.button(f"Merge all {len(every):,}", on_click=merge, args=(every,), key="accept all")
    more = f" The first {MOST:,} are shown." if every[MOST:] else ""
    told(store, f"{number(len(every), 'pair')} of names that may be one.{more}")
    st.dataframe(
        {
            "Name": [one.name for one in shown],
            "May be": [one.into for one in shown],
            "Because": [naming.because(one) for one in shown],
        },
        column_config={"Because": st.column_config.TextColumn(width="large")},
        height="content" if len(shown) < 14 else 520,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=key,
    )
    st.caption("Two people are never proposed for a surname that they share.")


def decided() -> None:
    """What people have decided, the last first, and the way back."""
    every = naming.decided(store)
    if not every:
        told(
            store, "Nothing is decided yet. Names that you merge, rename or split are listed here."
        )
        return
    key = f"decisions {hash(tuple(one.where for one, _ in every))}"
    selection = (st.session_state.get(key) or {}).get("selection", {})
    ticked = [every[i][0] for i in selection.get("rows", ())]

    def take_back() -> None:
        act(
            f"Taken back: {number(len(ticked), 'decision')}",
            lambda: names.take_back(store, [one.where for one in ticked]),
        )

    st.button(
        f"Take back {len(ticked):,}" if ticked else "Take back",
        on_click=take_back,
        disabled=not ticked,
        icon=":material/undo:",
        key="take back",
    )
    told(
        store,
        f"{number(len(every), 'decision')}, the last first. They hold for articles to come, too.",
    )
    st.dataframe(
        {
            "Spelling": [one.spelling for one, _ in every],
            "Name": [one.name for one, _ in every],
            "Where": [headline if one.article else "everywhere" for one, headline in every],
            "By": [one.decided_by for one, _ in every],
            "When (UTC)": [one.decided_at[:16].replace("T", " ") for one, _ in every],
        },
        column_config={"Where": st.column_config.TextColumn(width="medium")},
        height="content" if len(every) < 14 else 520,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=key,
    )


st.title("Names")
if not naming.roster(table) and not names.decisions(store):
    st.info("No names yet. Suggestions for new articles are made in the background.")
    st.page_link("pages/library.py", label="Open the Library")
    st.stop()
st.caption("What is decided here holds everywhere, in every chart, and for articles to come.")
view = st.segmented_control(
    "View", VIEWS, default=VIEWS[0], key="view", bind="query-params", label_visibility="collapsed"
)
{"Proposals": proposed, "Decisions": decided}.get(view or "", named)()
