from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store import Store, open_store


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipeline of patterns, unless a test asks for another: it is there at once."""
    monkeypatch.setenv("GLOSS_PIPELINE", "patterns")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store in a file of its own."""
    opened = open_store(str(tmp_path / "annotator.db"))
    yield opened
    opened.close()
