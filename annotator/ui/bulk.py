"""What is done to many articles at once, each with its effect said before."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from annotator import gold, pipelines
from annotator.store import jobs, library, removal
from annotator.ui.shell import Project


def show(project: Project, annotator: str, wanted: Sequence[str]) -> None:
    """The actions on these articles."""
    suggest, assign, delete = st.columns(3)
    with suggest.popover("Suggest again…", width="stretch", on_change="rerun", key="b1") as again:
        if again.open:
            _suggest(project, annotator, wanted)
    with assign.popover("Assign…", width="stretch", on_change="rerun", key="b2") as assigning:
        if assigning.open:
            _assign(project, annotator, wanted)
    with delete.popover("Delete…", width="stretch", on_change="rerun", key="b3") as deleting:
        if deleting.open:
            _delete(project, annotator, wanted)


def _suggest(project: Project, annotator: str, wanted: Sequence[str]) -> None:
    pipeline = st.selectbox("Pipeline", pipelines.available(), key="bulk-pipeline")
    begun = sum(removal.attached(project.store, wanted).annotators.values())
    st.caption(
        f"New suggestions for {len(wanted):,} articles, in the background and whatever their "
        f"language. The {begun:,} layers that people have begun stay as they are."
    )

    def ask() -> None:
        arguments = {"pipeline": pipeline, "articles": list(wanted)}
        jobs.ask(project.store, "suggest", arguments, annotator=annotator)
        project.see_to()

    st.button(f"Suggest for {len(wanted):,}", on_click=ask, key="bulk-suggest")


def _assign(project: Project, annotator: str, wanted: Sequence[str]) -> None:
    people = sorted({*library.choices(project.store).annotators, annotator})
    to = st.selectbox(
        "Annotator", people, index=None, accept_new_options=True, placeholder="a name, old or new"
    )
    st.caption(
        f"{len(wanted):,} articles are put on the list of whoever is chosen, who then reads them "
        "before all others. Others may still read them."
    )
    name = " ".join((to or "").split())[:60]

    def assign() -> None:
        library.assign(project.store, wanted, name, annotator=annotator)

    def unassign() -> None:
        library.unassign(project.store, wanted, name)

    with st.container(horizontal=True):
        st.button("Assign", on_click=assign, disabled=not name, key="bulk-assign")
        st.button("Take off the list", on_click=unassign, disabled=not name, key="bulk-unassign")


def _delete(project: Project, annotator: str, wanted: Sequence[str]) -> None:
    hangs = removal.attached(project.store, wanted)
    people = ", ".join(f"{name} ({count:,})" for name, count in hangs.annotators.items())
    st.caption(
        f"On these {len(wanted):,} articles hang the layers of {people or 'nobody'}, "
        f"{hangs.decided:,} decisions among them. The log of {hangs.edits:,} edits stays."
    )

    def delete() -> None:
        removal.remove(project.store, wanted, annotator=annotator)
        if hangs.annotators:
            gold.write(project.store, wanted, project.config.gold)
        st.session_state.pop("table", None)
        st.session_state.pop("every", None)

    st.button(f"Delete {len(wanted):,} articles", on_click=delete, key="bulk-delete")
