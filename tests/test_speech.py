"""Quotes of single passages, by the bundled pipeline: tests/files/quotes.txt is the table."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from annotator.annotation import Quote
from annotator.mark import current
from annotator.pipelines import Pipeline, load
from annotator.pipelines.english import register
from annotator.pipelines.loading import FOLDER
from annotator.pipelines.suggesting import suggestions
from tests.passages import Passage, passages

TABLE = passages(Path(__file__).parent / "files" / "quotes.txt")
SEED = (
    "The Taliban has congratulated Ada Tamm on winning, saying they hoped it marked a “new "
    "chapter” in relations.\n\nOn X, ministry spokesman Jon Falk expressed hope that Tamm "
    "“will take steps”.\n\nHe underscored that Tamm presided over a deal “after which it ended”."
)


@cache
def bundled() -> Pipeline:
    return load("en_news")


def key(quote: Quote) -> tuple[object, ...]:
    return (
        quote.content,
        quote.kind,
        quote.cue,
        quote.speaker,
        quote.speaker_name,
        quote.speaker_status,
    )


@pytest.mark.parametrize("passage", TABLE, ids=lambda p: f"{p.line} {p.heading}")
def test_a_passage_has_these_quotes_and_no_others(passage: Passage) -> None:
    found = current(bundled().suggest(passage.text)).quotes
    right = set(map(key, found)) == set(map(key, passage.quotes))
    assert right == passage.yet, (
        f"{found}" if passage.yet else "it is right now: take its ~ away in tests/files/quotes.txt"
    )


def test_most_of_the_table_is_read_right() -> None:
    assert sum(passage.yet for passage in TABLE) >= 310


def test_cues_reach_over_clauses_and_paragraphs() -> None:
    quotes = current(bundled().suggest(SEED)).quotes
    assert [quote.speaker_name for quote in quotes] == ["Taliban", "Jon Falk", "Jon Falk"]
    assert [quote.kind for quote in quotes] == ["mixed"] * 3


def test_without_a_parser_marks_and_patterns_are_enough() -> None:
    doc = spacy.blank("en")("“It rose,” said Ada Tamm.")
    (quote,) = current(suggestions(doc)).quotes
    assert quote.kind == "direct"


def test_the_part_gives_any_pipeline_quotes_that_are_saved_with_the_doc() -> None:
    register()
    for nlp in (spacy.load(FOLDER / "en_news"), spacy.blank("en")):
        if "gloss_quotes" not in nlp.pipe_names:
            nlp.add_pipe("gloss_quotes")
        doc = nlp("“It rose,” said the baker. She left.")
        (quote,) = doc._.quotes
        assert (quote["kind"], quote["content"], quote["cue"]) == ("direct", [[0, 10]], [[11, 15]])
        again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
        assert again._.quotes == doc._.quotes
        spans = [(span.text, span.label_, span.id_) for span in again.spans["quotes"]]
        assert spans[:2] == [("“It rose,”", "CONTENT", "0"), ("said", "CUE", "0")]


@pytest.mark.parametrize(
    "text",
    [
        "“" * 500,
        "”\n\n“" * 300,
        "said said said " * 200,
        "according to " * 200,
        "he said: " * 200,
        "“he said ‘she said “they said” ’ ” " * 60,
        "asked if asked if asked whether " * 100,
    ],
    ids=lambda text: text[:12],
)
def test_no_text_derails_it(text: str) -> None:
    for mark in bundled().suggest(text):
        value = mark.value
        if isinstance(value, Quote):
            for span in (*value.content, *value.cue, *value.speaker):
                assert 0 <= span.start < span.end <= len(text)
