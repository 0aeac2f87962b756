"""What is done to many articles at once, each with its effect said before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import streamlit as st

from annotator import gold
from annotator.sharing import share_out
from annotator.store import jobs, library, removal
from annotator.ui import choosing
from annotator.ui.plain import plain
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
    chosen = st.multiselect(
        "Annotators", people, accept_new_options=True, placeholder="names, old or new"
    )
    to = list(dict.fromkeys(name for one in chosen if (name := " ".join(one.split())[:60])))
    several = len(to) > 1
    overlap, blind = st.columns(2)
    twice = overlap.slider(
        "Read by two", 0, 100, 0, 10, format="%d %%", disabled=not several, key="bulk-overlap",
        help="So many of the articles go to two people: it tells how far they agree.",
    )  # fmt: skip
    hidden = blind.slider(
        "Without suggestions", 0, 100, 0, 10, format="%d %%", key="bulk-blind",
        help="So many are read blind: it tells what suggestions do to people.",
    )  # fmt: skip
    tasks = share_out(wanted, to, twice / 100 if several else 0, hidden / 100) if to else []
    each = Counter(task.annotator for task in tasks)
    told = ", ".join(f"{plain(name)} {count:,}" for name, count in each.items())
    st.caption(
        (f"{told}. " if several else f"{len(wanted):,} articles. ")
        + "They come before all others for whoever has them on the list. Others may still read "
        "them."
    )

    def assign() -> None:
        library.assign(project.store, tasks, annotator=annotator)

    def unassign() -> None:
        for name in to:
            library.unassign(project.store, wanted, name)

    with st.container(horizontal=True):
        st.button("Assign", on_click=assign, disabled=not to, key="bulk-assign")
        st.button("Take off the list", on_click=unassign, disabled=not to, key="bulk-unassign")


def _delete(project: Project, annotator: str, wanted: Sequence[str]) -> None:
    hangs = removal.attached(project.store, wanted)
    people = ", ".join(f"{plain(name)} ({count:,})" for name, count in hangs.annotators.items())
    st.caption(
        f"On these {len(wanted):,} articles hang the layers of {people or 'nobody'}, "
        f"{hangs.decided:,} decisions among them. The log of {hangs.edits:,} edits stays."
    )

    def delete() -> None:
        removal.remove(project.store, wanted, annotator=annotator)
        if hangs.annotators:
            gold.write(project.store, wanted, project.config.gold)

    st.button(f"Delete {len(wanted):,} articles", on_click=delete, key="bulk-delete")
