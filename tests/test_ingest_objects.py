"""JSON that is not of our own format: a bad object costs only itself."""

from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import lists, objects, source
from annotator.ingest.columns import Columns, Table, signature
from annotator.ingest.encodings import WHITE

LONG = "The ferry left the harbour at noon, and nobody had asked why it was late. " * 4
BROKEN = "expected one JSON object for each article"


def read(
    data: bytes | str, name: str = "a.json", choices: dict[str, Columns] | None = None
) -> list[Table | Article | Invalid]:
    encoded = data.encode() if isinstance(data, str) else data
    return list(objects.read(source.from_bytes(encoded, name), choices or {}))


def shown(data: bytes | str, name: str = "a.json") -> list[str]:
    """What is in a file after its table: the text of each article, the words of each error."""
    return [
        f.text if isinstance(f, Article) else str(f)
        for f in read(data, name)
        if not isinstance(f, Table)
    ]


def one(data: Any) -> Article:
    """The article of a file that has this one object."""
    found = read(json.dumps(data))
    assert len(found) == 2, found
    assert isinstance(found[1], Article), found
    return found[1]


# Where the articles are


@pytest.mark.parametrize(
    "data, path",
    [
        ([], ""),
        (["response", "docs"], "response.docs"),
        (["articles"], "articles"),
        (["data", "items"], "data.items"),
        (["content"], "content"),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_the_longest_list_of_objects_is_the_table(
    data: list[str], path: str, indent: int | None
) -> None:
    found: Any = [{"title": "A", "text": "One."}, {"title": "B", "text": 'Two "[{".'}]
    for name in reversed(data):
        found = {"status": "ok", "links": [{"a": 1}], name: found, "pages": [1, 2, 3], "n": None}
    table, *articles = read(json.dumps(found, indent=indent))
    assert isinstance(table, Table)
    assert table.name == ("a.json" if not path else f"a.json: {path}")
    assert [(a.text, a.title, a.meta) for a in articles if isinstance(a, Article)] == [
        ("One.", "A", {"item": 1}),
        ('Two "[{".', "B", {"item": 2}),
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.json", "a.txt"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n"])
def test_an_object_a_line_is_read_under_any_name(name: str, end: str) -> None:
    lines = [json.dumps({"text": text, "n": n}) for n, text in enumerate(["One.", "Two.", "3 x"])]
    found = read(end.join(lines), name)
    assert [f.text for f in found if isinstance(f, Article)] == ["One.", "Two.", "3 x"]
    assert [f.meta["line"] for f in found if isinstance(f, Article)] == (
        [1, 3, 5] if end == "\n\n" else [1, 2, 3]
    )


def test_a_list_may_stand_in_a_file_named_as_lines() -> None:
    assert shown('[{"text": "One."},\n{"text": "Two."}]', "a.jsonl") == ["One.", "Two."]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"images": [{"url": "https://example.org/1"}, {"url": "https://example.org/2"}]},
        {"comments": [{"text": "No.", "author": "x"}] * 9},
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        LONG,
        [LONG, "Two."],
        [{"type": "p", "text": LONG}, {"type": "image"}, {"type": "p", "text": "Two."}],
    ],
)
def test_an_object_with_a_text_of_its_own_is_one_article(more: Any, body: Any) -> None:
    text = LONG.strip() if isinstance(body, str) else f"{LONG.strip()}\n\nTwo."
    article = one({"headline": "A", "body": body, **more})
    assert (article.text, article.title) == (text, "A")


def test_nested_objects_are_columns_with_dots() -> None:
    item = {
        "headline": {"main": "A", "kicker": "B"},
        "content": {"body": {"text": "One."}},
        "pub_date": "2024-11-07T05:00:00+0000",
        "source": {"name": "Bay News", "url": "https://example.org"},
        "web_url": "https://example.org/1",
        "byline": {"original": "Ann Lee"},
        "keywords": [{"name": "ferry"}, {"name": "sea"}],
        "empty": {},
    }
    table, article = read(json.dumps([item]))
    assert isinstance(table, Table)
    assert table.columns == Columns(
        *(("content.body.text",), "headline.main", "pub_date", "source.name", "web_url"),
        byline="byline.original",
    )
    assert article == Article(
        "One.",
        "A",
        None,
        (Appearance("2024-11-07", "Bay News", "https://example.org/1", "Ann Lee"),),
        {
            "item": 1,
            "headline.kicker": "B",
            "pub_date": "2024-11-07T05:00:00+0000",
            "source.url": "https://example.org",
            "keywords": [{"name": "ferry"}, {"name": "sea"}],
        },
    )


@pytest.mark.parametrize("when", [1730975400, 1730975400000, 1730975400.5])
def test_numbers_are_dates_in_seconds_or_milliseconds(when: float) -> None:
    article = one({"text": "One.", "published": when})
    assert (article.published, article.meta) == ("2024-11-07", {"item": 1, "published": when})


def test_objects_need_not_have_the_same_columns() -> None:
    found = read('[{"text": "One."}, {"title": "B", "text": "Two."}, {"title": "C"}]')
    assert [
        str(f) if isinstance(f, Invalid) else f.title for f in found[1:] if not isinstance(f, Table)
    ] == [
        *("", "B", "a.json, item 3: no text, expected one in column text"),
    ]


def test_a_choice_is_remembered_whatever_the_order_of_the_columns() -> None:
    choice = {signature(["a", "b.c"]): Columns(("b.c",))}
    for data in ('[{"a": 1, "b": {"c": "One."}}]', '[{"b": {"c": "One."}, "a": 1}]'):
        _, article = read(data, choices=choice)
        assert isinstance(article, Article)
        assert (article.text, article.meta) == ("One.", {"item": 1, "a": 1})


@settings(deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(
            "A{}.".format
        ),
        min_size=1,
    ),
    st.sampled_from([None, 0, 1, "\t"]),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_comes_back(
    texts: list[str], indent: int | str | None, ascii_: bool, encoding: str
) -> None:
    items = [{"text": text, "n": [text]} for text in texts]
    listed = json.dumps({"x": {"y": items}}, indent=indent, ensure_ascii=ascii_)
    lines = "\n".join(json.dumps(item, ensure_ascii=ascii_) for item in items)
    for data, name in ((listed, "a.json"), (lines, "a.jsonl")):
        found = [f for f in read(data.encode(encoding), name) if not isinstance(f, Table)]
        assert [f.text for f in found if isinstance(f, Article)] == [t.strip(WHITE) for t in texts]
        assert [f.meta["n"] for f in found if isinstance(f, Article)] == [[t] for t in texts]


# What is broken


@pytest.mark.parametrize(
    "line, reason",
    [
        (b'{"text": "x"', f'JSON that breaks after \'{{"text": "x"\', {BROKEN}'),
        (b'{"text": "x"} {}', "something behind the object"),
        (b'["x"]', f"a list, {BROKEN}"),
        (b"null", f"null, {BROKEN}"),
        (b"12", f"a number, {BROKEN}"),
        (b'"x"', f"a text, {BROKEN}"),
        (b"x", f"JSON that breaks after '', {BROKEN}"),
        (b'{"text": "x", "n": NaN}', "NaN, expected a number that JSON has"),
        (b'{"text": "x", "n": -Infinity}', "-Infinity, expected a number that JSON has"),
        (b'{"text": "x\\ud83d"}', "half a character (a lone surrogate) in column text"),
        (b'{"text": "x", "\\ud83d": 1}', "half a character (a lone surrogate) in a name"),
        (b'{"text": "x\xff"}', "bytes of another encoding in column text"),
        (b'{"text": "x\\u0000"}', "a NUL character in column text"),
        (b'{"text": ""}', "no text, expected one in column text"),
        (b'{"text": "x", "n": ' + b"[" * 200_000, f"JSON that is nested too deep, {BROKEN}"),
        (b'{"n":' * 60 + b"1" + b"}" * 60, f"JSON that is nested too deep, {BROKEN}"),
        (b'{"n":' + b"[" * 60 + b"]" * 60 + b"}", f"JSON that is nested too deep, {BROKEN}"),
        (b'{"n": ' + b"1" * 5000 + b"}", f"a number of too many digits, {BROKEN}"),
    ],
    ids=range(18),
)
def test_a_broken_line_costs_only_itself(line: bytes, reason: str) -> None:
    data = b'{"text": "One \xe2\x80\x9d."}\n' + line + b'\n{"text": "\xe2\x80\x9cThree."}\n'
    first, problem, third = shown(data, "a.jsonl")
    assert (first, third) == ("One ”.", "“Three.")
    assert problem.startswith(f"a.jsonl, line 2: {reason}")


@pytest.mark.parametrize("indent", ["", "  ", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("path", ["", "docs"])
def test_a_broken_item_of_a_list_costs_only_itself(indent: str, end: str, path: str) -> None:
    items = [
        '{"text": "One.",\n      "n": {\n        "m": 1}}',
        '{"text": "Two,"x"}',
        '{"text": "3."}',
    ]
    items += ['{"text": NaN}', '{"text": 5, "n": ', '{"text": "Six x."}', "7", '{"text": "Eight."}']
    data = f"[{end}{indent}" + f",{end}{indent}".join(items) + f"{end}]"
    data = f'{{"{path}": {data}, "more": 1}}' if path else data
    found = shown(data)
    assert [found[0], found[5], found[7]] == ["One.", "Six x.", "Eight."]
    assert found[1].startswith("a.json, line 5: JSON that breaks after ")
    assert found[2] == "3."
    assert found[3] == "a.json, line 7: NaN, expected a number that JSON has"
    assert found[4].startswith("a.json, line 8: JSON that breaks after ")
    assert found[6] == f"a.json, line 10: a number, {BROKEN}"


def test_what_follows_a_broken_item_on_its_line_is_not_read() -> None:
    first, problem = shown('[{"text": "One."}, {"text": }, {"text": "Three."}]')
    assert first == "One."
    assert problem.startswith("a.json, line 1: JSON that breaks after ")
    assert problem.endswith("; what follows was not read")


@pytest.mark.parametrize(
    "data", ['[{"text": "One."}', '{"a": [{"text": "One."},', '[{"text": "One."},']
)
def test_a_list_that_breaks_off_is_told(data: str) -> None:
    assert shown(data) == [
        "One.",
        "a.json, line 1: the end of the file, expected the end of the list",
    ]


@pytest.mark.parametrize(
    "data, reason",
    [
        ("", "nothing in it, expected JSON"),
        (" \n", "nothing in it, expected JSON"),
        ("The ferry.", f"text that is no JSON, {BROKEN}"),
        ("[]", "no items, expected one item for each article"),
        ('["One.", "Two."]', f"line 1: a text, {BROKEN}"),
        ('{"text": "One.', "JSON that breaks after "),
        ('{"n": 1}', "which column is the text? found n, expected one named text, or a choice"),
        ("{}", "which column is the text? found , expected one named text, or a choice"),
        ('{"text": NaN}', "NaN, expected a number that JSON has"),
        ("[" * 200_000, f"line 1: JSON that is nested too deep, {BROKEN}"),
        ('{"a":' * 200_000, f"JSON that is nested too deep, {BROKEN}"),
    ],
    ids=range(11),
)
def test_what_has_no_article_is_told(data: str, reason: str) -> None:
    found = [str(f) for f in read(data) if not isinstance(f, Table)]
    assert found[0].removeprefix("a.json").lstrip(":, ").startswith(reason)


def test_what_stands_behind_an_object_is_told() -> None:
    assert shown('{"text": "One."}\n\n x') == [
        "One.",
        f"a.json: something behind the object, {BROKEN}",
    ]


def test_a_line_without_an_end_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "LONGEST", 1000)
    data = '{"text": "One."}\n{"text": "' + "x" * 5000 + '"}\n{"text": "Three."}'
    assert shown(data, "a.jsonl") == [
        "One.",
        f"a.jsonl, line 2: more than 1,000 characters, {BROKEN}",
        "Three.",
    ]


def test_a_list_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "LARGEST", 1_000_000)
    (problem,) = shown("[" + " " * 1_500_000 + "]")
    assert problem == "a.json: 1.5 MB, expected at most 1.0 MB, or one object a line"


def test_quotation_marks_without_an_end_are_looked_for_once() -> None:
    assert lists.longest('{"a": [{}], "' + '\\"' * 500_000) == ("a", 6)


def test_the_objects_of_a_long_list_are_never_all_in_memory() -> None:
    items = [{"text": f"{n} {LONG}", "tags": ["a", "b", {"c": n}]} for n in range(20_000)]
    data = json.dumps({"docs": items}).encode()
    del items
    found = objects.read(source.from_bytes(data, "a.json"), {})
    tracemalloc.start()
    try:
        number = sum(isinstance(f, Article) for f in found)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert number == 20_000
    assert peak < 2 * len(data)  # its text, and the articles one by one


@settings(deadline=None)
@given(
    st.binary()
    | st.text('[]{}":,\\ \ntex1Na').map(str.encode)
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    ).map(lambda value: json.dumps(value).encode()),
    st.sampled_from([b"", b"[", b'{"text":', b'{"text": "One."}\n', b'{"a": [{"text": "One."},']),
    st.sampled_from(["a.json", "a.jsonl"]),
)
def test_no_bytes_raise(data: bytes, start: bytes, name: str) -> None:
    for found in read(start + data, name):
        assert not isinstance(found, Invalid) or str(found).startswith(name)
        if isinstance(found, Article):
            json.dumps(dict(found.meta), ensure_ascii=False, allow_nan=False).encode()
