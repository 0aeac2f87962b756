"""Sentences that were proposed → sentences that keep quotations whole and paragraphs apart.

In the tables a bar stands before each token where a sentence begins.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.pipelines.english.sentences import whole_quotations
from annotator.pipelines.quotations import quotations
from annotator.pipelines.sentences import paragraphs

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@cache
def english() -> Language:
    import spacy

    return spacy.blank("en")


def proposed(barred: str) -> Doc:
    """A Doc with a sentence proposed at each bar."""
    parts = barred.split("|")
    doc = english()("".join(parts))
    bars = {sum(map(len, parts[:number])) for number in range(1, len(parts))}
    assert bars <= {token.idx for token in doc}
    for token in doc:
        token.is_sent_start = token.idx in bars
    return doc


def begun(doc: Doc) -> list[int]:
    return [token.idx for token in doc if token.is_sent_start]


def barred(doc: Doc) -> str:
    return "".join("|" * bool(token.is_sent_start) + token.text_with_ws for token in doc)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("|The river rose. |Osei ran.", "|The river rose. |Osei ran."),
        ("The river rose. Osei ran.", "|The river rose. |Osei ran."),
        # inside a quotation nothing begins; with it and behind it a sentence may
        ("|“It rose. |We ran,” said Ada Tamm. |She left.",
         "|“It rose. We ran,” said Ada Tamm. |She left."),
        ("|She left. |“It rose. |We ran.” |Tamm wept.",
         "|She left. |“It rose. We ran.” |Tamm wept."),
        ('|"Why? |Who? |Me?" |Osei asked.', '|"Why? Who? Me?" |Osei asked.'),
        ("|‘Why? |Who?’ |Osei asked. |‘Me? |No.’", "|‘Why? Who?’ |Osei asked. |‘Me? No.’"),
        ("|'Why? |Who?' |Osei asked.", "|'Why? Who?' |Osei asked."),
        ("|«Why? |Who?» |Osei asked.", "|«Why? Who?» |Osei asked."),
        ("|“He said ‘No. |Never.’ |So I left. |Alone,” said Tamm. |He wept.",
         "|“He said ‘No. Never.’ So I left. Alone,” said Tamm. |He wept."),
        ("|“|It rose.|” |Tamm wept.", "|“It rose.” |Tamm wept."),
        # marks without a partner hold nothing together
        ("|“It rose. |We ran. |She left.", "|“It rose. |We ran. |She left."),
        ("|It rose.” |We ran. |She left.", "|It rose.” |We ran. |She left."),
        ("|The boys’ boat sank. |It’s gone.", "|The boys’ boat sank. |It’s gone."),
        # paragraphs
        ("|The river rose.\n\nOsei ran.", "|The river rose.\n\n|Osei ran."),
        ("|A flood\nOsei ran.\nTamm left.", "|A flood\n|Osei ran.\n|Tamm left."),
        ("|“It rose. |We ran.\n\n“We |wept. |All of us,” said Tamm. |She left.",
         "|“It rose. We ran.\n\n|“We wept. All of us,” said Tamm. |She left."),
        ("|“It rose. |We ran.\n\nShe left. |Osei, too.",
         "|“It rose. |We ran.\n\n|She left. |Osei, too."),
        # white space is no word for a sentence to begin behind
        ("|The river rose.  |Osei ran.", "|The river rose.  |Osei ran."),
        ("|The river rose. |\u00a0|Osei ran.", "|The river rose. |\u00a0|Osei ran."),
        ("", ""),
    ],
)  # fmt: skip
def test_sentences_keep_quotations_whole(before: str, after: str) -> None:
    assert barred(whole_quotations(proposed(before))) == after


@pytest.mark.parametrize("text", [" ", "   ", "\n", "\n \n\t", "\u00a0", "\u2028"])
def test_white_space_alone_is_one_sentence(text: str) -> None:
    doc = whole_quotations(english()(text))
    assert doc.text == text
    assert begun(doc) == [0]


def test_what_nothing_is_known_about_stays_open_for_the_parser() -> None:
    doc = whole_quotations(english()("“It rose. Go,” said Tamm.\n\nShe left"))
    known = {token.text: token.is_sent_start for token in doc if token.is_alpha}
    inside = {"It": False, "rose": False, "Go": False}
    assert known == {**inside, "said": None, "Tamm": None, "She": True, "left": None}


STOP = re.compile(r"[.!?…][^\w\n]*$")
UGLY = st.sampled_from(
    ["“", "”", "‘", "’", '"', "'", "«", "»", "„", "``", "''", ".", "?", "!", ",", " ", "  ", "\n",
     "\n\n", "\r\n", "\t", "\u00a0", "\u2028", "\x0c", "Ada Tamm", "Osei", " said ", "It rose. ",
     "boys’ ", "don’t", "’90s", "👩‍👧", "🇩🇪", "👍🏽", "e\u0301", "\u0301", "\0", "نعم", "(", ")",
     " — ", "…", "\ufeff", "\u200b"]
)  # fmt: skip
TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"]))
    | st.text("“”‘’\"'«» .a\n", max_size=60)
    | st.lists(UGLY, max_size=40).map("".join)
)


@st.composite
def docs(draw: st.DrawFn) -> Doc:
    """Any text, with sentences proposed, denied and left open anywhere, mostly proposed."""
    doc = english()(draw(TEXTS))
    shared = draw(st.sampled_from([(True,), (True, True, False, None)]))
    for token in doc[1:] if len(doc) else ():
        token.is_sent_start = draw(st.sampled_from(shared))
    return doc


@settings(max_examples=200, deadline=None)
@given(docs())
def test_no_sentence_begins_inside_a_quotation(doc: Doc) -> None:
    whole_quotations(doc)
    parts = paragraphs(doc.text)
    for found in quotations(doc.text, parts):
        for span in found.spans:
            assert not [at for at in begun(doc) if span.start < at < span.end]


@settings(max_examples=200, deadline=None)
@given(docs())
def test_a_sentence_begins_with_each_paragraph_behind_a_stop_or_where_one_was_proposed(
    doc: Doc,
) -> None:
    text, before = doc.text, set(begun(doc))
    whole_quotations(doc)
    openings = {part.start for part in paragraphs(text)}
    if len(doc):
        openings.add(0)
    stops = {at for at in begun(doc) if STOP.search(text[:at])}
    assert doc.text == text
    assert openings <= set(begun(doc)) <= before | openings | stops


@settings(max_examples=100, deadline=None)
@given(docs())
def test_doing_it_again_changes_nothing(doc: Doc) -> None:
    once = [token.is_sent_start for token in whole_quotations(doc)]
    assert [token.is_sent_start for token in whole_quotations(doc)] == once


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Moe laughed. “Never.”", ["Moe", "“"]),
        ("“We won!” “We did?” he asked.", ["“", "“"]),
        ("It is Mr. “Red” Moe.", ["It"]),  # the stop of an abbreviation ends nothing
    ],
)
def test_a_quotation_behind_a_stop_begins_a_sentence(text: str, begins: list[str]) -> None:
    doc = whole_quotations(english()(text))
    assert [token.text for token in doc if token.is_sent_start] == begins
