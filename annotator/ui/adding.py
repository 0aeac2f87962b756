"""Adding articles: by paste, or files, which a process of its own reads while the page goes on."""

from __future__ import annotations

from typing import Any

import streamlit as st

from annotator import imports, ingest, intake
from annotator.ingest.columns import FIELDS, Columns
from annotator.store import jobs
from annotator.ui.plain import plain
from annotator.ui.shell import Project

OFTEN = 1.0  # seconds between two looks at what goes on
MOST_LINES = 20  # of what was unusable; the others are in the list to download
NAMES = {"url": "URL"}


def add(project: Project, annotator: str) -> None:
    """The expander with the ways in, and below it what became of what was put in."""
    with st.expander("Add articles", icon=":material/add:"):
        by_paste, by_file, by_folder = st.tabs(["Paste", "Files", "Folder"])
        # A form, since a click right behind typing would be two messages, of which one may be lost.
        with by_paste.form("paste", border=False, clear_on_submit=True):
            st.text_area(
                "Text",
                key="pasted",
                height=180,
                placeholder="Title: …\nDate: 7 November 2024\n\nThe first sentence of the article…",
                help="Lines such as Title:, Date:, Source: and By: may stand on top; "
                "paragraphs are kept as they are.",
            )
            st.form_submit_button("Add this text", on_click=_paste, args=(project, annotator))
        _uploader(by_file, project, annotator, "files", True)
        _uploader(by_folder, project, annotator, "folder", "directory")
    listed = jobs.latest(project.store, annotator=annotator)
    busy = any(job.state == "waiting" for job in listed)
    if listed:
        st.fragment(_jobs, run_every=OFTEN if busy else None)(project, annotator, busy)


def _paste(project: Project, annotator: str) -> None:
    pasted = st.session_state["pasted"]
    if pasted.strip():
        files = [("pasted text", ingest.source.from_bytes(pasted.encode(), "").open())]
        _ask(project, annotator, files)


def _uploader(place: Any, project: Project, annotator: str, name: str, many: Any) -> None:
    place.file_uploader(
        "A folder with all that is in it" if name == "folder" else "Any files, zip archives too",
        accept_multiple_files=many,
        # A new key empties the widget.
        key=f"{name}-{st.session_state.get('uploads', 0)}",
        on_change=_upload,
        args=(project, annotator, name),
        help="Text, web pages, tables (CSV, TSV, Excel, OpenDocument), JSON, Word, PDF, e-mail, "
        "archives of such files, and articles with labels in the native format.",
    )


def _upload(project: Project, annotator: str, name: str) -> None:
    number = st.session_state.get("uploads", 0)
    files = st.session_state.get(f"{name}-{number}") or []
    if files:
        _ask(project, annotator, [(file.name, file) for file in files])
        st.session_state["uploads"] = number + 1


def _ask(project: Project, annotator: str, files: list[tuple[str, Any]]) -> None:
    try:
        imports.ask(project.store, project.config.imports, files, annotator=annotator)
    except OSError as error:
        st.session_state["not kept"] = f"Nothing was added: {error.strerror or error}."
    else:
        st.session_state.pop("not kept", None)
        project.see_to()


def _jobs(project: Project, annotator: str, busy: bool) -> None:
    if problem := st.session_state.get("not kept"):
        st.error(problem)
    project.see_to()
    listed = jobs.latest(project.store, annotator=annotator)
    for job in listed:
        with st.container(border=True, key=f"job-{job.id}"):
            (_import if job.stage in jobs.IMPORTS else _suggestions)(project, job)
    if busy != any(job.state == "waiting" for job in listed):
        st.rerun()  # to look again and again, or to show in the table what has come


def _import(project: Project, job: jobs.Job) -> None:
    names = job.arguments["files"]
    what = f"**{plain(names[0])}**" if len(names) == 1 else f"**{len(names):,} files**"
    counts = intake.in_words(job.counts)
    match job.stage, job.state:
        case "look", "waiting":
            st.markdown(f"Reading {what}: {counts} so far")
            _buttons(project, job, "Cancel")
        case "look", "asking":
            _preview(project, job, what)
        case "import", "waiting":
            share = job.done / job.total if job.total else 0.0
            st.progress(min(share, 1.0), f"Adding {what}: {job.done:,} of {job.total or 0:,}")
            _buttons(project, job, "Cancel")
        case _, "done":
            st.markdown(f"Added: {counts}.")
            _lines(project, job)
            first = (job.result or {}).get("first")
            with st.container(horizontal=True, vertical_alignment="center"):
                if first:
                    st.page_link(
                        "pages/read.py", label="Read it now", query_params={"article": first}
                    )
                _button(project, job, "Close")
        case _, "cancelled":
            kept = f"; {counts} are kept" if job.stage == "import" and job.counts else ""
            st.markdown(f"{what} was cancelled{kept}.")
            _buttons(project, job, "Go on", "Forget")
        case _:
            st.error(f"{', '.join(map(plain, names[:3]))}: {plain(job.reason or 'failed')}")
            _buttons(project, job, "Try again", "Forget")


def _preview(project: Project, job: jobs.Job, what: str) -> None:
    """What an import would do, and which columns a table has; nothing is in the store yet."""
    found = job.result
    st.markdown(f"{what}: {intake.in_words(job.counts)}. Nothing is added yet.")
    if found["examples"]:
        st.dataframe(
            {
                "Title": [e["headline"] for e in found["examples"]],
                "Date": [e["published"] or "" for e in found["examples"]],
                "Source": [e["source"] or "" for e in found["examples"]],
                "Text": [e["start"] for e in found["examples"]],
                "Words": [e["words"] for e in found["examples"]],
            },
            column_config={"Text": st.column_config.TextColumn(width="large")},
            key=f"examples-{job.id}",
        )
        languages = ", ".join(
            f"{'unknown' if code == 'unknown' else ingest.languages.name(code)} {count:,}"
            for code, count in found["languages"].items()
        )
        st.caption(f"Without a date: {found['undated']:,}. Languages: {languages}.")
    tables = {table["signature"]: table for table in found["tables"]}
    for table in tables.values():
        _columns(project, job, table)
    _lines(project, job)
    new = job.counts.get("new", 0)
    known = job.counts.get("known", 0)
    with st.container(horizontal=True):
        if new or known:
            label = f"Add {new:,} articles" if new else "Add where they appeared"
            _button(project, job, label, kind="primary", act="Import")
        _button(project, job, "Forget")


def _columns(project: Project, job: jobs.Job, table: dict[str, Any]) -> None:
    """Which column is what: as guessed, or chosen before, and to be chosen by the person."""
    key = f"{job.id}-{table['signature']}"
    label = f"Columns of {plain(table['name'])}"
    if not table["clear"]:
        st.warning(f"{plain(table['name'])}: which column is the text?")
    with st.expander(label, expanded=not table["clear"], icon=":material/view_column:"):
        _choice(project, job, table, key)


def _choice(project: Project, job: jobs.Job, table: dict[str, Any], key: str) -> None:
    header, columns = table["header"], table["columns"]
    st.dataframe(
        {name: [row[i] for row in table["sample"]] for i, name in enumerate(header)},
        key=f"sample-{key}",
    )
    with st.form(f"columns-{key}", border=False):
        places = st.columns(4)
        text = places[0].multiselect("Text", header, list(columns["text"]), key=f"text-{key}")
        others: dict[str, str | None] = {}
        for number, name in enumerate(FIELDS[1:], 1):
            others[name] = places[number % 4].selectbox(
                NAMES.get(name, name.capitalize()),
                header,
                header.index(columns[name]) if columns[name] in header else None,
                placeholder="none",
                key=f"{name}-{key}",
            )
        if st.form_submit_button("Use these columns") and text:
            chosen = Columns(tuple(text), **others)
            imports.choose(project.store, [(table["signature"], chosen)])
            jobs.move(project.store, job.id, stage="look", to="waiting")
            st.rerun()
    st.caption("Remembered for tables with the same columns. Other columns are kept beside.")


def _suggestions(project: Project, job: jobs.Job) -> None:
    every = len(job.arguments["articles"])
    pipeline = job.arguments["pipeline"]
    if job.state == "waiting":
        st.progress(job.done / max(every, 1), f"{pipeline}: {job.done:,} of {every:,} articles")
        _buttons(project, job, "Cancel")
    elif job.state == "cancelled":
        st.markdown(f"{pipeline}: cancelled after {job.done:,} of {every:,} articles.")
        _buttons(project, job, "Go on", "Forget")
    elif job.state == "failed":
        st.error(plain(job.reason or "failed"))
        _buttons(project, job, "Try again", "Forget")
    else:
        st.markdown(f"{pipeline}: {intake.in_words(job.counts)}.")
        _lines(project, job)
        _buttons(project, job, "Close")


def _lines(project: Project, job: jobs.Job) -> None:
    """What was unusable: the first lines, and all of them to download."""
    lines = jobs.lines(project.store, job.id)
    if not lines:
        return
    st.markdown("\n".join(f"- {plain(line)}" for line in lines[:MOST_LINES]))
    if len(lines) > MOST_LINES:
        st.caption(f"… and {len(lines) - MOST_LINES:,} more.")
    st.download_button(
        "Download the list",
        "".join(f"{line}\n" for line in lines),
        "unusable.txt",
        "text/plain",
        on_click="ignore",
        key=f"download-{job.id}",
    )


def _buttons(project: Project, job: jobs.Job, *labels: str) -> None:
    with st.container(horizontal=True):
        for label in labels:
            _button(project, job, label)


def _button(
    project: Project, job: jobs.Job, label: str, *, kind: Any = "secondary", act: str = ""
) -> None:
    st.button(
        label,
        key=f"{act or label}-{job.id}",
        type=kind,
        on_click=_act,
        args=(project, job, act or label),
    )


def _act(project: Project, job: jobs.Job, what: str) -> None:
    store = project.store
    if what == "Cancel":
        jobs.move(store, job.id, to="cancelled")
    elif what in ("Go on", "Try again"):
        jobs.move(store, job.id, to="waiting")
    elif what == "Import":
        jobs.move(store, job.id, stage="import", to="waiting")
    else:
        imports.forget(store, project.config.imports, job)
    project.see_to()
