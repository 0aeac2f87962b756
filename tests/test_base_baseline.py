"""textacy's quotes as ours, over trees made by hand; and what is said where it is not installed."""

from __future__ import annotations

import sys

import pytest
import spacy
from spacy.tokens import Doc

from annotator.annotation import Invalid, Quote, Span
from annotator.base import baseline, card, names, quote_errors, speed, treebanks
from annotator.evaluation import Counts
from annotator.evaluation.quote_scores import Quotes, Scores, Tally
from annotator.evaluation.report import ENTITIES, Compared, Report

VOCAB = spacy.blank("en").vocab  # textacy asks it for the language

# word, part of speech, lemma, head within the sentence, relation; "_" glues to the next word
SAYS = (
    "“_/PUNCT/“/2/punct We/PRON/we/2/nsubj sail_/VERB/sail/6/ccomp ,_/PUNCT/,/2/punct "
    "”/PUNCT/”/2/punct Ida/PROPN/Ida/6/nsubj said_/VERB/say/6/ROOT ,/PUNCT/,/6/punct "
    "“_/PUNCT/“/10/punct at/ADP/at/10/case dawn_/NOUN/dawn/2/obl "
    "._/PUNCT/./6/punct ”/PUNCT/”/6/punct"
)
FLAT = (
    "“_/PUNCT/“/2/punct We/PRON/we/2/nsubj sail_/VERB/sail/5/ccomp ,_/PUNCT/,/2/punct "
    "”/PUNCT/”/2/punct said/VERB/say/5/ROOT Ida/PROPN/Ida/5/nsubj Moe/PROPN/Moe/6/flat "
    "of/ADP/of/9/case Sund_/PROPN/Sund/6/nmod ./PUNCT/./5/punct"
)
OPEN = "“_/PUNCT/“/1/punct Wait_/VERB/wait/1/ROOT ./PUNCT/./1/punct"
BREAK = "\n\n"


def doc_of(*sentences: str) -> Doc:
    """A Doc of these sentences; BREAK between two of them begins a paragraph."""
    words, poses, lemmas, heads, deps, spaces = [], [], [], [], [], []
    for sentence in sentences:
        begin = len(words)
        if sentence == BREAK:
            row = [BREAK, "SPACE", BREAK, "0", "dep"]
            rows = [(row, False)]
        else:
            parts = [word.split("/") for word in sentence.split()]
            rows = [([w.removesuffix("_"), *rest], not w.endswith("_")) for w, *rest in parts]
        for (word, pos, lemma, head, dep), space in rows:
            words.append(word)
            poses.append(pos)
            lemmas.append(lemma)
            heads.append(begin + int(head))
            deps.append(dep)
            spaces.append(space)
    return Doc(VOCAB, words=words, spaces=spaces, pos=poses, lemmas=lemmas, heads=heads, deps=deps)


def said(doc: Doc, quotes: Quotes) -> list[tuple[list[str], list[str], list[str]]]:
    """Content, cue and speaker of each, as they stand in the text."""
    return [
        (
            [span.surface(doc.text) for span in quote.content],
            [span.surface(doc.text) for span in quote.cue],
            [span.surface(doc.text) for span in quote.speaker],
        )
        for quote in quotes
    ]


@pytest.fixture
def textacy() -> None:
    pytest.importorskip("textacy", reason="textacy is for the benchmark alone")


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "textacy", None)


def test_without_textacy_it_says_so(absent: None) -> None:
    assert baseline.version() is None
    with pytest.raises(Invalid, match="textacy is not installed"):
        baseline.found(doc_of(SAYS))


@pytest.mark.usefixtures("textacy")
def test_each_passage_is_a_quote_with_cue_and_speaker() -> None:
    doc = doc_of(SAYS)
    assert said(doc, baseline.found(doc)) == [
        (["“We sail,”"], ["said"], ["Ida"]),
        (["“at dawn.”"], ["said"], ["Ida"]),
    ]


@pytest.mark.usefixtures("textacy")
def test_a_speaker_is_all_that_hangs_on_the_noun() -> None:
    doc = doc_of(FLAT)
    assert said(doc, baseline.found(doc)) == [(["“We sail,”"], ["said"], ["Ida Moe of Sund"])]


@pytest.mark.usefixtures("textacy")
def test_a_mark_without_partner_costs_its_own_paragraph_alone() -> None:
    doc = doc_of(OPEN, BREAK, FLAT, BREAK, OPEN, FLAT)
    (quote,) = baseline.found(doc)
    assert quote.content[0].surface(doc.text) == "“We sail,”"
    assert quote.start == doc.text.index("“We")
    assert baseline.version() is not None


def test_quotes_of_one_cue_are_joined_within_a_span() -> None:
    cue, other = (Span(20, 24),), (Span(60, 64),)
    quotes = (
        Quote((Span(0, 10),), cue=cue),
        Quote((Span(30, 40),), cue=cue),
        Quote((Span(44, 48),), cue=cue),
        Quote((Span(50, 58),), cue=other),
    )
    joined = baseline.joined(quotes, (Span(0, 42), Span(43, 70)))
    assert joined == (
        Quote((Span(0, 10), Span(30, 40)), cue=cue),
        Quote((Span(44, 48),), cue=cue),
        Quote((Span(50, 58),), cue=other),
    )


def figures(textacy: str | None, beside: dict[str, dict[str, Scores]]) -> card.Figures:
    """Such as are measured; only what stands of quotes differs."""
    shares = dict.fromkeys(treebanks.NAMES, 0.5)
    rates = (
        *("words", *card.RATES, "load", "import", "memory"),
        *map(str, speed.LENGTHS),
    )
    return card.Figures(
        {"Worldwide": dict.fromkeys(names.CLASSES, Counts(1, 1, 1))},
        Report([Compared("a", frozenset([ENTITIES]), {"ORG": Counts(1, 0, 0)})]),
        {card.OWN: Scores()},
        beside,
        {card.OWN: quote_errors.Errors()},
        textacy,
        shares,
        shares,
        dict.fromkeys(rates, 1.0),
    )


def test_the_card_says_that_there_is_no_baseline() -> None:
    shown = card.shown(figures(None, {}))
    assert shown.count("textacy") == 1
    assert "textacy is not installed" in shown


def test_the_card_shows_the_baseline_beside_ours() -> None:
    ours = Scores({("with marks", 0.5): Tally(3, 4, 4), ("cue", 0.5): Tally(1, 2, 2)})
    beside = {card.OWN: {"ours": ours, "textacy": Scores()}}
    shown = card.shown(figures("0.13.0", beside))
    assert "**textacy 0.13.0, direct_quotations, the same trees**" in shown
    nothing = " | –"
    assert f"| ours | – | 0.750{nothing * 6} | 0.500 of 2.0 | – of 0.0 |" in shown
    assert f"| textacy{nothing * 8} | – of 0.0 | – of 0.0 |" in shown
    assert "not installed" not in shown
