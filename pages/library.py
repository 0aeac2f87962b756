"""All articles: find, open, add, and act on many at once."""

import streamlit as st

from annotator.store import library, outlets, suggestions
from annotator.ui import adding, bulk, filters, shell

PAGE = 100  # rows

shell.guard(__file__)
project, annotator = shell.project(), shell.annotator()
store = project.store


def rename() -> None:
    edited = st.session_state["outlets"]["edited_rows"]
    spelled = [row["source"] for row in outlets.every(store)]
    names = {spelled[int(i)]: row["Shown as"] for i, row in edited.items() if row.get("Shown as")}
    outlets.rename(store, names)


def waiting() -> None:
    missing = suggestions.count_missing(store)
    if project.broken and missing:
        st.warning(f"No suggestions: {project.broken}")
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
st.caption(f"Articles: {count:,}. A click opens one; ticks on the left choose some.")
st.fragment(waiting, run_every=2.0 if suggestions.missing(store, 1) else None)()
columns = {
    "Title": [("⚑ " if row["flag"] is not None else "") + row["headline"] for row in rows],
    "Date": [row["published"] or "" for row in rows],
    "Source": [row["source"] or "" for row in rows],
    "Status": [row["status"] for row in rows],
    "Language": [filters.language(row["language"]) if row["language"] else "" for row in rows],
    "Entities": [row["mentions"] for row in rows],
    "Quotes": [row["quotes"] for row in rows],
    "Words": [row["words"] for row in rows],
    "Added": [row["added"][:10] for row in rows],
}
event = st.dataframe(
    columns,
    column_config={"Title": st.column_config.TextColumn(width="large")},
    height="content" if len(rows) < 20 else 640,
    on_select="rerun",
    selection_mode=["multi-row", "single-cell"],
    key="table",
)
if pages > 1:
    st.pagination(pages, key="page")
if event.selection.cells:
    article = rows[event.selection.cells[0][0]]["id"]
    find = {"find": only.words} if only.words.strip() else {}
    st.switch_page("pages/read.py", query_params={"article": article, **find})

chosen = [rows[i]["id"] for i in event.selection.rows if i < len(rows)]
if chosen:
    every = count > len(chosen) and st.checkbox(f"All {count:,} that fit", key="every")
    wanted = library.ids(store, annotator, only) if every else chosen
    st.markdown(f"**{len(wanted):,} chosen**")
    bulk.show(project, annotator, wanted)

named = st.expander("Outlets", icon=":material/newspaper:", key="named", on_change="rerun")
if named.open:
    spellings = outlets.every(store)
    named.caption("Spellings that are shown under one name count as one outlet, everywhere.")
    named.data_editor(
        {
            "Spelling": [row["source"] for row in spellings],
            "Shown as": [row["name"] for row in spellings],
            "Articles": [row["articles"] for row in spellings],
        },
        disabled=["Spelling", "Articles"],
        key="outlets",
        on_change=rename,
    )
