from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotation import LAYERS, Appearance, Article, Entity, Invalid, Quote, Span
from annotator.formats.native import KEYS, Record, dumps, from_json, loads, to_json
from annotator.mark import Mark, Origin, State, add, current, suggest
from tests.test_mark import layers

TEXT = "“We closed,” she said in Kabul."
KABUL = suggest(Entity(Span(25, 30), "GPE", "Kabul"), 0.75)
QUOTE = add(Quote((Span(0, 12),), "direct", (Span(17, 21),), (Span(13, 16),)))
RECORD = Record(
    Article(TEXT, "Closed", "en", (Appearance("2024-11", "Daily", None, "Ann"),), {"page": 3}),
    "Ben",
    State("done", "checked twice", ("entities",)),
    (KABUL, QUOTE),
    Origin(blind=True, reviewed=("Ann", "Ida")),
)


WHOLE = st.characters(exclude_categories=["Cs"])


def record_json(**changed: Any) -> dict[str, Any]:
    return {**to_json(RECORD), **changed}


def load_one(line: str) -> Record:
    (found,) = loads([line])
    assert isinstance(found, Record), found
    return found


@st.composite
def records(draw: st.DrawFn) -> Record:
    text, marks = draw(layers())
    when = st.sampled_from([None, "2024", "2024-02", "2024-02-29"])
    maybe = st.none() | st.sampled_from(["Daily \U0001f600", "a\u2028b\u0085c\u2029"])
    appearance = st.builds(Appearance, when, maybe, maybe, maybe)
    article = Article(
        text,
        draw(st.sampled_from(["", "A “title”\twith\\everything"])),
        draw(st.sampled_from([None, "en"])),
        tuple(draw(st.lists(appearance, max_size=2))),
        draw(
            st.dictionaries(
                st.sampled_from(["page", "x"]), st.integers() | st.text(WHOLE), max_size=2
            )
        ),
    )
    checked = draw(st.sampled_from([LAYERS, ("quotes",), ()]))
    state = State(
        draw(st.sampled_from(["new", "done"])), draw(st.sampled_from([None, "", "why"])), checked
    )
    origin = Origin(draw(st.booleans()), draw(st.sampled_from([(), ("Ben", "Ida")])))
    return Record(article, draw(st.sampled_from([None, "Ben"])), state, tuple(marks), origin)


@given(records())
def test_a_record_loaded_after_it_was_dumped_is_the_same(record: Record) -> None:
    found = load_one(dumps(record))
    assert replace(found, marks=()) == replace(record, marks=())
    # A line holds entities before quotes, each in the order of the text.
    assert {m.key: m for m in found.marks} == {m.key: m for m in record.marks}
    assert current(found.marks) == current(load_one(dumps(found)).marks)


@given(records())
def test_a_dump_loaded_and_dumped_again_is_the_same_line(record: Record) -> None:
    line = dumps(record)
    assert dumps(load_one(line)) == line


@given(records())
def test_a_record_is_one_line(record: Record) -> None:
    assert len(dumps(record).splitlines()) == 1


def test_the_documented_keys_are_those_that_are_written() -> None:
    assert set(to_json(RECORD)) == set(KEYS)


def test_what_an_old_line_does_not_say_is_as_it_always_was() -> None:
    line = record_json()
    for key in ("checked", "blind", "reviewed"):
        del line[key]
    found = from_json(line)
    assert found.state == State("done", "checked twice", LAYERS)
    assert found.origin == Origin(blind=False, reviewed=())


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"checked": ["sentences"]}, "checked is a list out of entities, quotes"),
        ({"checked": "entities"}, "checked is a list out of entities, quotes"),
        ({"blind": 1}, "blind is true, false or null, found 1"),
        ({"reviewed": "Ann"}, "reviewed is a list of names, found 'Ann'"),
        ({"reviewed": [" Ann"]}, "white space around it"),
    ],
)
def test_what_a_line_says_of_its_making_is_checked(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(Invalid, match=why):
        from_json(record_json(**wrong))


def test_whose_mark_it_is_survives_a_file() -> None:
    mark = replace(KABUL, by=("Ann", "Ida"))
    found = load_one(dumps(replace(RECORD, marks=(mark,))))
    assert found.marks == (mark,)


def test_what_is_not_plain_ascii_is_readable_in_the_file() -> None:
    assert "“We closed,”" in dumps(RECORD)


def test_unknown_keys_of_an_article_survive_in_meta() -> None:
    found = from_json(record_json(section="World", tags=["a", "b"]))
    assert found.article.meta == {"page": 3, "section": "World", "tags": ["a", "b"]}
    assert load_one(dumps(found)) == found


def test_a_text_alone_is_a_new_record_without_marks() -> None:
    assert from_json({"format": 1, "text": TEXT}) == Record(Article(TEXT))


def test_a_mark_that_was_rejected_is_kept() -> None:
    rejected = Mark(KABUL.value, "rejected", KABUL.value)
    assert load_one(dumps(Record(Article(TEXT), "Ben", marks=(rejected,)))).marks == (rejected,)


BAD = {
    "not json": "{",
    "not an object": "[]",
    "no format": json.dumps({"text": TEXT}),
    "another format": json.dumps(record_json(format=2)),
    "no text": json.dumps({"format": 1}),
    "a blank text": json.dumps({"format": 1, "text": " \n"}),
    "a text that is a number": json.dumps({"format": 1, "text": 7}),
    "another checksum": json.dumps(record_json(text_sha256="0" * 64)),
    "a drifted span": json.dumps(record_json(text=TEXT.replace("in", "at"), text_sha256=None)),
    "a wrong surface": json.dumps(
        {"format": 1, "text": "Herat", "entities": [{"start": 0, "end": 5, "surface": "Kabul"}]}
    ),
    "a mark twice": json.dumps(record_json(entities=[to_json(RECORD)["entities"][0]] * 2)),
    "entities that are a number": json.dumps(record_json(entities=7)),
    "entities that are text": json.dumps(record_json(entities="Kabul")),
    "an entity that is null": json.dumps(record_json(entities=[None])),
    "meta that is a list": json.dumps(record_json(meta=[1])),
    "an appearance that is text": json.dumps(record_json(appearances=["2024"])),
    "an appearance with a year as a number": json.dumps(
        record_json(appearances=[{"published": 2024}])
    ),
    "half a character": '{"format": 1, "text": "\\ud800"}',
    "half a character in a title": json.dumps(record_json(title="\ud800")),
    "half a character deep in meta": json.dumps(record_json(meta={"a": [{"b": "\udc00"}]})),
    "half a character in a key": json.dumps(record_json(**{"\udc00": 1})),
    "not a number": json.dumps(record_json(score=float("nan"))),
    "an infinite number": json.dumps(record_json(meta={"score": [float("-inf")]})),
    "a number beyond all numbers": dumps(RECORD).replace('"page": 3', '"page": 1e999'),
    "a status that is unknown": json.dumps(record_json(status="finished")),
    "an empty status": json.dumps(record_json(status="")),
    "a flag that is a number": json.dumps(record_json(flag=1)),
    "a title that is a list": json.dumps(record_json(title=["Closed"])),
    "a title that is false": json.dumps(record_json(title=False)),
    "a language that is a number": json.dumps(record_json(language=7)),
    "an annotator that is a number": json.dumps(record_json(annotator=7)),
    "an annotator without a name": json.dumps(record_json(annotator=" ")),
    "an annotator with a long name": json.dumps(record_json(annotator="A" * 101)),
    "meta that is text": json.dumps(record_json(meta="page 3")),
    "meta that is zero": json.dumps(record_json(meta=0)),
    "quotes that are an object": json.dumps(record_json(quotes={})),
    "quotes that are empty text": json.dumps(record_json(quotes="")),
    "appearances that are an object": json.dumps(record_json(appearances={"url": "a"})),
    "an appearance with an address that is a list": json.dumps(
        record_json(appearances=[{"url": []}])
    ),
    "a day that no calendar has": json.dumps(
        record_json(appearances=[{"published": "2023-02-29"}])
    ),
    "a month that no year has": json.dumps(record_json(appearances=[{"published": "2023-13"}])),
    "the year zero": json.dumps(record_json(appearances=[{"published": "0000"}])),
    "a date in words": json.dumps(record_json(appearances=[{"published": "May 2024"}])),
    "a date with a time": json.dumps(record_json(appearances=[{"published": "2024-05-01T12:00"}])),
    "a date in other digits": json.dumps(record_json(appearances=[{"published": "２０２４"}])),
    "a date alone that is no date": json.dumps({"format": 1, "text": TEXT, "published": "soon"}),
    "a date alone that is a number": json.dumps({"format": 1, "text": TEXT, "published": 2024}),
    "the id of another text": json.dumps(record_json(id="0" * 16)),
    "brackets without end": "[" * 100_000,
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_line_is_one_error_that_names_it_and_the_others_stay(bad: str) -> None:
    good = dumps(RECORD)
    first, error, last = loads([good, bad, good], "articles.jsonl")
    assert first == last == RECORD
    assert isinstance(error, Invalid)
    assert str(error).startswith("articles.jsonl, line 2: ")


def test_empty_lines_count_but_give_nothing() -> None:
    found = list(loads(["\n", dumps(RECORD), "  \n", "{\n"], "a.jsonl"))
    assert found[0] == RECORD
    assert str(found[1]).startswith("a.jsonl, line 4: ")
    assert len(found) == 2


@pytest.mark.parametrize(
    ("value", "reason"), [(float("nan"), "JSON"), (float("inf"), "JSON"), ("\ud800", "surrogates")]
)
def test_what_json_or_utf_8_do_not_know_is_not_written(value: object, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        dumps(Record(Article(TEXT, meta={"found": [value]})))


def test_a_date_alone_is_an_appearance() -> None:
    found = from_json({"format": 1, "text": TEXT, "published": "2024-11-07"})
    assert found.article.appearances == (Appearance("2024-11-07"),)


def test_a_byte_order_mark_before_the_first_line_is_passed_over() -> None:
    line = dumps(RECORD)
    assert list(loads(["\ufeff" + line, line])) == [RECORD, RECORD]
    assert isinstance(list(loads([line, "\ufeff" + line]))[1], Invalid)


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085"])
def test_a_line_separator_of_unicode_is_escaped(separator: str) -> None:
    line = dumps(Record(Article(f"One{separator}two")))
    assert separator not in line
    assert load_one(line).article.text == f"One{separator}two"
