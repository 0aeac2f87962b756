"""The choice of a pipeline, wherever one is asked for."""

from __future__ import annotations

import streamlit as st

from annotator import pipelines


def pipeline(preferred: str, key: str) -> str:
    """A pipeline's name or path: one of those on the machine, ``preferred`` first, or a folder."""
    known = dict.fromkeys((preferred, *pipelines.available()))
    chosen = st.selectbox(
        "Pipeline",
        list(known),
        accept_new_options=True,
        help="One that is installed, or the path of a spaCy pipeline's folder.",
        key=key,
    )
    return (chosen or preferred).strip()
