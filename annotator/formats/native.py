"""The native format: one JSON object a line, an article with one annotator's layer.

Offsets are code points, half-open; every span carries its surface, so that drift is noticed.
Unknown keys of an article survive in ``meta``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from annotator.annotation import LAYERS, Appearance, Article, Invalid, Quote, check_line
from annotator.mark import (
    NEW,
    SUGGESTIONS,
    Mark,
    Origin,
    State,
    mark_from_json,
    mark_to_json,
    names_from_json,
    state_from_json,
)

FORMAT = 1
KEYS = frozenset({"format", "id", "title", "text", "text_sha256", "language", "appearances"})
KEYS |= {"published", "meta", "annotator", "status", "flag", "entities", "quotes"}
KEYS |= {"checked", "blind", "reviewed"}
# Ends of lines to some programs, though not to JSON.
SEPARATORS = {character: f"\\u{ord(character):04x}" for character in "\x85\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Record:
    """One line: an article and what one annotator (a person or a pipeline) marked in it."""

    article: Article
    annotator: str | None = None
    state: State = NEW
    marks: tuple[Mark, ...] = ()
    origin: Origin = SUGGESTIONS


def to_json(record: Record) -> dict[str, Any]:
    """The record as plain JSON data, in the documented order of keys."""
    article, text = record.article, record.article.text
    marks = sorted(record.marks, key=lambda m: (m.value.start, -m.value.end, m.key))
    data = {
        "format": FORMAT,
        "id": article.id,
        "title": article.title,
        "text": text,
        "text_sha256": article.sha256,
        "language": article.language,
        "appearances": [
            {"published": a.published, "source": a.source, "url": a.url, "byline": a.byline}
            for a in article.appearances
        ],
        "published": article.published,
        "meta": dict(article.meta),
        "annotator": record.annotator,
        "status": record.state.status,
        "entities": [mark_to_json(text, m) for m in marks if not isinstance(m.value, Quote)],
        "quotes": [mark_to_json(text, m) for m in marks if isinstance(m.value, Quote)],
    }
    if record.state.flag is not None:
        data["flag"] = record.state.flag
    if record.state.checked != LAYERS:
        data["checked"] = list(record.state.checked)
    if record.origin.blind:
        data["blind"] = True
    if record.origin.reviewed:
        data["reviewed"] = list(record.origin.reviewed)
    return data


def from_json(data: Any) -> Record:
    """Read and check one record; raises Invalid with what was found and what was expected."""
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise Invalid(f'expected an object with "format": {FORMAT}')
    _check_json(data)
    text = data.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Invalid('expected "text" with at least one word')
    article = Article(
        text,
        _typed(data, "title", str, "text") or "",
        _typed(data, "language", str, "text"),
        _appearances(data),
        {
            **(_typed(data, "meta", Mapping, "an object") or {}),
            **{k: v for k, v in data.items() if k not in KEYS},
        },
    )
    if data.get("id", article.id) != article.id:
        raise Invalid(f"the id is not {article.id}, which is that of the text")
    if data.get("text_sha256", article.sha256) != article.sha256:
        raise Invalid("the text does not have the SHA-256 that stands beside it")
    annotator = _typed(data, "annotator", str, "text")
    if annotator is not None:
        check_line("annotator", annotator, 100)
    state = state_from_json({"status": NEW.status, **data})
    found = [*_listed(data, "entities"), *_listed(data, "quotes")]
    marks = tuple(mark_from_json(text, m) for m in found)
    if len({m.key for m in marks}) < len(marks):
        raise Invalid("the same annotation stands there twice")
    origin = Origin(
        bool(_typed(data, "blind", bool, "true, false")), names_from_json(data, "reviewed")
    )
    return Record(article, annotator, state, marks, origin)


def dumps(record: Record) -> str:
    """One line of the native format, without its line end; raises Invalid for what is no JSON."""
    try:
        line = json.dumps(to_json(record), ensure_ascii=False, allow_nan=False)
        line.encode()
    except ValueError as error:
        raise Invalid(f"article {record.article.id}: {error}") from None
    for separator, escaped in SEPARATORS.items():
        line = line.replace(separator, escaped)
    return line


def loads(lines: Iterable[str], name: str = "input") -> Iterator[Record | Invalid]:
    """The records of a file's lines; a bad line is yielded as the error that names it."""
    for number, line in enumerate(lines, 1):
        if number == 1:
            line = line.removeprefix("\ufeff")
        if not line.strip():
            continue
        try:
            yield from_json(json.loads(line))
        except (ValueError, RecursionError) as error:
            yield Invalid(f"{name}, line {number}: {error}")


def _check_json(data: Mapping[str, Any]) -> None:
    """Raise Invalid where a number or a character is none that every reader of JSON knows."""
    try:
        json.dumps(dict(data), ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError as error:
        near = error.object[max(0, error.start - 20) : error.start]
        raise Invalid(f"half a character (a lone surrogate) after {near!r}") from None
    except (TypeError, ValueError) as error:
        raise Invalid(f"expected JSON: {error}") from None


def _typed(data: Mapping[str, Any], key: str, kind: type, called: str) -> Any:
    found = data.get(key)
    if found is not None and not isinstance(found, kind):
        raise Invalid(f"{key} is {called} or null, found {found!r}")
    return found


def _listed(data: Mapping[str, Any], key: str) -> list[Any]:
    return _typed(data, key, list, "a list") or []


def _appearances(data: Mapping[str, Any]) -> tuple[Appearance, ...]:
    """Where and when a text appeared; a date that stands alone in the record is one as well."""
    published = _published(data)
    found = tuple(_appearance(a) for a in _listed(data, "appearances"))
    return found or ((Appearance(published),) if published else ())


def _appearance(data: Any) -> Appearance:
    if not isinstance(data, Mapping):
        raise Invalid(f"expected an appearance as an object, found {data!r}")
    source, url, byline = (
        _typed(data, field, str, "text") or None for field in ("source", "url", "byline")
    )
    return Appearance(_published(data), source, url, byline)


def _published(data: Mapping[str, Any]) -> str | None:
    found: str | None = _typed(data, "published", str, "text")
    if not found:
        return None
    try:
        if not re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", found):
            raise ValueError
        date.fromisoformat(f"{found}-01-01"[:10])
    except ValueError:
        raise Invalid(f"published is a date such as 2024-11-07, found {found!r}") from None
    return found
