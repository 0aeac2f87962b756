from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store in a file of its own."""
    opened = open_store(str(tmp_path / "annotator.db"))
    yield opened
    opened.close()
