"""The bundled pipeline as it lies in the repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.training import Example

from annotator import pipelines
from annotator.annotation import Annotations, Entity, Quote
from annotator.labels import LABELS
from annotator.mark import current
from annotator.pipelines.english import register

ROOT = Path(__file__).parents[1]
PACKED = ["annotator", "data/pipelines", "pyproject.toml", "*.txt", "LICENSE", "NOTICE"]
PIP = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
FOLDER = ROOT / "data" / "pipelines" / "en_news"
ARTICLE = (
    "HARROWBY – “Stop! Do not sell the ships,” Ida Moe told reporters on Monday. “We need "
    "them 🙂.”\n\n"
    "Moe, 54, who heads Nordlys Ferries, said the company lost $2.4 million, or 12%, last year. "
    "It carries Norwegian tourists between Bergen and the Shetland Islands.\n\n"
    "Her deputy, Jon Falk, studied at the University of Nairobi in Kenya."
)


@pytest.fixture(scope="module")
def news() -> Language:
    register()
    return spacy.load(FOLDER)


def test_it_is_small_enough_to_lie_in_the_repository() -> None:
    size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file())
    assert size < 60_000_000


def test_its_card_has_figures_and_its_licence_is_said() -> None:
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    figures = card.partition("<!-- figures: make score -->")[2].partition("<!-- end")[0]
    for expected in ("Worldwide", "Europarl", "UD English EWT", "words a second", "all labels"):
        assert expected in figures
    assert json.loads((FOLDER / "meta.json").read_text())["license"] == "CC BY-SA 4.0"
    assert "ShareAlike 4.0" in (FOLDER / "LICENSE").read_text(encoding="utf-8")


def test_it_knows_the_labels_of_the_scheme_and_no_others(news: Language) -> None:
    assert set(news.get_pipe("ner").labels) == {label.name for label in LABELS}  # type: ignore[attr-defined]


def test_it_finds_who_where_when_and_how_much(news: Language) -> None:
    found = {(ent.text, ent.label_) for ent in news(ARTICLE).ents}
    assert found >= {
        ("Ida Moe", "PERSON"),
        ("Moe", "PERSON"),
        ("Monday", "DATE"),
        ("54", "DATE"),
        ("Nordlys Ferries", "ORG"),
        ("$2.4 million", "MONEY"),
        ("12%", "PERCENT"),
        ("last year", "DATE"),
        ("Norwegian", "NORP"),
        ("Bergen", "GPE"),
        ("Jon Falk", "PERSON"),
        ("University of Nairobi", "ORG"),
        ("Kenya", "GPE"),
    }


def test_names_within_names_are_found(news: Language) -> None:
    doc = news(ARTICLE)
    assert [(span.text, span.label_) for span in doc.spans["nested"]] == [("Nairobi", "GPE")]


def test_no_sentence_begins_inside_a_quotation(news: Language) -> None:
    sentences = [sentence.text.strip() for sentence in news(ARTICLE).sents]
    assert "“We need them 🙂.”" in sentences
    assert any("“Stop! Do not sell the ships,” Ida Moe told" in s for s in sentences)


def test_words_have_tags_lemmas_and_heads(news: Language) -> None:
    doc = news("The ministers were buying older ships.")
    assert [t.tag_ for t in doc] == ["DT", "NNS", "VBD", "VBG", "JJR", "NNS", "."]
    assert [t.lemma_ for t in doc] == ["the", "minister", "be", "buy", "old", "ship", "."]
    assert " ".join(t.head.text for t in doc) == (
        "ministers buying buying buying ships buying buying"
    )
    assert [t.pos_ for t in doc][:2] == ["DET", "NOUN"]


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_comes_back_with_sound_spans(text: str) -> None:
    pipeline = bundled()
    for mark in pipeline.suggest(text):
        value = mark.value
        spans = [value.span] if isinstance(value, Entity) else list(value.content)
        assert all(0 <= s.start < s.end <= len(text) for s in spans)


_LOADED: list[pipelines.Pipeline] = []


def bundled() -> pipelines.Pipeline:
    if not _LOADED:
        _LOADED.append(pipelines.load("en_news"))
    return _LOADED[0]


def test_the_app_offers_it_first_and_names_its_version() -> None:
    assert pipelines.available()[0] == "en_news"
    meta = json.loads((FOLDER / "meta.json").read_text())
    assert bundled().name == f"en_news {meta['version']}"


def test_its_suggestions_are_entities_with_names_and_quotes_with_speakers() -> None:
    found: Annotations = current(bundled().suggest(ARTICLE))
    names = {e.name for e in found.entities if e.label == "PERSON"}
    assert names == {"Ida Moe", "Jon Falk"}
    quotes: tuple[Quote, ...] = found.quotes
    assert quotes[0].speaker_name == "Ida Moe"


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "🙂", "a" * 5000, "word " * 3000, "“" * 300])
def test_texts_that_are_no_articles_do_no_harm(news: Language, text: str) -> None:
    assert news(text).text == text


def test_a_text_is_read_alike_whatever_is_read_beside_it(news: Language) -> None:
    alone = news(ARTICLE)
    *_, beside = news.pipe(["Rain fell on Monday.", "It stopped.", ARTICLE])
    assert np.array_equal(alone.tensor, beside.tensor)
    assert [(e.text, e.label_) for e in alone.ents] == [(e.text, e.label_) for e in beside.ents]


def test_its_parts_learn_further_without_torch(news: Language, tmp_path: Path) -> None:
    nlp = spacy.load(FOLDER)
    nlp.get_pipe("ner").add_label("VESSEL")  # type: ignore[attr-defined]
    text = "The Havørn left Bergen."
    doc = nlp.make_doc(text)
    gold = Example.from_dict(doc, {"entities": [(4, 10, "VESSEL"), (16, 22, "GPE")]})
    optimizer = nlp.resume_training()
    frozen = [name for name in nlp.pipe_names if name != "ner"]
    for _ in range(30):
        nlp.update([gold], sgd=optimizer, exclude=frozen, annotates=["encoder"])
    assert "torch" not in sys.modules
    with nlp.select_pipes(disable=["gloss_names"]):
        assert ("Havørn", "VESSEL") in [(e.text, e.label_) for e in nlp(text).ents]
    nlp.to_disk(tmp_path / "mine")
    assert "VESSEL" in spacy.load(tmp_path / "mine").get_pipe("ner").labels  # type: ignore[attr-defined]


def test_where_gloss_is_installed_any_spacy_program_opens_it(tmp_path: Path) -> None:
    source = tmp_path / "source"
    git = ["git", "ls-files", "-z", *PACKED]
    listed = subprocess.run(git, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        place = source / name
        place.parent.mkdir(parents=True, exist_ok=True)
        os.link(ROOT / name, place)
    target = tmp_path / "installed"
    subprocess.run(
        [*PIP, "--target", str(target), str(source)],
        check=True,
        capture_output=True,
    )
    code = (
        "import sys, spacy, en_news\n"
        "text = 'Ida Moe of Nordlys Ferries spoke in Bergen.'\n"
        f"for nlp in (spacy.load({str(FOLDER)!r}), en_news.load()):\n"
        "    print([ent.label_ for ent in nlp(text).ents])\n"
    )
    shown = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env={**os.environ, "PYTHONPATH": str(target)},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert shown.splitlines() == ["['PERSON', 'ORG', 'GPE']"] * 2
