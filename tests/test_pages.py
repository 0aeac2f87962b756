"""Each page runs, on an empty project and on a full one, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from annotator.store import articles, open_store, removal
from annotator.ui import shell

ROOT = Path(__file__).parents[1]
PAGES = sorted(path.name for path in (ROOT / "pages").glob("*.py"))


@pytest.fixture
def app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[AppTest]:
    monkeypatch.setenv("GLOSS_STORE", str(tmp_path / "annotator.db"))
    monkeypatch.setenv("GLOSS_GOLD", str(tmp_path / "gold"))
    monkeypatch.setenv("GLOSS_IMPORTS", str(tmp_path / "imports"))
    monkeypatch.setenv("GLOSS_SAMPLES", str(ROOT / "data" / "samples") if request.param else "")
    st.cache_resource.clear()
    yield AppTest.from_file(str(ROOT / "app.py"), default_timeout=20)
    end_project()


def end_project() -> None:
    """Let the processes go and close the store, as the end of a server would."""
    project = shell.project()
    project.processes.close()
    project.store.close()
    st.cache_resource.clear()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("app", [False, True], indirect=True, ids=["empty", "with samples"])
def test_a_page_runs(app: AppTest, page: str) -> None:
    app.run()
    app.switch_page(f"pages/{page}").run()
    assert not app.exception


@pytest.mark.parametrize("app", [True], indirect=True, ids=["with samples"])
def test_samples_that_were_deleted_do_not_come_back(app: AppTest, tmp_path: Path) -> None:
    app.run()
    store = open_store(str(tmp_path / "annotator.db"))
    assert len(articles.ids(store)) == 10
    for article in articles.ids(store):
        removal.remove(store, [article], annotator="Ann")
    end_project()
    app.run()
    assert not app.exception
    assert articles.ids(store) == []
    store.close()


def test_every_page_has_the_guard_and_stands_in_the_navigation() -> None:
    app = (ROOT / "app.py").read_text(encoding="utf-8")
    for page in PAGES:
        assert f'"pages/{page}"' in app
        code = (ROOT / "pages" / page).read_text(encoding="utf-8").split("\n\n", 2)[2]
        assert "shell.guard(__file__)" in code
