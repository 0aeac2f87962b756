"""Gold as it stands or a release of it, and the making of a release."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from annotator import gold, releases
from annotator.annotation import Invalid
from annotator.formats.native import Record
from annotator.ui.measured import Files
from annotator.ui.plain import plain
from annotator.ui.shell import Project

NOW = "as it stands"
EVERYBODY = "everybody, without articles that several are done with"


def files_of(folder: Path, source: str) -> Files:
    """What a source is read from, with the times at which it changed."""
    place = folder if source == NOW else folder / releases.FOLDER / source
    paths = sorted(place.glob("*.jsonl"))
    return tuple((f"{source}/{path.name}", path.stat().st_mtime_ns) for path in paths)


@st.cache_data(show_spinner=False, max_entries=4)
def read(folder: Path, source: str, files: Files) -> tuple[list[Record], list[str]]:
    """The records of a source, and a line for each that is none; anew when a file changes."""
    if source != NOW:
        try:
            return releases.load(folder / releases.FOLDER / source), []
        except Invalid as error:
            return [], [str(error)]
    found = list(gold.read(folder))
    records = [one for one in found if not isinstance(one, Invalid)]
    return records, [str(one) for one in found if isinstance(one, Invalid)]


def offer(project: Project, people: list[str]) -> None:
    """A form that releases the gold as it stands, under a name, for good."""
    opened = "released" in st.session_state
    with st.expander("Release this gold", expanded=opened), st.form("release", border=False):
        st.caption(
            "A release never changes: the articles that people are done with, who annotated them, "
            "checksums, and a split into train, dev and test. It lies in "
            f"`{project.config.gold / releases.FOLDER}`."
        )
        st.text_input("Name", placeholder="spring-2026", key="release-name")
        st.selectbox("Work of", [EVERYBODY, *people], key="release-of")
        st.form_submit_button("Release", on_click=_release, args=(project,))
        # Kept, since the page may run again before anybody has read it.
        said, problems, error = st.session_state.get("released", ("", (), ""))
        for problem in problems:
            st.warning(plain(problem))
        if error:
            st.error(plain(error))
        if said:
            st.success(plain(said))


def _release(project: Project) -> None:
    name, whose = st.session_state["release-name"].strip(), st.session_state["release-of"]
    annotator = None if whose == EVERYBODY else whose
    folder = project.config.gold / releases.FOLDER
    try:
        made = releases.make(project.store, folder, name, annotator)
    except (Invalid, OSError) as error:
        st.session_state["released"] = ("", (), str(error))
        return
    number = len(made.manifest["articles"])
    said = f"{number:,} article{'' if number == 1 else 's'} released as {name}."
    st.session_state["released"] = (said, made.problems, "")
