"""What must hold when things go wrong: a kill, a full disk, a locked file, many writers."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, update
from sqlalchemy import text as sql

from annotator.annotation import Article, Entity, Span
from annotator.edit import subject_to_json
from annotator.mark import add, current, suggest
from annotator.receive import receive
from annotator.store import Store, articles, doctor, edits, layers, open_store
from annotator.store.migrations import NEWEST, TooNew
from annotator.store.schema import version

ROOT = Path(__file__).parents[1]
WORDS = " ".join(f"word{n}" for n in range(2000))
ARTICLE = Article(WORDS)


def mention(number: int, name: str | None = None) -> Entity:
    start = WORDS.index(f"word{number} ")
    return Entity(Span(start, start + len(f"word{number}")), "ORG", name)


def adds(client: str, seq: int, value: Entity, group: str = "") -> dict[str, Any]:
    return {
        "client": client,
        "seq": seq,
        "group": group or f"{client}.{seq}",
        "undoes": None,
        "article": ARTICLE.id,
        "annotator": "Ann",
        "old": None,
        "new": subject_to_json(WORDS, add(value)),
    }


def said(store: Store) -> int:
    layer = layers.load(store, ARTICLE.id, "Ann")
    assert layer is not None
    assert layer.problems == ()
    return len(current(layer.marks).entities)


def on_each_connection(store: Store, pragma: str) -> None:
    event.listen(store.engine, "connect", lambda raw, _: raw.execute(f"PRAGMA {pragma}"))
    store.engine.dispose()


def test_a_store_is_found_as_it_was_left(tmp_path: Path) -> None:
    where = str(tmp_path / "deeper" / "a.db")
    first = open_store(where)
    articles.add(first, [ARTICLE], annotator="Ann")
    first.close()
    again = open_store(where)
    assert articles.load(again, ARTICLE.id) == ARTICLE
    again.close()


def test_a_store_can_be_named_by_its_address(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'a.db'}")
    assert articles.ids(store) == []
    store.close()
    assert (tmp_path / "a.db").exists()


def test_a_store_of_a_later_version_is_refused_and_left_alone(tmp_path: Path, store: Store) -> None:
    with store.writing() as connection:
        connection.execute(update(version).values(number=NEWEST + 1))
    before = dump(tmp_path / "annotator.db")
    with pytest.raises(TooNew, match=f"version {NEWEST + 1}, this program knows up to {NEWEST}"):
        open_store(str(tmp_path / "annotator.db"))
    assert dump(tmp_path / "annotator.db") == before


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


def test_a_commit_is_on_disk_before_it_is_acknowledged(store: Store) -> None:
    with store.reading() as connection:
        assert connection.scalar(sql("PRAGMA synchronous")) == 2  # FULL
        assert connection.scalar(sql("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(sql("PRAGMA foreign_keys")) == 1


def test_a_block_that_raises_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as connection:
        connection.execute(insert(version).values(number=99))
        raise ZeroDivisionError
    with store.reading() as connection:
        assert connection.scalars(version.select()).all() == [NEWEST]


def test_a_reader_sees_one_moment_while_others_write(store: Store) -> None:
    with store.reading() as connection:
        assert connection.scalar(sql("SELECT count(*) FROM articles")) == 0
        articles.add(store, [ARTICLE], annotator="Ann")
        assert connection.scalar(sql("SELECT count(*) FROM articles")) == 0
    assert len(articles.ids(store)) == 1


def test_what_many_write_at_once_all_arrives(store: Store) -> None:
    articles.add(store, [ARTICLE], annotator="Ann")
    refused: list[Any] = []

    def work(client: int) -> None:
        for n in range(25):
            edit = adds(f"tab {client}", n + 1, mention(client * 25 + n))
            refused.extend(edits.take(store, [edit]).refused)

    threads = [threading.Thread(target=work, args=(client,)) for client in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    assert said(store) == 100
    assert len(edits.log(store, ARTICLE.id)) == 100
    assert list(doctor.problems(store)) == []


def test_of_many_who_add_the_same_one_is_first_and_the_others_are_told(store: Store) -> None:
    articles.add(store, [ARTICLE], annotator="Ann")
    results: list[edits.Taken] = []

    def work(client: int) -> None:
        results.append(edits.take(store, [adds(f"tab {client}", 1, mention(7))]))

    threads = [threading.Thread(target=work, args=(client,)) for client in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(taken.refused) for taken in results) == [0, 1, 1, 1]
    assert said(store) == 1


KILLED = """
import sys
from annotator.store import edits, open_store
from tests.test_store_safety import adds, mention
store = open_store(sys.argv[1])
for seq in range(1, 1900):
    taken = edits.take(store, [adds("tab", seq, mention(seq))])
    print(taken.acks["tab"], flush=True)
"""


@pytest.mark.parametrize("after", [1, 25])
def test_what_was_acknowledged_outlives_a_kill(tmp_path: Path, after: int) -> None:
    where = str(tmp_path / "a.db")
    store = open_store(where)
    articles.add(store, [ARTICLE], annotator="Ann")
    store.close()
    command = [sys.executable, "-c", KILLED, where]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = [int(next(process.stdout)) for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in process.stdout if line.endswith("\n")]
    store = open_store(where)
    with store.reading() as connection:
        assert connection.scalar(sql("PRAGMA integrity_check")) == "ok"
    logged = [edit.seq for edit in edits.log(store, ARTICLE.id)]
    assert acknowledged == list(range(1, len(acknowledged) + 1))
    # One more may have got to the disk when the answer was cut off, half of one never.
    assert logged[: len(acknowledged)] == acknowledged
    assert len(logged) <= len(acknowledged) + 1
    assert said(store) == len(logged)
    assert list(doctor.problems(store)) == []
    store.close()


def test_on_a_full_disk_nothing_is_acknowledged_and_later_the_same_outbox_goes_through(
    store: Store, tmp_path: Path
) -> None:
    articles.add(store, [ARTICLE], annotator="Ann")
    layers.suggest(store, ARTICLE.id, "test 1", [suggest(mention(1999 - 1))])
    with store.reading() as connection:
        pages = connection.scalar(sql("PRAGMA page_count"))
    outbox = {"edits": [adds("tab", n, mention(n, "long " * 50 + "name")) for n in range(1, 200)]}

    on_each_connection(store, f"max_page_count = {pages + 2}")
    answer = receive(store, outbox, folder=tmp_path / "gold")
    assert answer == {"acks": {}, "refused": [], "error": "database or disk is full"}
    assert edits.log(store, ARTICLE.id) == []

    on_each_connection(store, f"max_page_count = {pages + 2000}")
    answer = receive(store, outbox, folder=tmp_path / "gold")
    assert answer == {"acks": {"tab": 199}, "refused": [], "error": None}
    assert said(store) == 200
    assert list(doctor.problems(store)) == []


def test_while_the_file_is_locked_nothing_is_acknowledged_and_nothing_lost(
    store: Store, tmp_path: Path
) -> None:
    articles.add(store, [ARTICLE], annotator="Ann")
    on_each_connection(store, "busy_timeout = 20")
    outbox = {"edits": [adds("tab", 1, mention(1))]}
    other = sqlite3.connect(tmp_path / "annotator.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    answer = receive(store, outbox, folder=tmp_path / "gold")
    assert answer == {"acks": {}, "refused": [], "error": "database is locked"}
    assert articles.load(store, ARTICLE.id) == ARTICLE  # reading goes on
    other.execute("ROLLBACK")
    other.close()
    answer = receive(store, outbox, folder=tmp_path / "gold")
    assert answer == {"acks": {"tab": 1}, "refused": [], "error": None}


def test_a_file_that_is_no_database_is_an_error_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_text("No database, but a long enough letter to somebody. " * 40)
    before = path.read_bytes()
    with pytest.raises(Exception, match="file is not a database"):
        open_store(str(path))
    assert path.read_bytes() == before
