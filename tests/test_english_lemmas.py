from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from annotator.pipelines.english.lemmas import Lemmas

TAGS = ("NN", "NNS", "NNP", "NNPS", "VB", "VBZ", "VBD", "VBN", "VBG", "JJR", "JJS", "CD", "UH")


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("ministers", "NNS", "minister"),
        ("Ferries", "NNS", "ferry"),
        ("churches", "NNS", "church"),
        ("wolves", "NNS", "wolve"),  # unless a treebank has the word
        ("fishermen", "NNS", "fisherman"),
        ("crises", "NNS", "crise"),
        ("warns", "VBZ", "warn"),
        ("denies", "VBZ", "deny"),
        ("passes", "VBZ", "pass"),
        ("denied", "VBD", "deny"),
        ("stopped", "VBD", "stop"),
        ("called", "VBN", "call"),
        ("argued", "VBD", "argue"),
        ("announced", "VBD", "announce"),
        ("hoped", "VBD", "hope"),
        ("wavered", "VBD", "waver"),
        ("swore", "VBD", "swear"),
        ("withdrawn", "VBN", "withdraw"),
        ("selling", "VBG", "sell"),
        ("running", "VBG", "run"),
        ("making", "VBG", "make"),
        ("older", "JJR", "old"),
        ("bigger", "JJR", "big"),
        ("happiest", "JJS", "happy"),
        ("Moe", "NNP", "Moe"),
        ("Philippines", "NNPS", "Philippine"),
        ("Seven", "CD", "seven"),
        ("ss", "NNS", "ss"),
        ("s", "VBZ", "s"),
    ],
)
def test_a_form_loses_the_ending_of_its_tag(form: str, tag: str, lemma: str) -> None:
    assert Lemmas().lemma(form, tag) == lemma


def test_a_treebank_is_believed_before_the_rules() -> None:
    lemmas = Lemmas()
    lemmas.learn(
        [
            ("wolves", "NNS", "wolf"),
            ("left", "VBD", "leave"),
            ("Left", "JJ", "left"),
            ("n't", "RB", "not"),
            ("n't", "RB", "not"),
            ("n't", "RB", "n't"),
            ("bared", "VBD", "bare"),
            ("odd", "NN", "_"),
        ]
    )
    assert lemmas.lemma("Wolves", "NNS") == "wolf"
    assert lemmas.lemma("left", "VBD") == "leave"
    assert lemmas.lemma("left", "JJ") == "left"
    assert lemmas.lemma("n't", "RB") == "not"


def test_of_two_ways_back_the_one_to_a_known_word_is_taken() -> None:
    lemmas = Lemmas(known={"verb": ["plane", "rat"]})
    assert lemmas.lemma("planing", "VBG") == "plane"
    assert lemmas.lemma("ratting", "VBG") == "rat"


def test_only_what_the_rules_get_wrong_is_kept() -> None:
    lemmas = Lemmas()
    lemmas.learn([("ships", "NNS", "ship"), ("mice", "NNS", "mouse")])
    assert lemmas.table == {"NNS": {"mice": "mouse"}}


@given(st.text(max_size=20), st.sampled_from(TAGS))
def test_any_form_has_a_lemma(form: str, tag: str) -> None:
    assert isinstance(Lemmas().lemma(form, tag), str)
    assert Lemmas().lemma(form, tag) or not form


def test_it_is_saved_and_loaded(tmp_path: Path) -> None:
    lemmas = Lemmas()
    lemmas.learn([("mice", "NNS", "mouse"), ("ran", "VBD", "run")])
    lemmas.to_disk(tmp_path / "lemmas")
    again = Lemmas().from_disk(tmp_path / "lemmas")
    assert (again.table, again.known) == (lemmas.table, lemmas.known)


def test_the_words_of_a_doc_get_their_lemmas() -> None:
    doc = Doc(spacy.blank("en").vocab, words=["Ships", "sank"], tags=["NNS", "VBD"])
    assert [token.lemma_ for token in Lemmas()(doc)] == ["ship", "sink"]
