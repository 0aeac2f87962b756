"""Searching: which words are found, where they stand, and that the index follows the texts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from annotator.annotation import Appearance, Article
from annotator.store import Store, articles, doctor, library, open_store, removal, search
from annotator.store.library import Filter

HARBOUR = Article("The harbour café is late, and harbours are many. HARBOUR!", "Ferries of Lund")
CAFE = Article("Cafe\u0301 society: \U0001f468\u200d\U0001f469\u200d\U0001f467 went to the port.")
CHINESE = Article("部长表示：“我们准备好了”，并补充说谈判将于周五在北京继续进行。", language="zh")


def put(store: Store, *found: Article) -> None:
    articles.add(store, found, annotator="Ann")


def ids(store: Store, words: str) -> list[str]:
    return list(library.ids(store, "Ann", Filter(words=words)))


def hits(store: Store, article: Article, words: str) -> list[str]:
    return [span.surface(article.text) for span in search.hits(store, article.id, words)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("harb", ["harbour", "harbours", "HARBOUR"]),
        ("cafe", ["café"]),
        ("CAFÉ", ["café"]),
        ('"harbour cafe"', ["harbour café"]),
        ('"harbour" many', ["harbour", "many", "HARBOUR"]),
        ("“harbour café”", ["harbour café"]),
        ("lund late", ["late"]),
        ("arbour", []),
        ("harbour zebra", ["harbour", "harbours", "HARBOUR"]),
        ("", []),
        ("!?", []),
        ('"', []),
        ("NEAR(harbour late)", ["late"]),
        ("text:late", []),
    ],
)
def test_hits_are_where_the_words_stand(store: Store, words: str, found: list[str]) -> None:
    put(store, HARBOUR)
    assert hits(store, HARBOUR, words) == found


def test_titles_are_searched_too(store: Store) -> None:
    put(store, HARBOUR, CAFE)
    assert ids(store, "lund") == [HARBOUR.id]
    assert ids(store, "lund late") == [HARBOUR.id]
    assert ids(store, "cafe") == [HARBOUR.id, CAFE.id]


def test_combining_marks_and_emoji_move_no_hit(store: Store) -> None:
    put(store, CAFE)
    assert hits(store, CAFE, "café") == ["Cafe\u0301"]
    assert hits(store, CAFE, "port") == ["port"]


def test_scripts_without_spaces_are_searched_within(store: Store) -> None:
    put(store, CHINESE, HARBOUR)
    assert ids(store, "谈判") == [CHINESE.id]
    assert hits(store, CHINESE, "谈判 北京") == ["谈判", "北京"]
    assert ids(store, "谈判 harbour") == []


def test_characters_that_might_mark_a_hit_are_no_hindrance(store: Store) -> None:
    odd = Article("a \ue000 harbour \ue001 b \ue002 harbour")
    put(store, odd)
    assert hits(store, odd, "harbour") == ["harbour", "harbour"]


def test_very_many_hits_are_cut(store: Store) -> None:
    many = Article("ferry " * 2000)
    put(store, many)
    assert len(search.hits(store, many.id, "ferry")) == search.MOST_HITS


def test_an_article_that_is_not_there_has_no_hits(store: Store) -> None:
    assert search.hits(store, "0" * 16, "ferry") == []


def test_the_index_follows_titles_and_deletions(store: Store) -> None:
    put(store, HARBOUR, CAFE)
    articles.describe(
        store, CAFE.id, title="A zebra", language=None, first=Appearance(), annotator="Ann"
    )
    assert ids(store, "zebra") == [CAFE.id]
    articles.describe(
        store, CAFE.id, title="A gnu", language=None, first=Appearance(), annotator="Ann"
    )
    assert ids(store, "zebra") == []
    removal.remove(store, [CAFE.id], annotator="Ann")
    assert ids(store, "gnu") == []
    assert list(doctor.problems(store)) == []


def test_an_index_that_differs_from_the_texts_is_found(store: Store) -> None:
    put(store, HARBOUR)
    with store.writing() as connection:
        connection.execute(sql("DELETE FROM articles_index_data WHERE id > 10"))
    assert "search: the index differs from the texts" in list(doctor.problems(store))


@settings(deadline=None, max_examples=60)
@given(words=st.text(max_size=40))
def test_no_words_break_the_search(words: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = open_store(str(tmp_path_factory.mktemp("search") / "a.db"))
    put(store, HARBOUR)
    assert set(ids(store, words)) <= {HARBOUR.id}
    for span in search.hits(store, HARBOUR.id, words):
        assert span.surface(HARBOUR.text).strip()
    store.close()


def test_a_store_without_an_index_is_searched_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_store(str(path)).close()
    store = open_store(str(path))
    with store.writing() as connection:
        for end in ("in", "out", "again"):
            connection.exec_driver_sql(f"DROP TRIGGER articles_index_{end}")
        connection.exec_driver_sql("DROP TABLE articles_index")
    put(store, HARBOUR)
    assert ids(store, "harbour LUND") == [HARBOUR.id]
    assert ids(store, "100%") == []
    assert hits(store, HARBOUR, "harbour") == ["harbour", "harbour", "HARBOUR"]
    store.close()
    store = open_store(str(path))  # which makes the index anew
    assert ids(store, "harb café") == [HARBOUR.id]
    store.close()


# A store of the first version, as it was made by the release of that time.
FIRST = """
CREATE TABLE schema_version (number INTEGER NOT NULL);
INSERT INTO schema_version VALUES (1);
CREATE TABLE articles (position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, id VARCHAR NOT NULL,
  text TEXT NOT NULL, sha256 VARCHAR NOT NULL, title TEXT NOT NULL, language VARCHAR,
  words INTEGER NOT NULL, added_at VARCHAR NOT NULL, added_by VARCHAR NOT NULL,
  suggested_by VARCHAR, meta JSON NOT NULL, UNIQUE (id));
CREATE TABLE appearances (article VARCHAR NOT NULL, place INTEGER NOT NULL, published VARCHAR,
  source TEXT, url TEXT, byline TEXT, PRIMARY KEY (article, place),
  FOREIGN KEY(article) REFERENCES articles (id) ON DELETE CASCADE);
CREATE INDEX appearances_by_date ON appearances (published);
CREATE TABLE layers (article VARCHAR NOT NULL, annotator VARCHAR NOT NULL, machine BOOLEAN NOT NULL,
  status VARCHAR NOT NULL, flag TEXT, changed_at VARCHAR NOT NULL,
  PRIMARY KEY (article, annotator),
  FOREIGN KEY(article) REFERENCES articles (id) ON DELETE CASCADE);
CREATE TABLE mentions (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, article VARCHAR NOT NULL,
  annotator VARCHAR NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  surface TEXT NOT NULL, certainty FLOAT, decision VARCHAR, suggested JSON,
  label VARCHAR NOT NULL, name TEXT, FOREIGN KEY(article, annotator)
  REFERENCES layers (article, annotator) ON DELETE CASCADE);
CREATE TABLE quotes (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, article VARCHAR NOT NULL,
  annotator VARCHAR NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  surface TEXT NOT NULL, certainty FLOAT, decision VARCHAR, suggested JSON,
  kind VARCHAR NOT NULL, content JSON NOT NULL, cue JSON NOT NULL, speaker JSON NOT NULL,
  speaker_name TEXT, speaker_status VARCHAR NOT NULL, FOREIGN KEY(article, annotator)
  REFERENCES layers (article, annotator) ON DELETE CASCADE);
CREATE TABLE edits (position INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, client VARCHAR NOT NULL,
  seq INTEGER NOT NULL, "group" VARCHAR NOT NULL, undoes VARCHAR, article VARCHAR NOT NULL,
  annotator VARCHAR NOT NULL, at VARCHAR NOT NULL, old JSON, new JSON, refused TEXT);
"""


def test_a_store_of_the_first_version_is_brought_up_with_all_that_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "first.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST)
        row = (HARBOUR.id, HARBOUR.text, HARBOUR.sha256, HARBOUR.title, 10, "now", "Ann", "p 1")
        connection.execute(
            "INSERT INTO articles (id, text, sha256, title, words, added_at, added_by, "
            "suggested_by, meta) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '{}')",
            row,
        )
        connection.execute(
            "INSERT INTO appearances VALUES (?, 0, '2024-11-07', 'The Guardian', NULL, NULL)",
            (HARBOUR.id,),
        )
        connection.execute(
            "INSERT INTO layers VALUES (?, 'p 1', 1, 'new', NULL, 'now')", (HARBOUR.id,)
        )
        connection.execute(
            'INSERT INTO mentions (article, annotator, start, "end", surface, suggested, label) '
            "VALUES (?, 'p 1', 4, 11, 'harbour', 'true', 'FAC')",
            (HARBOUR.id,),
        )
        connection.commit()
    for _ in range(2):
        store = open_store(str(path))
        assert ids(store, "harb") == [HARBOUR.id]
        (row_,) = library.page(store, "Ann", Filter(outlets=("The Guardian",), labels=("FAC",)))
        assert (row_["published"], row_["mentions"], row_["problem"]) == ("2024-11-07", 1, None)
        assert list(doctor.problems(store)) == []
        with store.reading() as connection:
            indexes = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
        assert {"articles_missing", "articles_by_language", "jobs", "wanted"} <= set(indexes)
        store.close()
    store = open_store(str(path))
    put(store, CAFE)
    assert ids(store, "port") == [CAFE.id]
    store.close()
