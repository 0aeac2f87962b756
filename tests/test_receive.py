from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator import gold
from annotator.annotation import Article, Entity, Span
from annotator.edit import Subject, subject_to_json
from annotator.mark import NEW, State, accept, suggest
from annotator.receive import receive
from annotator.store import Store, articles, edits, layers

ARTICLE = Article("Rain fell on Kabul.")
KABUL = suggest(Entity(Span(13, 18), "GPE"))
BUSY, DONE = State("in progress"), State("done")


@pytest.fixture(autouse=True)
def article(store: Store) -> Iterator[None]:
    articles.add(store, [ARTICLE], annotator="Ann")
    layers.suggest(store, ARTICLE.id, "test 1", [KABUL])
    yield


def sent(seq: int, old: Subject | None, new: Subject | None, **changed: Any) -> dict[str, Any]:
    return {
        "client": "tab",
        "seq": seq,
        "group": f"g{seq}",
        "article": ARTICLE.id,
        "annotator": "Ann",
        "old": subject_to_json(ARTICLE.text, old),
        "new": subject_to_json(ARTICLE.text, new),
        **changed,
    }


@pytest.mark.parametrize(
    "outbox",
    [None, 7, [], {}, {"edits": None}, {"edits": {}}, {"edits": []}, {"n": 1, "edits": [None, 3]}],
)
def test_what_is_no_outbox_changes_nothing(store: Store, tmp_path: Path, outbox: Any) -> None:
    nothing = {"acks": {}, "refused": [], "error": None}
    assert receive(store, outbox, folder=tmp_path / "gold") == nothing
    assert edits.log(store, ARTICLE.id) == []


def test_edits_are_acknowledged_and_refused_by_client(store: Store, tmp_path: Path) -> None:
    outbox = {"edits": [sent(1, KABUL, accept(KABUL)), sent(1, KABUL, None, client="late")]}
    assert receive(store, outbox, folder=tmp_path / "gold") == {
        "acks": {"tab": 1, "late": 1},
        "refused": [
            {
                "client": "late",
                "seq": 1,
                "article": ARTICLE.id,
                "why": "it had been changed meanwhile",
            }
        ],
        "error": None,
    }


def test_gold_appears_when_an_article_is_done_and_goes_when_it_is_not(
    store: Store, tmp_path: Path
) -> None:
    receive(store, {"edits": [sent(1, KABUL, accept(KABUL))]}, folder=tmp_path / "gold")
    assert list(gold.read(tmp_path / "gold")) == []
    receive(store, {"edits": [sent(2, BUSY, DONE)]}, folder=tmp_path / "gold")
    assert len(list(gold.read(tmp_path / "gold"))) == 1
    receive(store, {"edits": [sent(3, DONE, BUSY)]}, folder=tmp_path / "gold")
    assert list(gold.read(tmp_path / "gold")) == []


def test_a_change_of_what_is_done_renews_its_gold(store: Store, tmp_path: Path) -> None:
    receive(store, {"edits": [sent(1, NEW, DONE)]}, folder=tmp_path)
    receive(store, {"edits": [sent(2, KABUL, None)]}, folder=tmp_path)
    assert gold.stale(store, tmp_path) == []


def test_edits_are_acknowledged_even_if_gold_cannot_be_written(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "gold").write_text("a file where the folder should be")
    outbox = {"edits": [sent(1, NEW, DONE)]}
    answer = receive(store, outbox, folder=tmp_path / "gold")
    assert answer["acks"] == {"tab": 1}
    assert answer["error"].startswith("saved, but the gold file could not be written: ")
    layer = layers.load(store, ARTICLE.id, "Ann")
    assert layer is not None
    assert layer.state == DONE


def test_edits_are_acknowledged_even_if_the_format_cannot_hold_the_article(
    store: Store, tmp_path: Path
) -> None:
    odd = Article("Snow fell.", meta={"file": "\udce9.txt"})
    articles.add(store, [odd], annotator="Ann")
    outbox = {"edits": [sent(1, NEW, DONE, article=odd.id)]}
    answer = receive(store, outbox, folder=tmp_path / "gold")
    assert answer["acks"] == {"tab": 1}
    assert answer["error"].startswith("saved, but the gold file could not be written: ")
