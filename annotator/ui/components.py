"""Components of the page: their strings, read from the files beside this one, and their data."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

FOLDER = Path(__file__).parent

# Files of one module, in order; only the last one exports.
SCRIPTS = {
    "reader": (
        "outbox",
        "text",
        "direction",
        "model",
        "paint",
        "hits",
        "review",
        "against",
        "commands",
        "menu",
        "panel",
        "mouse",
        "reader",
    ),
    "sync": ("outbox", "sync"),
}


@cache
def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def script(*parts: str) -> str:
    """One module of several files."""
    return "\n".join(read(f"js/{part}.js") for part in parts)


def mount(name: str, data: dict[str, Any], **callbacks: Any) -> None:
    """Show the component of this name; its JavaScript finds ``data`` as the one member of a list.

    Streamlit looks for tables in a dict, and imports two large libraries to know them; a list
    goes to the browser as the JSON that it is.
    """
    component = st.components.v2.component(
        f"gloss_{name}",
        html=read(f"{name}.html"),
        css=read(f"{name}.css"),
        js=script(*SCRIPTS[name]),
    )
    component(key=name, data=[data], **callbacks)
