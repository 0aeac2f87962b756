"""The native format: one JSON object a line, an article with one annotator's layer.

Offsets are code points, half-open; every span carries its surface, so that drift is noticed.
Unknown keys of an article survive in ``meta``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.annotation import Appearance, Article, Invalid, Quote
from annotator.mark import NEW, Mark, State, mark_from_json, mark_to_json

FORMAT = 1
KEYS = frozenset({"format", "id", "title", "text", "text_sha256", "language", "appearances"})
KEYS |= {"published", "meta", "annotator", "status", "flag", "entities", "quotes"}


@dataclass(frozen=True, slots=True)
class Record:
    """One line: an article and what one annotator (a person or a pipeline) marked in it."""

    article: Article
    annotator: str | None = None
    state: State = NEW
    marks: tuple[Mark, ...] = ()


def to_json(record: Record) -> dict[str, Any]:
    """The record as plain JSON data, in the documented order of keys."""
    article, text = record.article, record.article.text
    marks = sorted(record.marks, key=lambda m: (m.value.start, -m.value.end))
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
    return data


def from_json(data: Mapping[str, Any]) -> Record:
    """Read and check one record; raises Invalid with what was found and what was expected."""
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise Invalid(f'expected an object with "format": {FORMAT}')
    text = data.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Invalid('expected "text" with at least one word')
    article = Article(
        text,
        data.get("title") or "",
        data.get("language"),
        tuple(_appearance(a) for a in data.get("appearances") or []),
        {**(data.get("meta") or {}), **{k: v for k, v in data.items() if k not in KEYS}},
    )
    if data.get("text_sha256", article.sha256) != article.sha256:
        raise Invalid("the text does not have the SHA-256 that stands beside it")
    state = State(data.get("status") or "new", data.get("flag"))
    marks = [
        mark_from_json(text, m) for m in (data.get("entities") or []) + (data.get("quotes") or [])
    ]
    if len({m.key for m in marks}) < len(marks):
        raise Invalid("the same annotation stands there twice")
    return Record(article, data.get("annotator"), state, tuple(marks))


def dumps(record: Record) -> str:
    """One line of the native format, without its line end."""
    return json.dumps(to_json(record), ensure_ascii=False, allow_nan=False)


def loads(lines: Iterable[str], name: str = "input") -> Iterator[Record | Invalid]:
    """The records of a file's lines; a bad line is yielded as the error that names it."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield from_json(json.loads(line))
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            yield Invalid(f"{name}, line {number}: {error}")


def _appearance(data: Any) -> Appearance:
    if not isinstance(data, Mapping):
        raise Invalid(f"expected an appearance as an object, found {data!r}")
    fields = {f: data.get(f) or None for f in ("published", "source", "url", "byline")}
    if any(v is not None and not isinstance(v, str) for v in fields.values()):
        raise Invalid(f"an appearance consists of texts, found {data!r}")
    return Appearance(**fields)
