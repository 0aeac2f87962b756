"""JSON that is not of our own format: an object a line, a list of objects, or one article."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from annotator.annotation import Article, Invalid
from annotator.ingest import rows
from annotator.ingest.columns import KNOWN, LONG, Choices, Table, plain
from annotator.ingest.encodings import WHITE
from annotator.ingest.lists import EXPECTED, Decoder, items, longest
from annotator.ingest.rows import Row, as_text
from annotator.ingest.source import Source, megabytes
from annotator.ingest.streams import opened

LARGEST = 200_000_000  # bytes of a file that is not read line by line
LONGEST = 16_000_000  # characters of a line, where each character of an article may be six
ONE_ARTICLE = 5_000_000  # characters; what has more is no single article
PIECE = 100_000  # characters
LINES = (".jsonl", ".ndjson")


def read(source: Source, choices: Choices) -> Iterator[Table | Article | Invalid]:
    """The table of a file's objects, and the article of each; a bad one costs only itself.

    The columns are the paths inside the objects. Of an object that has lists of objects, the
    longest list is the table.
    """
    try:
        with opened(source, newline="\n") as stream:
            if _has_lines(stream, PurePath(source.name).suffix.lower()):
                stream.seek(0)
                found = _lines(stream, source.name)
                yield from rows.read(source.name, None, found, choices, unit="line")
                return
            if source.size > LARGEST:
                found_size, most = megabytes(source.size), megabytes(LARGEST)
                raise Invalid(f"{found_size}, expected at most {most}, or one object a line")
            stream.seek(0)
            text = stream.read()
        yield from _document(text, source.name, choices)
    except Invalid as error:
        yield Invalid(f"{source.name}: {error}")


def _has_lines(stream: io.TextIOWrapper, ending: str) -> bool:
    """True for an object a line; raises Invalid for an empty file and for what is no JSON."""
    first, end = _line_ends(stream)
    second, _ = _line_ends(stream)
    if not first:
        raise Invalid("nothing in it, expected JSON")
    if first[0] not in "[{" and ending not in LINES:
        raise Invalid(f"text that is no JSON, {EXPECTED}")
    if first[0] == "[" or first == "{":
        return False
    return ending in LINES or (end == "}" and second[:1] == "{")


def _line_ends(stream: io.TextIOWrapper) -> tuple[str, str]:
    """The start and the last character of the next line that has ink, however long it is."""
    start = end = ""
    while piece := stream.readline(PIECE):
        if ink := piece.strip(WHITE):
            start, end = start or ink[:10], ink[-1]
        if start and piece[-1] == "\n":
            break
    return start, end


def _lines(stream: io.TextIOWrapper, name: str) -> Iterator[Row | Invalid]:
    decoder, number = Decoder(), 0
    while line := stream.readline(LONGEST + 1):
        number += 1
        place = f"{name}, line {number}"
        if len(line) > LONGEST:
            while line and not line.endswith("\n"):
                line = stream.readline(LONGEST)
            yield Invalid(f"{place}: more than {LONGEST:,} characters, {EXPECTED}")
            continue
        line = line.strip(WHITE)
        if not line:
            continue
        try:
            found, end = decoder.read(line)
            if end < len(line):
                raise Invalid(f"something behind the object, {EXPECTED}, on a line of its own")
        except Invalid as error:
            found = error
        yield Invalid(f"{place}: {found}") if isinstance(found, Invalid) else Row(number, found)


def _document(text: str, name: str, choices: Choices) -> Iterator[Table | Article | Invalid]:
    decoder = Decoder()
    start = len(text) - len(text.lstrip(WHITE))
    found = ("", start) if text[start] == "[" else longest(text)
    one = None
    if text[start] != "[" and (not found or len(text) <= ONE_ARTICLE):
        try:
            one, end = decoder.read(text, start)
        except Invalid:
            if not found:
                raise
    if one is None or (found and not (isinstance(one, dict) and _is_article(one))):
        assert found
        path, place = found
        table = f"{name}: {path}" if path else name
        listed = _listed(text, place, decoder, name)
        yield from rows.read(table, None, listed, choices, unit="item", place=name)
        return
    if isinstance(one, Invalid):
        raise one
    yield from rows.read(name, None, [Row(1, one)], choices, unit="item")
    if text[end:].strip(WHITE):
        raise Invalid(f"something behind the object, {EXPECTED}")


def _listed(text: str, place: int, decoder: Decoder, name: str) -> Iterator[Row | Invalid]:
    for number, line, found in items(text, place, decoder):
        if isinstance(found, Invalid):
            yield Invalid(f"{name}, line {line}: {found}")
        else:
            yield Row(number, found)


def _is_article(found: Mapping[str, Any]) -> bool:
    """True for an object with a text of its own, though it has lists of other objects as well."""
    for path, value in found.items():
        if plain(path.rpartition(".")[2]) in KNOWN["text"]:
            is_own = not isinstance(value, list) or not any(map(_is_record, value))
            if is_own and len(as_text(value)) >= LONG:
                return True
    return False


def _is_record(member: Any) -> bool:
    """True for a member of a list that is no paragraph, but has a title, a date or the like."""
    names = {plain(name) for name in member} if isinstance(member, dict) else set()
    return any(names & KNOWN[field].keys() for field in ("title", "date", "url"))
