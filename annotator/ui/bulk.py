"""What is done to many articles at once, each with its effect said before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from annotator import gold
from annotator.store import jobs, library, removal
from annotator.ui import choosing
from annotator.ui.shell import Project


def show(
    project: Project,
    annotator: str,
    ticked: Sequence[str],
    count: int,
    key: str,
    every: Callable[[], Sequence[str]],
) -> None:
    """A row with what can be done to the articles that are ticked, or to all of them.

    ``key`` is that of the list: another list begins with nothing chosen.
    """
    all_of_them, said, suggest, assign, delete = st.columns(
        [1.6, 4, 1.7, 1.3, 1.3], vertical_alignment="center"
    )
    wanted = every() if all_of_them.checkbox(f"All {count:,}", key=f"every {key}") else ticked
    if wanted:
        said.caption(f"**{len(wanted):,} chosen**")
    for place, label, act in (
        (suggest, "Suggest again", _suggest),
        (assign, "Assign", _assign),
        (delete, "Delete", _delete),
    ):
        with place.popover(
            label, width="stretch", disabled=not wanted, on_change="rerun", key=f"bulk {label}"
        ) as opened:
            if opened.open and wanted:
                act(project, annotator, wanted)


def _suggest(project: Project, annotator: str, wanted: Sequence[str]) -> None:
    pipeline = choosing.pipeline(project.config.pipeline, key="bulk-pipeline")
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

    st.button(f"Delete {len(wanted):,} articles", on_click=delete, key="bulk-delete")
