"""Lists of objects in a JSON text, one object at a time, so that not all are in memory at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from annotator.annotation import Invalid

DEEPEST = 40  # objects and lists inside each other
MOST_BROKEN = 1_000  # items, each of which is searched for from its beginning

EXPECTED = "expected one JSON object for each article"
# A string that does not end goes to the end of the text, so that it is read only once.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_WHITE = re.compile(r"[ \t\r\n]*")
_CALLED = {str: "a text", list: "a list", bool: "a truth value", int: "a number", float: "a number"}


class Decoder:
    """JSON as its standard has it: without NaN and Infinity, and not nested without end."""

    def __init__(self) -> None:
        self._constants: list[str] = []
        self._decoder = json.JSONDecoder(parse_constant=self._constants.append)

    def read(self, text: str, start: int = 0) -> tuple[Any, int]:
        """The object that begins there, by its paths, and where it ends; an Invalid for another.

        Raises Invalid where the end is not known.
        """
        self._constants.clear()
        try:
            value, end = self._decoder.raw_decode(text, start)
        except json.JSONDecodeError as error:
            near = text[max(start, error.pos - 20) : error.pos]
            raise Invalid(f"JSON that breaks after {near!r}, {EXPECTED}") from None
        except RecursionError:
            raise Invalid(f"JSON that is nested too deep, {EXPECTED}") from None
        except ValueError:
            raise Invalid(f"a number of too many digits, {EXPECTED}") from None
        if self._constants:
            return Invalid(f"{self._constants[0]}, expected a number that JSON has"), end
        if not isinstance(value, dict):
            found = "null" if value is None else _CALLED[type(value)]
            return Invalid(f"{found}, {EXPECTED}"), end
        try:
            return flat(value), end
        except Invalid as error:
            return error, end


def flat(data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of an object by their paths, with dots between the names; lists stay whole.

    Raises Invalid for what is nested too deep, and for a name with half a character.
    """
    found: dict[str, Any] = {}
    _flatten(data, "", found, 0)
    return found


def _flatten(data: Mapping[str, Any], above: str, found: dict[str, Any], depth: int) -> None:
    for name, value in data.items():
        path = above + name
        if not name.isascii():
            _check_name(name)
        if isinstance(value, dict):
            if depth == DEEPEST:
                raise Invalid(f"JSON that is nested too deep, {EXPECTED}")
            _flatten(value, f"{path}.", found, depth + 1)
        else:
            if isinstance(value, list):
                _check_depth(value, depth)
            found[path] = value


def _check_depth(value: Any, depth: int) -> None:
    if isinstance(value, list | dict):
        if depth == DEEPEST:
            raise Invalid(f"JSON that is nested too deep, {EXPECTED}")
        for member in value.values() if isinstance(value, dict) else value:
            _check_depth(member, depth + 1)


def _check_name(name: str) -> None:
    try:
        name.encode()
    except UnicodeEncodeError:
        raise Invalid("half a character (a lone surrogate) in a name, expected text") from None


def longest(text: str) -> tuple[str, int] | None:
    """The path and the place of the longest list of objects, inside objects alone; None for none.

    The path of a list that is the whole text is empty.
    """
    names: list[str] = []
    found: list[tuple[int, int, str]] = []
    start = depth = count = 0
    last = ""
    for token in _TOKEN.finditer(text):
        character = text[token.start()]
        if character == '"':
            if not depth:
                last = token[0][1:-1] if token.end() - token.start() < 200 else "…"
        elif depth:
            depth += 1 if character in "[{" else -1
            if depth == 2 and character == "{":
                count += 1
            elif not depth:
                found.append((count, -start, ".".join([*names[1:], last] if names else [])))
        elif character == "[":
            start, depth, count = token.start(), 1, 0
        elif character == "{":
            names.append(last)
        elif names:
            names.pop()
    if depth:  # it breaks off
        found.append((count, -start, ".".join([*names[1:], last] if names else [])))
    count, start, path = max(found, default=(0, 0, ""))
    return (path, -start) if count else None


def items(text: str, start: int, decoder: Decoder) -> Iterator[tuple[int, int, Any]]:
    """The items of the list that begins there: number, line and the paths of each, or an Invalid.

    After a broken item the next one is found if it begins a line, indented as the first one is.
    """
    number, line, counted, broken = 0, 1, 0, 0
    place = start + 1
    indent = _indent(text, place)
    while True:
        match = _WHITE.match(text, place)
        place = match.end() if match else place
        if text.startswith(",", place):
            place += 1
            continue
        line += text.count("\n", counted, place)
        counted = place
        if text.startswith("]", place):
            return
        if place == len(text):
            yield number + 1, line, Invalid("the end of the file, expected the end of the list")
            return
        number += 1
        try:
            found, place = decoder.read(text, place)
        except Invalid as error:
            broken += 1
            place = text.find(f"\n{indent}{{", place)
            if place < 0 or broken == MOST_BROKEN:
                yield number, line, Invalid(f"{error}; what follows was not read")
                return
            found = error
        yield number, line, found


def _indent(text: str, place: int) -> str:
    """The white space before the first item on its line; none where it does not begin a line."""
    before = text[place : text.find("{", place)].rpartition("\n")[2]
    return before if before.isspace() else ""
