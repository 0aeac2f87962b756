from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from annotator import gold
from annotator.annotation import Article, Entity, Invalid, Span
from annotator.formats import native
from annotator.formats.native import Record
from annotator.mark import Mark, State, accept, add, reject, suggest
from annotator.store import Store, articles, layers, removal

RAIN, SNOW = Article("Rain fell on Kabul.", "Rain"), Article("Snow fell on Herat.")
KABUL = suggest(Entity(Span(13, 18), "GPE"), 0.5)
REJECTED = reject(KABUL)
assert REJECTED is not None
DONE = State("done")


def place(store: Store, article: Article, annotator: str, status: str, *marks: Mark) -> None:
    articles.add(store, [article], annotator="Ann")
    assert layers.place(store, article.id, annotator, State(status), marks)


def written(store: Store, folder: Path, *found: Article) -> Path:
    gold.write(store, [a.id for a in found], folder)
    return folder / f"{found[0].id}.jsonl"


def test_gold_holds_a_line_for_each_annotator_who_is_done(store: Store, tmp_path: Path) -> None:
    place(store, RAIN, "Cid", "done", add(KABUL.value))
    place(store, RAIN, "Ann", "done", accept(KABUL))
    place(store, RAIN, "Ben", "in progress", REJECTED)
    path = written(store, tmp_path / "gold", RAIN)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["annotator"] for line in lines] == ["Ann", "Cid"]
    assert list(gold.read(tmp_path / "gold")) == [
        Record(RAIN, "Ann", DONE, (accept(KABUL),)),
        Record(RAIN, "Cid", DONE, (add(KABUL.value),)),
    ]


def test_what_was_rejected_is_kept_in_gold(store: Store, tmp_path: Path) -> None:
    place(store, RAIN, "Ann", "done", REJECTED)
    written(store, tmp_path, RAIN)
    (record,) = gold.read(tmp_path)
    assert isinstance(record, Record)
    assert record.marks == (REJECTED,)


@pytest.mark.parametrize("status", ["new", "in progress", "skipped"])
def test_what_is_no_longer_done_is_no_gold(store: Store, tmp_path: Path, status: str) -> None:
    place(store, RAIN, "Ann", "done")
    path = written(store, tmp_path, RAIN)
    assert path.exists()
    with store.writing() as connection:
        layers.set_state(connection, RAIN.id, "Ann", State(status))
    written(store, tmp_path, RAIN)
    assert not path.exists()


def test_a_deleted_article_is_no_gold(store: Store, tmp_path: Path) -> None:
    place(store, RAIN, "Ann", "done")
    path = written(store, tmp_path, RAIN)
    removal.remove(store, [RAIN.id], annotator="Ann")
    written(store, tmp_path, RAIN)
    assert not path.exists()


def test_suggestions_are_no_gold(store: Store, tmp_path: Path) -> None:
    articles.add(store, [RAIN], annotator="Ann")
    layers.suggest(store, RAIN.id, "test 1", [KABUL])
    assert not written(store, tmp_path, RAIN).exists()
    assert gold.stale(store, tmp_path) == []


def test_gold_that_differs_from_the_store_is_stale(store: Store, tmp_path: Path) -> None:
    place(store, RAIN, "Ann", "done", accept(KABUL))
    place(store, SNOW, "Ann", "done")
    both = sorted([RAIN.id, SNOW.id])
    assert gold.stale(store, tmp_path / "nowhere") == both
    path = written(store, tmp_path, RAIN, SNOW)
    assert gold.stale(store, tmp_path) == []
    path.write_bytes(path.read_bytes().replace(b"GPE", b"ORG"))
    assert gold.stale(store, tmp_path) == [RAIN.id]
    path.unlink()
    assert gold.stale(store, tmp_path) == [RAIN.id]
    (tmp_path / "0000000000000000.jsonl").write_text("")
    assert gold.stale(store, tmp_path) == ["0000000000000000", RAIN.id]
    gold.write(store, gold.stale(store, tmp_path), tmp_path)
    assert gold.stale(store, tmp_path) == []


def test_gold_written_twice_is_the_same_to_the_byte(store: Store, tmp_path: Path) -> None:
    place(store, RAIN, "Ann", "done", accept(KABUL), add(Entity(Span(0, 4), "EVENT")))
    first = written(store, tmp_path / "one", RAIN).read_bytes()
    assert written(store, tmp_path / "two", RAIN).read_bytes() == first
    assert first.endswith(b"\n")


def test_gold_that_two_write_at_once_is_what_the_store_holds_in_the_end(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(store, RAIN, "Ann", "done", accept(KABUL))
    sync = os.fsync

    def overtaken(handle: int) -> None:
        monkeypatch.setattr(os, "fsync", sync)
        place(store, RAIN, "Ben", "done")
        gold.write(store, [RAIN.id], tmp_path)

    monkeypatch.setattr(os, "fsync", overtaken)
    gold.write(store, [RAIN.id], tmp_path)
    assert gold.stale(store, tmp_path) == []
    assert len(list(gold.read(tmp_path))) == 2


def test_a_damaged_layer_does_not_replace_its_gold(store: Store, tmp_path: Path) -> None:
    place(store, RAIN, "Ann", "done", accept(KABUL))
    before = written(store, tmp_path, RAIN).read_bytes()
    with store.writing() as connection:
        connection.execute(sql("UPDATE mentions SET label = ''"))
    with pytest.raises(Invalid, match=f"article {RAIN.id}, Ann, row "):
        written(store, tmp_path, RAIN)
    assert (tmp_path / f"{RAIN.id}.jsonl").read_bytes() == before


def test_bad_lines_and_files_are_named_and_the_others_are_read(
    store: Store, tmp_path: Path
) -> None:
    place(store, RAIN, "Ann", "done", accept(KABUL))
    line = native.dumps(Record(RAIN, "Ann", DONE, (accept(KABUL),))).encode()
    (tmp_path / "a.jsonl").write_bytes(line + b"\n{\n" + line + b"\n")
    (tmp_path / "b.jsonl").write_bytes(b"\xff\xfe\xff\n")
    (tmp_path / "c.jsonl").mkdir()
    (tmp_path / "d.jsonl").write_bytes(line)
    (tmp_path / "notes.txt").write_text("no gold")
    found = list(gold.read(tmp_path))
    assert [type(f) for f in found] == [Record, Invalid, Record, Invalid, Invalid, Record]
    errors = [str(f).partition(":")[0] for f in found if isinstance(f, Invalid)]
    assert errors[0] == "a.jsonl, line 2"
    assert errors[1].startswith("b.jsonl")
    assert errors[2] == "c.jsonl"


def test_a_folder_that_is_not_there_holds_no_gold(tmp_path: Path) -> None:
    assert list(gold.read(tmp_path / "nowhere")) == []


def test_a_file_is_written_whole_or_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jsonl"
    gold.write_whole(path, "first\n")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        gold.write_whole(path, "second\n")
    assert path.read_text() == "first\n"
    assert list(tmp_path.iterdir()) == [path]


def test_line_ends_are_written_as_they_are(tmp_path: Path) -> None:
    gold.write_whole(tmp_path / "new" / "a.txt", "a\r\nb\n")
    assert (tmp_path / "new" / "a.txt").read_bytes() == b"a\r\nb\n"
