"""Processes of their own: one of a kind at a time, killed and resumed, with the server gone too."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator import config, imports, processes, work
from annotator.annotation import Article
from annotator.processes import Processes
from annotator.store import Store, articles, jobs, layers, suggestions, turns
from tests.test_batch import TEXTS, put
from tests.test_imports import asked, now, table

ROOT = Path(__file__).parents[1]


def never() -> bool:
    return False


def until(true: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@pytest.fixture
def own(store: Store, tmp_path: Path) -> Iterator[Processes]:
    settings = config.load(
        {
            "GLOSS_STORE": str(store.engine.url.database),
            "GLOSS_IMPORTS": str(tmp_path / "imports"),
            "GLOSS_PIPELINE": "patterns",
        }
    )
    found = Processes(settings)
    yield found
    found.close()


def test_suggestions_are_made_in_a_process_of_its_own(store: Store, own: Processes) -> None:
    ids = put(store)
    suggestions.want(store, ids[1])
    own.ensure("suggestions")
    own.ensure("suggestions")
    until(lambda: not suggestions.missing(store))
    assert {suggestions.by(store, article) for article in ids} == {"patterns 1"}
    articles.add(store, [Article("Hail fell on Ghazni.")], annotator="Ann")
    own.ensure("suggestions")  # wakes the one that is there
    until(lambda: not suggestions.missing(store))


def test_paths_are_those_of_the_folder_in_which_the_server_was_started(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = config.load({"GLOSS_STORE": "annotator.db", "GLOSS_IMPORTS": "imports"})
    own = Processes(settings)
    job = asked(store, tmp_path / "imports", a_txt=TEXTS[0])
    own.ensure("imports")
    until(lambda: now(store, job).state == "done")
    own.close()


def test_imports_are_made_in_a_process_of_its_own(
    store: Store, own: Processes, tmp_path: Path
) -> None:
    job = asked(store, tmp_path / "imports", a_txt=TEXTS[0])
    own.ensure("imports")
    until(lambda: now(store, job).state == "done")
    assert articles.ids(store) == [Article(TEXTS[0]).id]


def test_a_process_that_is_killed_costs_no_article(
    store: Store, own: Processes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "AGAIN", 0.0)
    job = asked(store, tmp_path / "imports", a_csv=table(2000))
    own.ensure("imports")
    until(lambda: now(store, job).state == "asking")
    jobs.move(store, job, stage="import", to="waiting")
    kills = 0
    while now(store, job).state != "done":
        before = now(store, job).done

        def goes_on(before: int = before) -> bool:
            own.ensure("imports")  # as each page does: one that is just dying is seen as alive
            return now(store, job).done > before or now(store, job).state == "done"

        until(goes_on)
        if now(store, job).state != "done":
            own._running["imports"].send_signal(signal.SIGKILL)
            own._running["imports"].wait()
            kills += 1
    assert kills > 0
    assert now(store, job).counts == {"new": 2000}
    assert len(articles.ids(store)) == 2000


def test_a_process_goes_when_whoever_holds_it_is_gone(store: Store) -> None:
    code = (
        "import os, sys, time\n"
        "from annotator import config\n"
        "from annotator.processes import Processes\n"
        "own = Processes(config.load())\n"
        "own.ensure('suggestions')\n"
        "print(own._running['suggestions'].pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    environment = {"GLOSS_STORE": str(store.engine.url.database), "PYTHONPATH": str(ROOT)}
    environment["GLOSS_PIPELINE"] = "patterns"
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert holder.stdout
    child = int(holder.stdout.readline())
    put(store)
    until(lambda: not suggestions.missing(store))
    holder.kill()
    holder.wait()
    holder.stdout.close()
    until(lambda: not Path(f"/proc/{child}").exists() or "Z" in status(child))


def status(process: int) -> str:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_only_one_has_the_turn_and_it_ends_with_its_process(store: Store) -> None:
    with turns.alone(store, "imports") as mine:
        assert mine
        with turns.alone(store, "imports") as other:
            assert not other
        with turns.alone(store, "suggestions") as another:
            assert another
    with turns.alone(store, "imports") as again:
        assert again


def test_a_pipeline_that_cannot_be_loaded_is_said_and_nothing_is_marked_as_read(
    store: Store,
) -> None:
    ids = put(store)
    work.suggest(store, "no such thing", never)
    assert "no such thing" in (suggestions.broken(store, "no such thing") or "")
    assert suggestions.missing(store) == ids
    work.suggest(store, "patterns", never)
    assert suggestions.missing(store) == []


FRENCH = "Le ministre a déclaré que la conférence se poursuivrait à Genève, malgré la pluie."


def test_an_english_pipeline_is_not_set_on_french_text_unless_it_is_asked(store: Store) -> None:
    french = Article(FRENCH, language="fr")
    articles.add(store, [french, Article(TEXTS[0], language="en")], annotator="Ann")
    work.suggest(store, "patterns", never)
    assert suggestions.by(store, french.id) is None
    assert suggestions.problem(store, french.id) == (
        "the text is French, and the pipeline patterns 1 reads English"
    )
    arguments = {"pipeline": "patterns", "articles": [french.id]}
    job = jobs.ask(store, "suggest", arguments, annotator="Ann")
    work.suggest(store, "patterns", never)
    assert (now(store, job).state, now(store, job).counts) == ("done", {"suggested": 1})
    assert suggestions.by(store, french.id) == "patterns 1"
    assert suggestions.problem(store, french.id) is None


def test_suggesting_again_leaves_alone_what_people_have_begun(store: Store) -> None:
    ids = put(store)
    work.suggest(store, "patterns", never)
    layers.place(store, ids[0], "Ben", layers.NEW, ())
    arguments = {"pipeline": "patterns", "articles": [*ids, "0" * 16]}
    job = jobs.ask(store, "suggest", arguments, annotator="Ann")
    work.suggest(store, "patterns", never)
    assert (now(store, job).state, now(store, job).done) == ("done", 4)
    begun = layers.load(store, ids[0], "Ben")
    assert begun is not None
    assert begun.marks == ()


def test_what_somebody_opened_comes_before_what_was_asked_in_bulk(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = put(store)
    arguments = {"pipeline": "patterns", "articles": ids[:2]}
    job = jobs.ask(store, "suggest", arguments, annotator="Ann")
    order: list[str] = []
    attempt = work.batch.attempt

    def noting(store: Store, article: str, *rest: object, **more: object) -> str | None:
        order.append(article)
        if len(order) == 1:
            suggestions.want(store, ids[2])
        return attempt(store, article, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(work.batch, "attempt", noting)
    work.suggest(store, "patterns", never)
    assert order == [ids[0], ids[2], ids[1]]
    assert now(store, job).state == "done"


def test_a_job_with_a_pipeline_that_is_none_fails_with_the_reason(store: Store) -> None:
    ids = put(store)
    arguments = {"pipeline": "no such thing", "articles": ids}
    job = jobs.ask(store, "suggest", arguments, annotator="Ann")
    work.suggest(store, "patterns", never)
    failed = now(store, job)
    assert failed.state == "failed"
    assert "no such thing" in (failed.reason or "")
    assert suggestions.missing(store) == []


def test_an_upload_is_swept_up_only_when_it_is_old(store: Store, tmp_path: Path) -> None:
    job = asked(store, tmp_path, a_txt=TEXTS[0])
    work.take_in(store, tmp_path, never)
    assert now(store, job).state == "done"
    assert imports.remembered(store) == {}
