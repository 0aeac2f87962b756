from __future__ import annotations

from collections.abc import Iterator

import pytest

from annotator.annotation import Annotation, Appearance, Article, Entity, Quote, Span
from annotator.mark import Mark, State, accept, add, correct, reject, suggest
from annotator.store import Store, articles, counts, edits, layers, library, reviews
from tests.test_store_edits import sent

RAIN = Article(
    "Ann Doe said “rain” in Kabul. Kabul was wet, Doe said.",
    "Rain",
    appearances=(Appearance("2024-11-07", "Daily"), Appearance("2025", "Post")),
)
SNOW = Article("Snow fell on Herat. “Snow,” said Ann Doe.", appearances=(Appearance("2024-11"),))
HAIL = Article("Hail " * 60)


def entity(article: Article, surface: str, label: str, name: str | None = None) -> Entity:
    start = article.text.index(surface)
    return Entity(Span(start, start + len(surface)), label, name)


def quote(article: Article, surface: str, speaker: str | None = None) -> Quote:
    span = entity(article, surface, "").span
    return Quote((span,), "direct", (), (), speaker, "named" if speaker else "unknown")


LAST_KABUL = Entity(Span(30, 35), "GPE", "Kabul")
RAIN_MARKS = [
    suggest(entity(RAIN, "Ann Doe", "PERSON", "Ann Doe")),
    suggest(Entity(Span(45, 48), "PERSON", "Ann Doe")),
    suggest(entity(RAIN, "Kabul", "GPE")),
    suggest(LAST_KABUL),
    suggest(quote(RAIN, "“rain”", "Ann Doe")),
]
SNOW_MARKS = [
    suggest(entity(SNOW, "Herat", "GPE")),
    suggest(entity(SNOW, "Ann Doe", "PERSON")),
    suggest(quote(SNOW, "“Snow,”")),
]


@pytest.fixture(autouse=True)
def corpus(store: Store) -> Iterator[None]:
    """Ann has worked on the first article, nobody on the second; the third has no suggestions."""
    articles.add(store, [RAIN, SNOW, HAIL], annotator="Ann")
    layers.suggest(store, RAIN.id, "test 1", RAIN_MARKS)
    layers.suggest(store, SNOW.id, "test 1", SNOW_MARKS)
    doe, _, kabul, last, said = RAIN_MARKS
    rejected = reject(last)
    assert rejected is not None
    moved: Annotation = entity(RAIN, "Kabul", "LOC")
    marks: list[Mark] = [accept(doe), correct(kabul, moved), rejected, accept(said)]
    marks.append(add(entity(RAIN, "wet", "EVENT")))
    layers.place(store, RAIN.id, "Ann", State("done", "Look"), marks)
    yield


def test_rejected_quotes_do_not_count(store: Store) -> None:
    rejected = reject(RAIN_MARKS[-1])
    assert rejected is not None
    layers.place(store, RAIN.id, "Cid", State("done"), [rejected])
    assert library.page(store, "Cid", library.Filter())[0]["quotes"] == 0


def test_all_who_ever_did_something_are_annotators(store: Store) -> None:
    edits.take(store, [sent(1, None, None, annotator="Zoë")])
    assert counts.annotators(store) == ["Ann", "Zoë"]


def test_the_layer_of_a_review_is_nobody(store: Store) -> None:
    layers.place(store, RAIN.id, "Ben", State("done"), [])
    reviews.begin(store, RAIN.id, "Ben", ["Ann", "Ben"])
    edits.take(store, [sent(1, None, None, annotator=reviews.layer_of("Ben"))])
    assert counts.annotators(store) == ["Ann", "Ben"]
