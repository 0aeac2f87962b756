"""Imports that a page asks for: looked at, taken in, called off, and resumed after any end."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import imports, ingest, intake, work
from annotator.annotation import Article, Entity, Invalid, Span
from annotator.formats.native import Record, dumps
from annotator.ingest import Columns
from annotator.mark import State, add, suggest
from annotator.preview import Preview
from annotator.store import Store, articles, jobs, layers
from tests.test_batch import TEXTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "imports"


def never() -> bool:
    return False


def asked(store: Store, folder: Path, **files: str | bytes) -> int:
    streams = [
        (name.replace("_", "."), io.BytesIO(data.encode() if isinstance(data, str) else data))
        for name, data in files.items()
    ]
    return imports.ask(store, folder, streams, annotator="Ann")


def now(store: Store, job: int) -> jobs.Job:
    found = jobs.load(store, job)
    assert found is not None
    return found


def table(rows: int) -> str:
    lines = [
        f'{i},"Rain fell on town {i}, and nobody there had seen it come."' for i in range(rows)
    ]
    return "\n".join(["title,text", *lines])


def test_a_few_articles_are_added_without_a_question(store: Store, folder: Path) -> None:
    job = asked(store, folder, a_txt=TEXTS[0], b_txt=TEXTS[1], c_txt=b"\x89PNG\r\n")
    work.take_in(store, folder, never)
    done = now(store, job)
    assert (done.stage, done.state, done.counts) == ("import", "done", {"new": 2, "unusable": 1})
    assert done.result["first"] == Article(TEXTS[0]).id
    (line,) = jobs.lines(store, job)
    assert line.startswith("c.txt: a PNG image, expected")
    assert list(folder.iterdir()) == []  # nothing is left of the upload
    assert set(articles.ids(store)) == {Article(text).id for text in TEXTS[:2]}


def test_many_articles_are_shown_first_and_added_when_a_person_says_so(
    store: Store, folder: Path
) -> None:
    articles.add(
        store, [Article("Rain fell on town 7, and nobody there had seen it come.")], annotator="Ann"
    )
    job = asked(store, folder, a_csv=table(100) + "\n5,\n6,Rain fell on town 6, and more")
    work.take_in(store, folder, never)
    asking = now(store, job)
    assert (asking.stage, asking.state) == ("look", "asking")
    assert asking.counts == {"new": 99, "known": 1, "unusable": 2}
    assert articles.ids(store) == [
        Article("Rain fell on town 7, and nobody there had seen it come.").id
    ]
    assert [e["headline"] for e in asking.result["examples"]] == ["0", "1", "2", "3", "4"]
    assert asking.result["tables"][0]["columns"]["text"] == ["text"]
    assert asking.result["undated"] == 100
    jobs.move(store, job, stage="import", to="waiting")
    work.take_in(store, folder, never)
    done = now(store, job)
    assert (done.state, done.counts) == ("done", {"new": 99, "known": 1, "unusable": 2})
    assert len(articles.ids(store)) == 100
    assert [line.split(":")[0] for line in jobs.lines(store, job)] == [
        "a.csv, row 102",
        "a.csv, row 103",
    ]


def test_a_table_whose_text_is_not_clear_asks_and_remembers(store: Store, folder: Path) -> None:
    rows = "eins,zwei\nRain fell on Kabul in the night.,Snow fell on Herat in the morning.\n"
    job = asked(store, folder, a_csv=rows)
    work.take_in(store, folder, never)
    asking = now(store, job)
    assert asking.state == "asking"
    (shown,) = asking.result["tables"]
    assert (shown["header"], shown["clear"]) == (["eins", "zwei"], False)
    imports.choose(store, [(shown["signature"], Columns(("zwei",), title="eins"))])
    jobs.move(store, job, stage="look", to="waiting")
    work.take_in(store, folder, never)
    assert now(store, job).counts == {"new": 1}
    loaded = articles.load(store, articles.ids(store)[0])
    assert loaded is not None
    assert loaded.text == "Snow fell on Herat in the morning."
    again = asked(store, folder, b_csv=rows)
    work.take_in(store, folder, never)
    assert now(store, again).counts == {"known": 1}


class Killed(BaseException):
    """The process is gone; nothing is tidied up."""


def killed_after(found: Iterator[ingest.Found], things: int) -> Iterator[ingest.Found]:
    for number, one in enumerate(found):
        if number == things:
            raise Killed
        yield one


@pytest.mark.parametrize("things", [0, 1, 10, 499, 500, 501, 999, 1150, 1200])
def test_an_import_goes_on_where_it_stopped(
    store: Store, folder: Path, things: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(store, folder, a_csv=table(1200) + "\n7,\n")
    work.take_in(store, folder, never)
    jobs.move(store, job, stage="import", to="waiting")
    whole = ingest.from_source
    with monkeypatch.context() as patch:
        patch.setattr(ingest, "from_source", lambda *a: killed_after(whole(*a), things))
        with pytest.raises(Killed):
            work.take_in(store, folder, never)
    half = now(store, job)
    assert half.done == len(articles.ids(store)) <= things
    work.take_in(store, folder, never)
    done = now(store, job)
    assert (done.state, done.counts) == ("done", {"new": 1200, "unusable": 1})
    assert len(articles.ids(store)) == 1200
    assert len(jobs.lines(store, job)) == 1


def test_an_import_that_is_called_off_keeps_what_it_has_and_can_go_on(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(store, folder, a_csv=table(1200))
    work.take_in(store, folder, never)
    jobs.move(store, job, stage="import", to="waiting")
    whole = ingest.from_source

    def cancelling(*arguments: object) -> Iterator[ingest.Found]:
        for number, one in enumerate(whole(*arguments)):  # type: ignore[arg-type]
            if number == 700:
                jobs.move(store, job, to="cancelled")
            yield one

    with monkeypatch.context() as patch:
        patch.setattr(ingest, "from_source", cancelling)
        work.take_in(store, folder, never)
    assert (now(store, job).state, len(articles.ids(store))) == ("cancelled", 500)
    work.take_in(store, folder, never)
    assert len(articles.ids(store)) == 500  # nobody goes on with it
    jobs.move(store, job, to="waiting")
    work.take_in(store, folder, never)
    assert now(store, job).counts == {"new": 1200}


def test_an_import_that_fails_says_why_and_can_be_tried_again(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(store, folder, a_txt=TEXTS[0])
    with monkeypatch.context() as patch:
        patch.setattr(ingest, "from_source", lambda *a: 1 / 0)
        work.take_in(store, folder, never)
    failed = now(store, job)
    assert (failed.state, failed.reason) == ("failed", "ZeroDivisionError: division by zero")
    jobs.move(store, job, to="waiting")
    work.take_in(store, folder, never)
    assert (now(store, job).state, now(store, job).counts) == ("done", {"new": 1})


def test_files_that_are_gone_cost_only_themselves(store: Store, folder: Path) -> None:
    job = asked(store, folder, a_txt=TEXTS[0], b_txt=TEXTS[1])
    (place,) = folder.iterdir()
    (place / "0").unlink()
    work.take_in(store, folder, never)
    assert now(store, job).counts == {"new": 1, "unusable": 1}
    assert "a.txt" in jobs.lines(store, job)[0]


def test_an_upload_that_breaks_off_leaves_nothing(store: Store, folder: Path) -> None:
    class Broken(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        imports.ask(store, folder, [("a.txt", Broken())], annotator="Ann")  # type: ignore[list-item]
    assert (list(folder.iterdir()), jobs.every(store)) == ([], [])


def test_what_nobody_knows_of_is_swept_up_after_a_while(store: Store, folder: Path) -> None:
    job = asked(store, folder, a_txt=TEXTS[0])
    old, new, other = "0" * 32, "1" * 32, "holiday pictures"
    for name, age in ((old, 2 * imports.LEFT_ALONE), (new, 0.0), (other, 2 * imports.LEFT_ALONE)):
        (folder / name).mkdir()
        os.utime(folder / name, (time.time() - age,) * 2)
    kept = now(store, job).arguments["folder"]
    os.utime(folder / kept, (0, 0))
    imports.sweep(store, folder)
    assert {place.name for place in folder.iterdir()} == {new, kept, other}
    imports.forget(store, folder, now(store, job))
    assert {place.name for place in folder.iterdir()} == {new, other}
    assert jobs.every(store) == []


def test_labels_of_one_batch_are_taken_together_and_bad_ones_cost_only_themselves(
    store: Store,
) -> None:
    kabul = Entity(Span(39, 44), "GPE")
    article = Article(TEXTS[0])
    found = [
        Record(article, "patterns 9", marks=(suggest(kabul),)),
        Record(article, "Ben", State("done"), (add(kabul),)),
        Record(article, "Ben", State("done"), ()),
        Record(article, "Ben", marks=(suggest(kabul),)),
        Invalid("x.txt: empty, expected an article"),
    ]
    taken = intake.take(store, found, annotator="Ann")
    assert taken.counts == {"new": 1, "known": 3, "with labels": 2, "unusable": 3}
    assert taken.things == 5
    for owner in ("patterns 9", "Ben"):
        layer = layers.load(store, article.id, owner)
        assert layer is not None
        assert [mark.value for mark in layer.marks] == [kabul]


def test_a_preview_writes_nothing(store: Store) -> None:
    record = Record(Article(TEXTS[0]), "Ben", State("done"), ())
    data = (dumps(record) + "\n{\n" + dumps(record)).encode()
    seen = Preview()
    lines = [
        line
        for part in intake.parts(seen.noting(ingest.from_bytes(data, "a.jsonl")))
        for line in seen.add(store, part)
    ]
    assert seen.counts == {"new": 1, "known": 1, "unusable": 1}
    assert len(lines) == 1 and lines[0].startswith("a.jsonl, line 2: ")
    assert articles.ids(store) == []
