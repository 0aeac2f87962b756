from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from annotator import batch, pipelines
from annotator.annotation import Article, Invalid, Quote
from annotator.pipelines import Pipeline
from annotator.store import Store, articles, layers, removal, suggestions

TEXTS = [
    "“Rain fell,” President Ann Doe said in Kabul on 7 November 2024.",
    "Snow fell on Herat. “Snow,” said Mr Ben Roe of the United Nations.",
    "Nothing to see here.",
]


@pytest.fixture(scope="module")
def patterns() -> Pipeline:
    return pipelines.load("patterns")


def put(store: Store) -> list[str]:
    return list(articles.add(store, [Article(text) for text in TEXTS], annotator="Ann").new)


def test_every_article_without_suggestions_gets_them_once(store: Store, patterns: Pipeline) -> None:
    ids = put(store)
    assert list(batch.suggest_missing(store, "patterns")) == ids
    assert list(batch.suggest_missing(store, "patterns")) == []
    assert {suggestions.by(store, article) for article in ids} == {patterns.name}
    layer = layers.load(store, ids[0], "Ann")
    assert layer is not None
    assert set(layer.marks) == set(patterns.suggest(TEXTS[0]))
    assert layer.problems == ()
    assert any(isinstance(mark.value, Quote) for mark in layer.marks)


def test_what_was_interrupted_goes_on_where_it_stopped(store: Store) -> None:
    ids = put(store)
    assert next(batch.suggest_missing(store, "patterns")) == ids[0]
    assert list(batch.suggest_missing(store, "patterns")) == ids[1:]


def test_what_somebody_waits_for_comes_first(store: Store) -> None:
    ids = put(store)
    for article in (ids[1], ids[2], "0" * 16):
        suggestions.want(store, article)
    assert list(batch.suggest_missing(store, "patterns")) == [ids[2], ids[1], ids[0]]


def test_articles_that_arrive_meanwhile_are_not_forgotten(store: Store) -> None:
    ids = put(store)
    made = batch.suggest_missing(store, "patterns")
    assert next(made) == ids[0]
    late = Article("Hail fell on Ghazni.")
    articles.add(store, [late], annotator="Ann")
    assert list(made) == [*ids[1:], late.id]


def test_an_article_that_is_deleted_while_it_is_read_costs_nothing(
    store: Store, patterns: Pipeline
) -> None:
    ids = put(store)

    def parse_slowly(text: str):  # type: ignore[no-untyped-def]
        removal.remove(store, [ids[0]], annotator="Ann")
        return patterns.parse(text)

    batch.suggest(store, ids[0], Pipeline("slow 1", parse_slowly))
    batch.suggest(store, "0" * 16, patterns)
    assert suggestions.missing(store) == ids[1:]


def test_an_unknown_pipeline_is_named(store: Store) -> None:
    put(store)
    with pytest.raises(Invalid, match="no such thing"):
        list(batch.suggest_missing(store, "no such thing"))


def test_an_article_that_a_pipeline_cannot_read_costs_no_other(
    store: Store, tmp_path: Path
) -> None:
    @Language.component("afraid_of_snow")
    def afraid_of_snow(doc: Doc) -> Doc:
        if "Snow" in doc.text:
            raise RuntimeError("too cold")
        return doc

    nlp = spacy.blank("en")
    nlp.add_pipe("afraid_of_snow")
    nlp.to_disk(tmp_path / "afraid")
    rain, snow, nothing = put(store)
    assert list(batch.suggest_missing(store, str(tmp_path / "afraid"))) == [rain, nothing]
    assert suggestions.problem(store, snow) == "RuntimeError: too cold"
    assert suggestions.problem(store, rain) is None
