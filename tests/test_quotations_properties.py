"""Whatever marks a text has, what is found in it is well-formed, by the marks and by pipelines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from annotator.annotation import Quote, Span, check
from annotator.mark import Mark
from annotator.pipelines import Pipeline, load
from annotator.pipelines.loading import patterns as load_patterns
from annotator.pipelines.quotations import Quotation, quotations
from annotator.pipelines.sentences import paragraphs
from annotator.pipelines.speech.part import Quotes, Speakers, quotes_of

MARKS = ["“", "”", "‘", "’", '"', "'", "«", "»", "„", "‚", "‹", "›", "``", "''", "「", "」"]
WORDS = [
    "a", "s", "boys", "in", "Ida Moe", "Norvik", "she", "I", "said", "told", "according to", "that",
    "7", "26", "é", "e\u0301", "\u0301", "🙂", "👩‍🚒", "🇳🇴", "ß", "字", "ו",
]  # fmt: skip
GAPS = [" ", " ", " ", ", ", ". ", "? ", ": ", "—", "…", "(", ")", "\u00a0", "\u200d"]
BREAKS = [
    "\n",
    "\n\n",
    "\r\n",
    "\u2028",
    "\n\n“It went on. ",
    '\n\n"It went on. ',
    "\n\n‘It ended.’ ",
]


SPEECH = [
    "“It rained,” said Ida Moe. ", "‘It’s late,’ she said. ", "Ida Moe said: “It rained.” ",
    '"It rained," Ida Moe told ', "“She told us, ‘Go home,’ and left", "«Go,» he said. ",
    "Norvik said that it “rained” a lot. ", "according to Ida Moe, „it rained“. ",
]  # fmt: skip


def made_of(*pieces: str) -> st.SearchStrategy[str]:
    """Texts of a few pieces, and of many."""
    each = st.sampled_from(pieces)
    lists = st.one_of(st.lists(each, max_size=8), st.lists(each, min_size=15, max_size=60))
    return lists.map("".join)


LINE = made_of(*MARKS, *MARKS, *WORDS, *GAPS, *SPEECH)
TEXT = made_of(*MARKS, *MARKS, *WORDS, *GAPS, *SPEECH, *BREAKS, *BREAKS)
MEGABYTE = 1_000_000


@cache
def patterns() -> Pipeline:
    return load_patterns()


@cache
def news() -> Pipeline:
    return load("en_news")


def found_in(text: str) -> list[Quotation]:
    return quotations(text, paragraphs(text))


def check_spans(text: str, spans: Sequence[Span]) -> None:
    """Fail unless the spans lie in the text, in order and apart from each other."""
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
    for left, right in pairwise(spans):
        assert left.end <= right.start


def check_marks(text: str, marks: Sequence[Mark]) -> None:
    """Fail unless these are annotations that the text can bear, and none is there twice."""
    for mark in marks:
        check(text, mark.value)
    assert len({mark.value.key for mark in marks}) == len(marks)


def holds(outer: Quotation, inner: Quotation) -> bool:
    """Whether all of one quotation stands in one span of the other."""
    return any(span.start <= inner.start and inner.end <= span.end for span in outer.spans)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(TEXT)
def test_quotations_lie_in_their_paragraphs_and_begin_with_a_mark(text: str) -> None:
    parts = paragraphs(text)
    found = quotations(text, parts)
    assert found == sorted(found, key=lambda one: (one.start, -one.end))
    for one in found:
        check_spans(text, one.spans)
        for span in one.spans:
            assert sum(p.start <= span.start and span.end <= p.end for p in parts) == 1
            assert text.startswith(tuple(MARKS), span.start)
        assert text[: one.end].endswith(tuple(MARKS)) or len(one.spans) > 1


@settings(max_examples=300, derandomize=True, deadline=None)
@given(TEXT)
def test_a_nested_quotation_stands_in_its_outer(text: str) -> None:
    found = found_in(text)
    for inner in found:
        if inner.depth:
            assert any(one.depth == inner.depth - 1 and holds(one, inner) for one in found)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(LINE)
def test_quotations_of_a_paragraph_are_as_deep_as_others_hold_them(text: str) -> None:
    found = found_in(text)
    for inner in found:
        assert inner.depth == sum(one is not inner and holds(one, inner) for one in found)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(TEXT)
def test_quotations_never_cross(text: str) -> None:
    spans = [span for one in found_in(text) for span in one.spans]
    for number, one in enumerate(spans):
        for other in spans[number + 1 :]:
            apart = one.end <= other.start or other.end <= one.start
            inside = one.start <= other.start and other.end <= one.end
            assert apart or inside


@pytest.mark.xfail(strict=True, reason="what a paragraph without a closing mark holds is no deeper")
def test_a_quotation_within_one_that_goes_on_below_is_nested() -> None:
    text = "“She said ‘no’ to us.\n\n“We went home.”"
    assert [(one.start, one.end, one.depth) for one in found_in(text)] == [
        (0, len(text), 0),
        (10, 14, 1),
    ]


@pytest.mark.parametrize("mark", MARKS)
@settings(max_examples=25, derandomize=True, deadline=None)
@given(before=st.lists(LINE, max_size=3), after=st.lists(LINE, max_size=3))
@example(before=["“It rained,” she said.", "“We left"], after=["“So did they.”"])
@example(before=['"It rained'], after=['"It rained," she said. "It did."'])
def test_a_stray_mark_changes_nothing_in_other_paragraphs(
    mark: str, before: list[str], after: list[str]
) -> None:
    above = "\n\n".join([*before, "It rained."])
    below = "\n\n".join(["It stopped.", *after])
    alone = [one.spans for one in found_in(above)]
    for stray in (f"A {mark} stands here.", f"A {mark}stray one.", f"A stray{mark} one.", mark):
        head = f"{above}\n\n{stray}\n\n"
        under = [moved(one, len(head)) for one in found_in(below)]
        assert [one.spans for one in found_in(head + below)] == [*alone, *under]


def moved(one: Quotation, by: int) -> tuple[Span, ...]:
    return tuple(Span(span.start + by, span.end + by) for span in one.spans)


@settings(max_examples=150, derandomize=True, deadline=None)
@given(TEXT)
def test_the_patterns_make_marks_that_any_text_can_bear(text: str) -> None:
    check_marks(text, patterns().suggest(text))


@settings(max_examples=100, derandomize=True, deadline=None)
@given(TEXT)
def test_the_bundled_pipeline_makes_marks_that_any_text_can_bear(text: str) -> None:
    check_marks(text, news().suggest(text))


@settings(max_examples=100, derandomize=True, deadline=None)
@given(TEXT)
def test_the_parts_find_quotes_with_spans_in_order(text: str) -> None:
    doc = news().parse(text)
    for quote in quotes_of(doc):
        assert quote["content"]
        for part in ("content", "cue", "speaker"):
            check_spans(text, [Span(start, end) for start, end in quote[part]])
        assert 0 <= quote["certainty"] <= 1
        assert (quote["speaker_status"] == "named") == bool(quote["speaker_name"])


def test_marks_with_nothing_but_a_line_break_between_quote_nothing() -> None:
    assert found_in("A line\nand another\nand a third\nand “““\n””” here.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Ida Moe said: “It rained” and “it froze”.",
        "Ida Moe said: “It rained” but the roof “held well”.",
    ],
)
def test_two_passages_behind_one_colon_have_spans_in_order(text: str) -> None:
    (quote,) = quotes_of(news().parse(text))
    check_spans(text, [Span(start, end) for start, end in quote["content"]])


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("unit", ["{}rain ", "rain{} ", "rain {} ", "{}rain\n\n"])
def test_marks_without_partners_by_the_thousand_do_no_harm(unit: str, mark: str) -> None:
    text = unit.format(mark) * 3000
    for one in found_in(text):
        check_spans(text, one.spans)
    check_marks(text, patterns().suggest(unit.format(mark) * 300))


@pytest.mark.parametrize("unit", ["{}rain ", "rain{} ", "rain {} ", "{}rain\n\n", "{}She said "])
def test_marks_without_partners_do_no_harm_to_the_bundled_pipeline(unit: str) -> None:
    text = "".join(unit.format(mark) * 100 for mark in MARKS)
    check_marks(text, news().suggest(text))


@pytest.mark.parametrize("mark", MARKS)
def test_a_megabyte_of_one_mark_has_no_quotations(mark: str) -> None:
    assert found_in(mark * (MEGABYTE // len(mark))) == []


def test_a_megabyte_of_all_marks_has_no_quotes_by_patterns() -> None:
    size = MEGABYTE // len(MARKS)
    text = "".join(mark * (size // len(mark)) for mark in MARKS)
    assert not any(isinstance(mark.value, Quote) for mark in patterns().suggest(text))


def test_a_megabyte_of_all_marks_has_no_quotes_by_trees() -> None:
    # Each word is a tree of its own: what the encoder and the parser need for a megabyte is
    # minutes, and no matter of ours.
    words = [*"".join(MARKS), "\n"] * (MEGABYTE // (len("".join(MARKS)) + 1))
    count = len(words)
    vocab = spacy.blank("en").vocab
    doc = Doc(vocab, words, [False] * count, heads=list(range(count)), deps=["ROOT"] * count)
    assert quotes_of(Speakers()(Quotes()(doc))) == ()


def test_many_marks_have_no_quotes_by_the_bundled_pipeline() -> None:
    # In short lines: spaCy's tokenizer takes one mark at a time off an unbroken run and begins
    # anew with the rest, so that its time is quadratic.
    text = "".join((mark * (80 // len(mark)) + "\n\n") * 12 for mark in MARKS)
    assert not any(isinstance(mark.value, Quote) for mark in news().suggest(text))
