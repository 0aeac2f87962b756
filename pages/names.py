"""Names over the corpus: merge, rename and split them, and take back what was decided."""

from collections.abc import Callable

import streamlit as st

from annotator.annotation import Invalid
from annotator.store import names
from annotator.store.names import Change
from annotator.ui import counting, naming, shell
from annotator.ui.plain import plain

VIEWS = ("Names", "Proposals", "Decisions")
MOST = 500  # rows of a table

shell.guard(__file__)
project, annotator = shell.project(), shell.annotator()
store = project.store
table = counting.table(store)


def act(said: str, make: Callable[[], Change]) -> None:
    """Decide something, and keep what undoing it needs."""
    st.session_state.pop("unnamed", None)
    try:
        change = make()
        st.session_state["decided"] = (said, change)
    except Invalid as error:
        st.session_state["unnamed"] = str(error)


def undo() -> None:
    names.undo(store, st.session_state.pop("decided")[1])


def number(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def quoted(every: list[str]) -> str:
    """Names in a sentence, not too many."""
    more = f" and {len(every) - 3:,} more" if len(every) > 3 else ""
    return ", ".join(f"“{name}”" for name in every[:3]) + more


def told(caption: str) -> None:
    """What a table shows; what was done last, with the way back."""
    if problem := st.session_state.get("unnamed"):
        st.error(plain(problem))
    with st.container(horizontal=True, vertical_alignment="center", key="told"):
        st.caption(caption)
        if last := st.session_state.get("decided"):
            st.caption(f":green[:material/check:] {plain(last[0])}", width="content")
            st.button("Undo", icon=":material/undo:", type="tertiary", on_click=undo, key="undo")


def typed(key: str) -> str:
    return " ".join(str(st.session_state.get(key) or "").split())


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
    present = list(dict.fromkeys(row["label"] for row in every))
    labels = st.pills(
        "Labels",
        present,
        selection_mode="multi",
        format_func=lambda label: label.replace("_", " "),
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
    ticked = list(dict.fromkeys(shown[i]["name"] for i in selection.get("rows", ())))
    if len(ticked) > 1:
        merging(ticked, key)
    else:
        renaming(ticked[0] if ticked else None, key)
    if not rows:
        told("No name fits.")
        return
    more = f" The first {MOST:,} are shown: the search finds the others." if rows[MOST:] else ""
    told(f"{number(len(rows), 'name')}.{more}")
    st.dataframe(
        {
            "Name": [row["name"] for row in shown],
            "Label": [row["label"].replace("_", " ") for row in shown],
            "Mentions": [row["mentions"] for row in shown],
            "Articles": [row["articles"] for row in shown],
            "Spellings": [" | ".join(row["spellings"] or ()) for row in shown],
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
        taking_apart(ticked[0], labelled)


def merging(ticked: list[str], key: str) -> None:
    """One name for several, the most frequent first."""
    choose, do = st.columns([5, 1.2], vertical_alignment="bottom")
    choose.selectbox(
        f"One name for these {len(ticked):,}",
        ticked,
        accept_new_options=True,
        help="One of them, or type another.",
        key=f"one {key}",
    )

    def merge() -> None:
        to = typed(f"one {key}")
        act(
            f"{quoted(ticked)}: now “{to}”",
            lambda: naming.under(store, table, dict.fromkeys(ticked, to), annotator),
        )

    do.button(f"Merge {len(ticked):,}", on_click=merge, type="primary", width="stretch")


def renaming(name: str | None, key: str) -> None:
    choose, do = st.columns([5, 1.2], vertical_alignment="bottom")
    place = f"new {key} {name}"
    choose.text_input(
        "New name" if name else "One name",
        value=name or "",
        placeholder="Tick two names or more to merge them, one to rename it or take it apart",
        help="A name that is there already takes this one in.",
        disabled=not name,
        key=place,
    )

    def rename() -> None:
        to = typed(place)
        act(
            f"“{name}”: now “{to}”",
            lambda: naming.under(store, table, {name or "": to}, annotator),
        )

    do.button("Rename", on_click=rename, disabled=not name, width="stretch")


def taking_apart(name: str, labels: list[str]) -> None:
    """The spellings of a name and the articles in which it stands, to be set apart."""
    st.subheader(plain(name))
    if len(labels) > 1:
        st.caption(f"It stands as {plain(' and '.join(labels))}; what is decided holds for all.")
    by_spelling, by_article = st.columns([2, 3], gap="large")
    with by_spelling:
        spelled(name)
    with by_article:
        placed(name)


def spelled(name: str) -> None:
    rows = naming.spellings(table, name)
    st.markdown("**Spellings**")
    st.caption("Ticked ones become names of their own.")
    chosen = st.dataframe(
        {
            "Spelling": [row["spelling"] for row in rows],
            "Mentions": [row["mentions"] for row in rows],
            "Articles": [row["articles"] for row in rows],
        },
        height="content" if len(rows) < 10 else 380,
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        key=f"spellings {hash((name, len(rows)))}",
    )
    # The spelling that the name has itself stays.
    apart = [rows[i]["spelling"] for i in chosen.selection.rows]
    apart = [spelling for spelling in apart if spelling != name]

    def separate() -> None:
        act(
            f"{quoted(apart)}: apart from “{name}”",
            lambda: naming.apart(store, table, name, apart, annotator),
        )

    st.button("Set apart", on_click=separate, disabled=not apart, key="apart")


def placed(name: str) -> None:
    places = naming.places(store, table, name, MOST)
    st.markdown("**Articles**")
    more = f" The newest {MOST:,} are shown." if len(places) == MOST else ""
    st.caption(
        "If two share the name: tick where it is the other one, and say who that is. A click "
        f"opens the place.{more}"
    )
    key = f"places {hash((name, tuple(place.article for place in places)))}"
    chosen = st.dataframe(
        {
            "Headline": [place.passage.headline for place in places],
            "Date": [place.passage.published or "" for place in places],
            "First mention": [naming.line(place.passage) for place in places],
            "Mentions": [place.mentions for place in places],
        },
        column_config={
            "Headline": st.column_config.TextColumn(width="medium"),
            "First mention": st.column_config.TextColumn(width="large"),
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
    ticked = [places[i].article for i in chosen.selection.rows]

    def split() -> None:
        to = typed(f"other {key}")
        act(
            f"“{name}” in {number(len(ticked), 'article')}: now “{to}”",
            lambda: naming.within(store, table, name, ticked, to, annotator),
        )

    choose, do = st.columns([3, 2], vertical_alignment="bottom")
    choose.text_input(
        f"The name in {number(len(ticked), 'article')}" if ticked else "The name there",
        placeholder=f"{name} (the other)"[:60],
        disabled=not ticked,
        key=f"other {key}",
    )
    do.button("Split off", on_click=split, disabled=not ticked, width="stretch", key="split")


def proposed() -> None:
    """Names that may be one, with the evidence."""
    every = naming.propose(store, table)
    if not every:
        told("No two names look like one: none has a short form, or differs in signs alone.")
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
    told(f"{number(len(every), 'pair')} of names that may be one.{more}")
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
        told("Nothing is decided yet. Names that you merge, rename or split are listed here.")
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
    told(f"{number(len(every), 'decision')}, the last first. They hold for articles to come, too.")
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
