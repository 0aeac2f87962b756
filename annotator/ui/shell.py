"""What stands around every page: the open project, who works, and the way from browser to disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import streamlit as st

from annotator import config, receive
from annotator.config import Config
from annotator.processes import Processes
from annotator.store import Store, articles, counts, jobs, open_store, suggestions
from annotator.ui import components

COOKIE = "gloss_annotator"


@dataclass(frozen=True)
class Project:
    """An open project, shared by all sessions of a server."""

    config: Config
    store: Store
    processes: Processes

    def see_to(self, article: str | None = None) -> None:
        """Have missing suggestions and open imports worked on, this article before all others."""
        if article:
            suggestions.want(self.store, article)
        missing = suggestions.missing(self.store, 1)
        if jobs.waiting(self.store, jobs.SUGGESTIONS) or (missing and not self.broken):
            self.processes.ensure("suggestions")
        if jobs.waiting(self.store, jobs.IMPORTS):
            self.processes.ensure("imports")

    @property
    def broken(self) -> str | None:
        """Why there will be no suggestions for any article."""
        return suggestions.broken(self.store, self.config.pipeline)

    def problem(self, article: str) -> str | None:
        """Why an article will have no suggestions; None if they are there or on their way."""
        return suggestions.problem(self.store, article) or self.broken


@st.cache_resource(show_spinner=False)
def project() -> Project:
    """Open the project that the environment names; a new one begins with the samples."""
    settings = config.load()
    store = open_store(settings.store)
    untouched = not articles.ids(store) and not counts.annotators(store)
    if settings.samples.is_dir() and untouched:
        from annotator import ingest, intake  # only a new project needs them to start

        files = sorted(settings.samples.glob("*.txt"))
        intake.take(
            store, (a for file in files for a in ingest.read(file)), annotator=settings.annotator
        )
    suggestions.note_broken(store, settings.pipeline, None)  # perhaps it has been repaired
    return Project(settings, store, Processes(settings))


def guard(file: str) -> None:
    """The first line of each page: without app.py around it, go there and come back.

    Until ``st.navigation`` has run once in a process, Streamlit serves files in ``pages/`` bare.
    """
    if not st.session_state.get("_shell"):
        st.session_state["_goto"] = (f"pages/{Path(file).name}", dict(st.query_params))
        st.switch_page("app.py")


def annotator() -> str:
    """Who is working: chosen in this session, remembered by the browser, or the default."""
    chosen = st.session_state.get("annotator") or unquote(st.context.cookies.get(COOKIE, ""))
    return " ".join(str(chosen).split())[:60].strip() or project().config.annotator


@st.fragment(key="sync")
def sync() -> None:
    """Mount the chip that carries edits from the browser to the disk, on every page."""
    shell = project()
    state = st.session_state.get("sync") or {}
    if (name := state.get("annotator")) and name != st.session_state.get("annotator"):
        st.session_state["annotator"] = name
        st.rerun()
    outbox = state.get("outbox")
    answer = receive.receive(shell.store, outbox, folder=shell.config.gold)
    data = {
        **answer,
        "error": answer["error"] or st.session_state.get("unwritten"),
        "n": outbox.get("n") if isinstance(outbox, dict) else None,
        "annotator": annotator(),
        "annotators": counts.annotators(shell.store),
    }
    components.mount("sync", data, on_outbox_change=_take, on_annotator_change=lambda: None)


def _take() -> None:
    # Before the script runs, so that saving does not wait for a page. The body takes the same
    # outbox again, which changes nothing: Streamlit may interrupt at any access to its state.
    outbox = (st.session_state.get("sync") or {}).get("outbox")
    shell = project()
    answer = receive.receive(shell.store, outbox, folder=shell.config.gold)
    # Saved, and still an error: its gold could not be written. The body will not hear of that.
    st.session_state["unwritten"] = answer["error"] if answer["acks"] else None
