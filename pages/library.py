"""All articles: find, open, add, and act on many at once."""

import streamlit as st

from annotator.annotation import Invalid
from annotator.store import library, outlets, suggestions
from annotator.ui import adding, bulk, filters, shell
from annotator.ui.plain import plain

PAGE = 100  # rows

shell.guard(__file__)
project, annotator = shell.project(), shell.annotator()
store = project.store


def rename(key: str) -> None:
    edited = st.session_state[key]["edited_rows"]
    spelled = [row["source"] for row in outlets.every(store)]
    names = {spelled[int(i)]: row["Shown as"] or "" for i, row in edited.items()}
    try:
        outlets.rename(store, names)
        st.session_state.pop("misnamed", None)
    except Invalid as error:
        st.session_state["misnamed"] = str(error)
    # A new key, so that the edits of this table are not taken for edits of the next.
    st.session_state["renamed"] = st.session_state.get("renamed", 0) + 1


def waiting(before: bool) -> None:
    missing = suggestions.count_missing(store)
    if before and not missing:
        st.rerun()  # the table has what was waited for
    if project.broken and missing:
        st.warning(f"No suggestions: {plain(project.broken)}")
    elif missing:
        st.caption(f"Suggestions are on their way for {missing:,}.")
        project.see_to()


st.title("Library")
adding.add(project, annotator)
only, order = filters.show(store)
count = library.count(store, annotator, only)
if not count:
    st.info("No article fits." if only != library.Filter() else "No article yet. Add some above.")
    st.stop()

pages = -(-count // PAGE)
page = min(st.session_state.get("page") or 1, pages)
rows = library.page(store, annotator, only, order=order, start=(page - 1) * PAGE, most=PAGE)
# A key of its own for each list, so that ticks never pass to other articles.
key = f"table {hash(tuple(row['id'] for row in rows))}"
selection = (st.session_state.get(key) or {}).get("selection", {})
ticked = [rows[i]["id"] for i in selection.get("rows", ())]
bulk.show(project, annotator, ticked, count, key, lambda: library.ids(store, annotator, only))
# Between the buttons and the table, whose own toolbar appears above it.
st.caption(f"Articles: {count:,}. A click opens one, ticks choose some.")
awaited = bool(suggestions.missing(store, 1)) and not project.broken
st.fragment(waiting, run_every=2.0 if awaited else None)(awaited)
columns = {
    "Title": [("⚑ " if row["flag"] is not None else "") + row["headline"] for row in rows],
    "Date": [row["published"] or "" for row in rows],
    "Source": [row["source"] or "" for row in rows],
    "Status": [row["status"] for row in rows],
    "Language": [filters.language(row["language"] or library.UNKNOWN) for row in rows],
    "Entities": [row["mentions"] for row in rows],
    "Quotes": [row["quotes"] for row in rows],
    "Words": [row["words"] for row in rows],
    "Added": [row["added"][:10] for row in rows],
}
event = st.dataframe(
    columns,
    column_config={
        "Title": st.column_config.TextColumn(width="large"),
        "Source": st.column_config.TextColumn(width=150),
    },
    height="content" if len(rows) < 20 else 640,
    on_select="rerun",
    selection_mode=["multi-row", "single-cell"],
    key=key,
)
if pages > 1:
    st.pagination(pages, key="page")
if event.selection.cells:
    article = rows[event.selection.cells[0][0]]["id"]
    find = {"find": only.words} if only.words.strip() else {}
    st.switch_page("pages/read.py", query_params={"article": article, **find})

named = st.expander("Outlets", icon=":material/newspaper:", key="named", on_change="rerun")
if named.open:
    spellings = outlets.every(store)
    named.caption("Spellings that are shown under one name count as one outlet, everywhere.")
    if problem := st.session_state.get("misnamed"):
        named.error(problem)
    key = f"outlets {st.session_state.get('renamed', 0)}"
    named.data_editor(
        {
            "Spelling": [row["source"] for row in spellings],
            "Shown as": [row["name"] for row in spellings],
            "Articles": [row["articles"] for row in spellings],
        },
        disabled=["Spelling", "Articles"],
        key=key,
        on_change=rename,
        args=(key,),
    )
