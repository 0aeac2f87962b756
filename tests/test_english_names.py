"""What a recogniser found → what is known about the world and said in the rest of the article.

In the tables a name stands with its label in brackets: "[Ada Tamm:PERSON] left [Kenya:GPE]."
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import cycle, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.pipelines.english.consistency import consistent
from annotator.pipelines.english.knowledge import Mention, counted, countries, known, nations
from annotator.pipelines.english.mentions import mended
from annotator.pipelines.english.nested import nested

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BRACKET = re.compile(r"\[([^]:]+):([A-Z_]+)\]")


@cache
def english() -> Language:
    import spacy

    return spacy.blank("en")


def read(bracketed: str) -> tuple[Doc, list[Mention]]:
    doc = english()(BRACKET.sub(r"\1", bracketed))
    for token in doc[1:] if len(doc) else ():
        token.is_sent_start = doc[token.i - 1].text == "."
    mentions, hidden = [], 0
    for found in BRACKET.finditer(bracketed):
        start = found.start() - hidden
        span = doc.char_span(start, start + len(found[1]))
        assert span is not None, found[1]
        mentions.append(Mention(span.start, span.end, found[2]))
        hidden += len(found[0]) - len(found[1])
    return doc, mentions


def written(doc: Doc, mentions: Sequence[Mention]) -> str:
    text = doc.text
    for one in reversed(mentions):
        span = doc[one.start : one.end]
        marked = f"[{span.text}:{one.label}]"
        text = text[: span.start_char] + marked + text[span.end_char :]
    return text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # labels that the lists know better
        ("[Kenyan:GPE] crews met [Norwegians:ORG].", "[Kenyan:NORP] crews met [Norwegians:NORP]."),
        ("They left [Kenya:ORG] for [Europe:GPE].", "They left [Kenya:GPE] for [Europe:LOC]."),
        ("It was sung in [Urdu:ORG].", "It was sung in [Urdu:LANGUAGE]."),
        # titles are no part of a name, save where they mostly are
        ("[President Osei:PERSON] left.", "President [Osei:PERSON] left."),
        ("[Mr. Kofi Osei:PERSON] left.", "Mr. [Kofi Osei:PERSON] left."),
        ("[Former Mayor Osei:PERSON] left.", "Former Mayor [Osei:PERSON] left."),
        ("[St John Osgood:PERSON] left.", "[St John Osgood:PERSON] left."),
        ("[Count Ulric Tamm:PERSON] left.", "[Count Ulric Tamm:PERSON] left."),
        ("[Mayor:PERSON] left.", "Mayor left."),  # a title alone is nobody's name
        ("[Mr:PERSON] [President:PERSON], I agree.", "Mr President, I agree."),
        ("[President Lines:ORG] sank.", "[President Lines:ORG] sank."),
        # what was missed
        ("Osei left Kenya for Paris.", "Osei left [Kenya:GPE] for [Paris:GPE]."),
        ("South Korea and New Zealand agreed.", "[South Korea:GPE] and [New Zealand:GPE] agreed."),
        ("The Kenyan crews left Europe.", "The [Kenyan:NORP] crews left [Europe:LOC]."),
        ("A US-led force left.", "A [US:GPE]-led force left."),
        # what only looks like it
        ("They read the Kenya Herald.", "They read the Kenya Herald."),
        ("They met Ingrid Paris.", "They met Ingrid Paris."),
        ("They met Ada Tamm-Kenya.", "They met Ada Tamm-Kenya."),
        ("They work at Kenya & Tamm.", "They work at Kenya & Tamm."),
        ("It was nice to be reading of turkey.", "It was nice to be reading of turkey."),
        ("The [Bank of Kenya:ORG] closed.", "The [Bank of Kenya:ORG] closed."),
        ("The Democrat left Split.", "The Democrat left Split."),
    ],
)
def test_lists_correct_and_complete_what_was_found(before: str, after: str) -> None:
    doc, mentions = read(before)
    assert written(doc, known(doc, mentions)) == after


def test_the_lists_hold_no_name_of_a_person() -> None:
    people = {"Jordan", "Chad", "Georgia", "Israel", "Victoria", "Dane", "Finn", "Roma", "Scot"}
    assert not people & (countries() | nations())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # surnames
        ("[Ada Tamm:PERSON] left. [Tamm:ORG] wept.", "[Ada Tamm:PERSON] left. [Tamm:PERSON] wept."),
        ("[Ada Tamm:PERSON] left. Later Osei met tall Tamm.",
         "[Ada Tamm:PERSON] left. Later Osei met tall [Tamm:PERSON]."),
        ("[Kofi Osei Jr.:PERSON] left. Then [Osei:GPE] wept.",
         "[Kofi Osei Jr.:PERSON] left. Then [Osei:PERSON] wept."),
        ("[Ada Kenya:PERSON] left [Kenya:GPE].", "[Ada Kenya:PERSON] left [Kenya:GPE]."),
        ("[Tamm:PERSON] left. They met Tamm.", "[Tamm:PERSON] left. They met Tamm."),
        ("[Ada Tamm:PERSON] led [Tamm AB:ORG].", "[Ada Tamm:PERSON] led [Tamm AB:ORG]."),
        ("[Ada Tamm:PERSON] left Tamm Street.", "[Ada Tamm:PERSON] left Tamm Street."),
        # the same again
        ("[Halden Ferries:ORG] fell. At Halden Ferries, all wept.",
         "[Halden Ferries:ORG] fell. At [Halden Ferries:ORG], all wept."),
        ("The [WMOX:ORG] met. The WMOX left.", "The [WMOX:ORG] met. The [WMOX:ORG] left."),
        ("[Halden:ORG] fell. They blamed Halden.", "[Halden:ORG] fell. They blamed Halden."),
        # what most say
        ("[Halden:GPE], [Halden:GPE], [Halden:ORG]", "[Halden:GPE], [Halden:GPE], [Halden:GPE]"),
        ("[Halden:GPE] v [Halden:ORG]", "[Halden:GPE] v [Halden:ORG]"),
    ],
)  # fmt: skip
def test_one_name_has_one_label(before: str, after: str) -> None:
    doc, mentions = read(before)
    assert written(doc, consistent(doc, mentions)) == after


def test_two_in_three_are_enough_however_many_there_are() -> None:
    for third in range(1, 30):
        doc, mentions = read("[Halden:GPE], " * (2 * third) + "[Halden:ORG], " * third)
        assert {one.label for one in consistent(doc, mentions)} == {"GPE"}, third


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Two boats left on 3 June 2019.", "[Two:CARDINAL] boats left on [3 June 2019:DATE]."),
        ("The [2024 Games:EVENT] cost $5.", "The [2024 Games:EVENT] cost [$5:MONEY]."),
    ],
)
def test_numbers_fill_what_is_left(before: str, after: str) -> None:
    doc, mentions = read(before)
    assert written(doc, counted(doc, mentions)) == after


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("The [University of Nairobi:ORG] won.", "The University of [Nairobi:GPE] won."),
        ("The [2024 Paris Games:EVENT] ended.", "The [2024:DATE] [Paris:GPE] Games ended."),
        ("The [Kenyan Ferry Union:ORG] won.", "The [Kenyan:NORP] Ferry Union won."),
        ("The [Kenyan Games:EVENT] ended.", "The Kenyan Games ended."),
        ("The [Bank of South Korea:ORG] won.", "The Bank of [South Korea:GPE] won."),
        ("[Halden Quay:FAC] lies in [Halden:GPE].", "[Halden:GPE] Quay lies in Halden."),
        ("[Ada Paris:PERSON] left [South Korea:GPE].", "Ada Paris left South Korea."),
    ],
)  # fmt: skip
def test_names_stand_within_names(text: str, inside: str) -> None:
    doc, mentions = read(text)
    assert written(doc, nested(doc, mentions)) == inside


def test_a_doc_has_all_of_it_together() -> None:
    doc, mentions = read(
        "[President Ada Tamm:PERSON] left the [University of Nairobi:ORG] in Kenya on Monday. "
        "Two [Kenyan:GPE] bakers praised [Tamm:ORG]."
    )
    doc.ents = [(one.label, one.start, one.end) for one in mentions]
    assert mended(doc) is doc
    assert written(doc, [Mention(e.start, e.end, e.label_) for e in doc.ents]) == (
        "President [Ada Tamm:PERSON] left the [University of Nairobi:ORG] in [Kenya:GPE] on "
        "[Monday:DATE]. [Two:CARDINAL] [Kenyan:NORP] bakers praised [Tamm:PERSON]."
    )
    assert [(span.text, span.label_) for span in doc.spans["nested"]] == [("Nairobi", "GPE")]


UGLY = "Ada Tamm|Tamm|Osei|Kenya|Kenyan|Paris|South|Korea|New|Mr.|President|2024|$5|and|of|-|&|.|’s"
PIECES = st.sampled_from([*UGLY.split("|"), "\n\n", "\t", "  ", "👩‍👧", "“", "\u0301", "\0", "نعم"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(PIECES).map(" ".join)
LABELS = st.sampled_from(["", "PERSON", "ORG", "GPE", "EVENT", "LAW", "DATE"])


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(1, 4), st.lists(LABELS, min_size=1))
def test_whatever_was_found_becomes_entities_side_by_side_and_names_strictly_within_them(
    text: str, size: int, labels: list[str]
) -> None:
    doc = english()(text)
    places = zip(range(0, len(doc), size), cycle(labels), strict=False)
    doc.ents = before = [(label, at, min(at + size, len(doc))) for at, label in places if label]
    within = list(mended(doc).spans["nested"])
    assert doc.text == text
    for spans in (doc.ents, within):
        assert all(one.end <= following.start for one, following in pairwise(spans))
    for label, start, end in before:
        # Only a title or a sign that was taken for a person is dropped.
        assert label == "PERSON" or any(start <= one.start and one.end <= end for one in doc.ents)
    for name in within:
        around = [one for one in doc.ents if one.start <= name.start and name.end <= one.end]
        assert [len(name) < len(one) for one in around] == [True]
