"""The strings of a component, read from the files beside this one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def script(*parts: str) -> str:
    """One module of several files, in order; only the last one exports."""
    return "\n".join(read(f"js/{part}.js") for part in parts)


READER = ("outbox", "text", "model", "paint", "commands", "menu", "panel", "reader")
SYNC = ("outbox", "sync")
