"""All articles: find, open, add."""

import time

import streamlit as st

from annotator import ingest, intake
from annotator.annotation import Invalid
from annotator.ingest import text
from annotator.store import counts
from annotator.ui import shell

shell.guard(__file__)
project, annotator = shell.project(), shell.annotator()


def show_intake(taken: intake.Intake) -> None:
    st.session_state["taken"] = (time.monotonic(), taken)


def paste() -> None:
    pasted = st.session_state["pasted"]
    if not pasted.strip():
        return
    try:
        found = text.article(pasted)
    except Invalid as error:
        found = error
    show_intake(intake.take(project.store, [found], annotator=annotator))


def upload() -> None:
    files = st.session_state.get(f"files-{st.session_state.get('uploads', 0)}") or []
    if files:
        found = (one for file in files for one in ingest.from_bytes(file.getvalue(), file.name))
        show_intake(intake.take(project.store, found, annotator=annotator))
        st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1  # empties the widget


st.title("Library")

with st.expander("Add articles", icon=":material/add:"):
    by_paste, by_file = st.tabs(["Paste", "Upload"])
    # A form, since a click right behind typing would be two messages, and the second may get lost.
    with by_paste.form("paste", border=False, clear_on_submit=True):
        st.text_area(
            "Text",
            key="pasted",
            height=180,
            placeholder="date 2024-11-07 The first sentence of the article…",
            help="A date may stand before the first sentence; paragraphs are kept as they are.",
        )
        st.form_submit_button("Add this text", on_click=paste)
    by_file.file_uploader(
        "Files",
        type=[kind.removeprefix(".") for kind in ingest.KINDS],
        accept_multiple_files=True,
        key=f"files-{st.session_state.get('uploads', 0)}",
        on_change=upload,
        help="Text files, or articles with labels in the native format.",
    )

# Kept for a while and not for one run, since Streamlit may cut a run short for the next.
when, taken = st.session_state.get("taken", (0.0, None))
if taken and time.monotonic() - when < 60:
    (st.success if taken.added.new or taken.added.again else st.info)(f"Added: {taken}.")
    for problem in taken.problems:
        st.error(problem)
    if first := next(iter(taken.added.new), None):
        st.page_link("pages/read.py", label="Read it now", query_params={"article": first})

find, choose = st.columns([2, 3], vertical_alignment="bottom")
search = find.text_input(
    "Find", placeholder="Words in title, text or source", bind="query-params", key="find"
)
statuses = choose.pills(
    "Status",
    ["new", "in progress", "done", "skipped", "flagged"],
    selection_mode="multi",
    key="status",
)
rows = [
    row
    for row in counts.library(project.store, annotator, search or "")
    if not statuses
    or row["status"] in statuses
    or ("flagged" in statuses and row["flag"] is not None)
]

if not rows:
    st.info("No article fits." if search or statuses else "No article yet. Add some above.")
    st.stop()

waiting = sum(row["suggested_by"] is None for row in rows)
st.caption(
    f"Articles: {len(rows)}. A click opens one; a click on a column’s head sorts."
    + (f" Suggestions are on their way for {waiting}." if waiting else "")
)
event = st.dataframe(
    {
        "Title": [("⚑ " if row["flag"] is not None else "") + row["headline"] for row in rows],
        "Date": [row["published"] or "" for row in rows],
        "Source": [row["source"] or "" for row in rows],
        "Status": [row["status"] for row in rows],
        "Entities": [row["mentions"] for row in rows],
        "Quotes": [row["quotes"] for row in rows],
        "Words": [row["words"] for row in rows],
        "Added": [row["added"][:10] for row in rows],
    },
    column_config={"Title": st.column_config.TextColumn(width="large")},
    height="content" if len(rows) < 20 else 640,
    on_select="rerun",
    selection_mode="single-cell",
    key="table",
)
if event.selection.cells:
    article = rows[event.selection.cells[0][0]]["id"]
    st.switch_page("pages/read.py", query_params={"article": article})
