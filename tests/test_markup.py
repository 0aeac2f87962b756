"""The inline markup: what is written by hand, what it means, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotation import Annotations, Appearance, Article, Entity, Invalid, Quote, Span
from annotator.formats import native
from annotator.formats.markup import SPECIAL, dumps, loads
from annotator.formats.native import Record
from annotator.mark import State, accept, add, current, reject, suggest

EXAMPLE = """\
title: Ferry line to be sold
date: 2025-03-14
source: The Fjord Ledger
language: en
genre: business

[LUND|GPE] – {1 “We are not selling ships,”} {1s+2s [Ida Moe|PERSON], who heads \
[Nordlys|ORG|Nordlys Ferries]}, {1c told} us. {2 “We are selling time.”}

{3s The company} {3c said} {3 it would decide by [[May|DATE] talks|EVENT]}.

---
1 direct: Ida Moe
2 direct: Ida Moe
3 indirect: (unnamed)
"""


def found(source: str) -> Annotations:
    return current(loads(source).marks)


def test_the_marks_are_taken_out_of_the_text_and_kept() -> None:
    record = loads(EXAMPLE, "a.txt", annotator="Ann")
    text = record.article.text
    assert text == (
        "LUND – “We are not selling ships,” Ida Moe, who heads Nordlys, told us. "
        "“We are selling time.”\n\nThe company said it would decide by May talks."
    )
    assert (record.annotator, record.state) == ("Ann", State("done"))
    assert record.article.title == "Ferry line to be sold"
    assert record.article.language == "en"
    assert record.article.appearances == (Appearance("2025-03-14", "The Fjord Ledger"),)
    assert record.article.meta == {"genre": "business"}
    every = current(record.marks)
    assert [(e.span.surface(text), e.label, e.name) for e in every.entities] == [
        ("LUND", "GPE", "LUND"),
        ("Ida Moe", "PERSON", "Ida Moe"),
        ("Nordlys", "ORG", "Nordlys Ferries"),
        ("May talks", "EVENT", "May talks"),
        ("May", "DATE", "May"),
    ]
    first, second, third = every.quotes
    assert [s.surface(text) for s in first.content] == ["“We are not selling ships,”"]
    assert first.speaker == second.speaker
    assert first.speaker[0].surface(text) == "Ida Moe, who heads Nordlys"
    assert (first.kind, first.speaker_name, first.speaker_status) == ("direct", "Ida Moe", "named")
    assert (second.cue, third.kind, third.speaker_status) == ((), "indirect", "unnamed")
    assert third.cue[0].surface(text) == "said"


def test_what_was_read_is_written_as_it_stood() -> None:
    assert dumps(loads(EXAMPLE)) == EXAMPLE


def test_the_native_format_keeps_all_of_it() -> None:
    (again,) = native.loads([native.dumps(loads(EXAMPLE))])
    assert isinstance(again, Record)
    assert dumps(again) == EXAMPLE


def test_parts_of_an_interrupted_quote_are_one_quote() -> None:
    every = found("\n{1 “We go,”} {1s he} {1c said}, {1 “now.”}\n\n---\n1 direct: (unknown)\n")
    (quote,) = every.quotes
    assert len(quote.content) == 2


def test_signs_of_the_markup_can_stand_in_the_text() -> None:
    source = "\nA \\[sic\\] \\{b\\} \\| \\\\ [x\\|y|ORG].\n"
    record = loads(source)
    assert record.article.text == "A [sic] {b} | \\ x|y."
    assert dumps(record) == source


def test_a_name_may_be_another_or_none() -> None:
    first, second, third = found("\n[UN|ORG] [UN|ORG|United Nations] [UN|ORG|]\n").entities
    assert (first.name, second.name, third.name) == ("UN", "United Nations", None)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("title: x", "fields alone"),
        ("title: x\n", "no text"),
        ("Not a field\n\nText.\n", "line 1: 'Not a field', expected “field: value”"),
        ("title: a\ntitle: b\n\nText.\n", "line 2: 'title' a second time"),
        ("\n\n", "no text"),
        ("\nA [b.\n", "line 2: a mark that does not end"),
        ("\nA\n\nb [c|ORG\n", "line 4: '\\|ORG', expected \\|LABEL\\]"),
        ("\nA [c|org]\n", "line 2: .*expected \\|LABEL\\]"),
        ("\nA [c]\n", "line 2: a \\] without a label"),
        ("\nA |ORG]\n", "line 2: a \\| with no mark open"),
        ("\nA } b\n", "line 2: a } with no mark open"),
        ("\nA {x said} b\n", "line 2: '{x said} b', expected a quote such as {1"),
        ("\n{1 a [b} c|ORG]\n", "line 2: a } while the \\[ of line 2 is open: they cross"),
        ("\n[b {1 c|ORG] d}\n", "line 2: a \\| while the { of line 2 is open: they cross"),
        ("\nA \\x\n", "line 2: a backslash before no sign"),
        ("\n{1 a}\n", "quote 1 does not stand below the text"),
        ("\na\n\n---\n1 direct: X\n", "quote 1 does not stand in the text"),
        ("\n{1 a}\n\n---\n1 loud: X\n", "line 5: '1 loud: X', expected “1 direct: Name”"),
        ("\n{1 a}\n\n---\n1 direct: X\n1 direct: X\n", "line 6: quote 1 a second time"),
        ("\n{1c a}\n\n---\n1 direct: X\n", "quote 1 has no content"),
        ("\n[ b|ORG]\n", "starts or ends with white space"),
        ("\n[[b|ORG]|ORG]\n", "the same mark stands there twice"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(source: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        loads(source, "a.txt")


def test_marks_that_cross_cannot_be_written() -> None:
    marks = (add(Entity(Span(0, 3), "ORG")), add(Entity(Span(2, 5), "GPE")))
    with pytest.raises(Invalid, match="cross at 2"):
        dumps(Record(Article("abcdef"), marks=marks))


def test_what_was_rejected_is_not_written() -> None:
    rejected = reject(suggest(Entity(Span(0, 1), "ORG", "a")))
    assert rejected is not None
    marks = (rejected, accept(suggest(Entity(Span(2, 3), "ORG", "b"))))
    assert dumps(Record(Article("a b"), marks=marks)) == "\na [b|ORG]\n"


@st.composite
def nested(draw: st.DrawFn) -> Record:
    """A text with marks that nest: each lies inside the one before it or behind it."""
    words = draw(st.lists(st.text(f"ab “”’é👍{SPECIAL}", min_size=1, max_size=5), min_size=4))
    text = " ".join(word.strip() or "x" for word in words)
    marks: dict[object, Entity | Quote] = {}
    start, end = 0, len(text)
    for number in range(draw(st.integers(0, 5))):
        edges = sorted({draw(st.integers(start, end)), draw(st.integers(start, end))})
        if len(edges) < 2 or text[edges[0]].isspace() or text[edges[1] - 1].isspace():
            continue
        span = Span(*edges)
        if draw(st.booleans()):
            name = draw(st.sampled_from([None, span.surface(text).strip(), "Name"]))
            value: Entity | Quote = Entity(span, f"L_{'AB'[number % 2]}", name)
        else:
            who = draw(st.sampled_from([("Ann", "named"), (None, "unnamed"), (None, "unknown")]))
            value = Quote((span,), "mixed", (), (), *who)
        marks.setdefault(value.key, value)
        start, end = edges
    return Record(Article(text), None, State("done"), tuple(map(add, marks.values())))


@given(nested())
def test_what_is_written_is_read_as_it_was(record: Record) -> None:
    try:
        source = dumps(record)
    except Invalid:  # of marks over one stretch two may cross in the order of their kinds
        return
    if "\n---" in record.article.text or record.article.text != record.article.text.strip("\n"):
        return
    again = loads(source)
    assert again.article.text == record.article.text
    assert current(again.marks) == current(record.marks)
    assert dumps(again) == source


def test_the_example_of_the_documentation_is_right(tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "data" / "corpus" / "MARKUP.md").read_text("utf-8")
    example = page.split("```\n")[1]
    assert dumps(loads(example)) == example
