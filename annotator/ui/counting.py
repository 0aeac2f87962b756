"""The table of all marks that the charts count in, one for all sessions of a server."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import streamlit as st

from annotator.store import Store

if TYPE_CHECKING:
    from annotator.news.table import Table

log = logging.getLogger(__name__)


def table(store: Store) -> Table:
    """The table as the store is now."""
    found = _table(str(store.engine.url))
    found.follow(store)
    return found


@st.cache_resource(show_spinner=False)
def warm(_store: Store) -> None:
    """Read all marks once a page is painted, so that no first chart waits for it."""
    # No daemon: the engine of the table must not be in the midst of something when all ends.
    threading.Thread(target=_follow, args=(_store,)).start()


def _follow(store: Store) -> None:
    try:
        table(store)
    except Exception:  # the project may be closed already; whoever asks reads it then
        log.info("not read ahead", exc_info=True)


@st.cache_resource(show_spinner=False)
def _table(url: str) -> Table:
    # Here, since its libraries would hold up pages that have no charts.
    from annotator.news.table import Table

    return Table()
