"""Releases of gold: whole or not at all, never changed, and read back with their checksums."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from annotator import releases
from annotator.__main__ import main
from annotator.annotation import LAYERS, Article, Entity, Invalid, Span
from annotator.mark import State, add
from annotator.store import Store, articles, layers, open_store

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [f"Rain fell on Oslo for {number} days." for number in range(1, 41)]
OSLO = add(Entity(Span(13, 17), "GPE"))
DONE = State("done")


@pytest.fixture
def filled(store: Store) -> Store:
    ids = articles.add(store, [Article(text) for text in TEXTS], annotator="Ann").new
    for article in ids:
        layers.place(store, article, "Ann", DONE, [OSLO])
    return store


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_release_holds_all_that_is_done_with_its_manifest(filled: Store, tmp_path: Path) -> None:
    made = releases.make(filled, tmp_path, "first")
    assert made.problems == ()
    assert releases.names(tmp_path) == ["first"]
    records = releases.load(tmp_path / "first")
    assert [record.article.id for record in records] == sorted(Article(t).id for t in TEXTS)
    assert all(record.marks == (OSLO,) for record in records)
    manifest = releases.manifest_of(tmp_path / "first")
    assert manifest == made.manifest
    assert manifest["annotators"] == ["Ann"]
    assert sum(manifest["parts"].values()) == len(TEXTS)
    assert {one["entities"] for one in manifest["articles"]} == {1}
    assert {tuple(one["checked"]) for one in manifest["articles"]} == {LAYERS}


def test_a_release_is_never_changed(filled: Store, tmp_path: Path) -> None:
    folder = tmp_path / "gold"
    releases.make(filled, folder, "first")
    before = (folder / "first" / releases.ARTICLES).read_bytes()
    with pytest.raises(Invalid, match="a release never changes"):
        releases.make(filled, folder, "first")
    assert (folder / "first" / releases.ARTICLES).read_bytes() == before
    assert listed(folder) == ["first"]


def test_two_releases_of_one_state_have_the_same_articles(filled: Store, tmp_path: Path) -> None:
    one, two = (releases.make(filled, tmp_path, name).manifest for name in ("one", "two"))
    assert one["files"] == two["files"]
    assert one["articles"] == two["articles"]


def test_what_was_changed_on_disk_is_told(filled: Store, tmp_path: Path) -> None:
    made = releases.make(filled, tmp_path, "first")
    file = made.folder / releases.ARTICLES
    file.write_text(file.read_text(encoding="utf-8").replace("GPE", "ORG", 1), encoding="utf-8")
    with pytest.raises(Invalid, match="its checksum differs"):
        releases.load(made.folder)


@pytest.mark.parametrize("manifest", ["", "{}", "[]", '{"format": 9, "files": {}}'])
def test_a_folder_that_is_no_release_is_named(tmp_path: Path, manifest: str) -> None:
    (tmp_path / releases.MANIFEST).write_text(manifest, encoding="utf-8")
    with pytest.raises(Invalid, match="is no release"):
        releases.load(tmp_path)


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "x" * 81, "a b", "ä"])
def test_a_name_cannot_leave_the_folder(filled: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(Invalid, match="is no name for a release"):
        releases.make(filled, tmp_path / "gold", name)
    assert not (tmp_path / "gold").exists()


def test_nothing_done_is_no_release(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "gold"
    with pytest.raises(Invalid, match="nobody is done"):
        releases.make(store, folder, "first")
    assert listed(folder) == []


def test_two_who_are_done_with_one_article_leave_it_to_a_reviewer(
    filled: Store, tmp_path: Path
) -> None:
    article = Article(TEXTS[0]).id
    layers.place(filled, article, "Ben", DONE, [])
    made = releases.make(filled, tmp_path, "all")
    assert made.problems == (
        f"article {article} is left out: Ann, Ben are done with it; review it, or name one",
    )
    assert len(made.manifest["articles"]) == len(TEXTS) - 1
    of_ben = releases.make(filled, tmp_path, "ben", "Ben")
    assert [one["id"] for one in of_ben.manifest["articles"]] == [article]


def test_a_damaged_layer_costs_itself_alone(filled: Store, tmp_path: Path) -> None:
    article = Article(TEXTS[0]).id
    with filled.writing() as connection:
        connection.execute(
            sql("UPDATE mentions SET surface = 'Bergen' WHERE article = :a"), {"a": article}
        )
    made = releases.make(filled, tmp_path, "first")
    assert len(made.manifest["articles"]) == len(TEXTS) - 1
    assert made.problems[0].startswith(f"article {article} is left out: ")


def test_the_part_of_an_article_follows_from_its_id_alone() -> None:
    ids = [Article(f"Text {number}").id for number in range(4000)]
    parts = Counter(map(releases.part_of, ids))
    assert 0.66 < parts["train"] / 4000 < 0.74
    assert 0.12 < parts["dev"] / 4000 < 0.18
    assert parts["train"] + parts["dev"] + parts["test"] == 4000
    assert releases.part_of("0123456789abcdef") == releases.part_of("0123456789abcdef")


def test_a_release_that_cannot_be_written_leaves_nothing(
    filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gold"
    releases.make(filled, folder, "old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        releases.make(filled, folder, "new")
    monkeypatch.undo()
    assert listed(folder) == ["old"]
    assert len(releases.load(folder / "old")) == len(TEXTS)


def test_a_kill_while_a_release_is_written_leaves_the_old_ones_whole(tmp_path: Path) -> None:
    file = str(tmp_path / "a.db")
    store = open_store(file)
    many = [Article(f"Rain fell on Oslo for {number} days.") for number in range(1500)]
    for article in articles.add(store, many, annotator="Ann").new:
        layers.place(store, article, "Ann", DONE, [OSLO])
    store.close()
    gold = tmp_path / "gold"
    command = [sys.executable, "-m", "annotator", "--store", file, "release", "--gold", str(gold)]
    first = subprocess.run([*command, "old"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert first.returncode == 0, first.stderr
    folder = gold / releases.FOLDER
    kept = (folder / "old" / releases.ARTICLES).read_bytes()
    killed = 0
    for number in range(6):
        process = subprocess.Popen([*command, f"new{number}"], cwd=ROOT, stdout=subprocess.DEVNULL)
        unfinished = f".new{number}."
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            if any(name.startswith(unfinished) for name in listed(folder)):
                process.send_signal(signal.SIGKILL)
                break
        killed += process.wait() == -signal.SIGKILL
    assert killed  # at least one was caught in the middle
    assert (folder / "old" / releases.ARTICLES).read_bytes() == kept
    for name in releases.names(folder):
        assert len(releases.load(folder / name)) == len(many)


def test_release_and_evaluate_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, gold = str(tmp_path / "a.db"), str(tmp_path / "gold")
    store = open_store(file)
    for article in articles.add(store, [Article(t) for t in TEXTS], annotator="Ann").new:
        layers.place(store, article, "Ann", DONE, [OSLO])
    store.close()
    assert main(["--store", file, "release", "first", "--gold", gold]) == 0
    assert "40 articles (train " in capsys.readouterr().out
    told = main(["evaluate", "--gold", gold, "--release", "first", "--part", "dev"])
    output = capsys.readouterr().out
    manifest = json.loads((tmp_path / "gold/releases/first/manifest.json").read_text("utf-8"))
    assert told == 0
    assert f"against {manifest['parts']['dev']} annotated articles" in output
    assert main(["--store", file, "release", "first", "--gold", gold]) == 1
    assert "a release never changes" in capsys.readouterr().err
