"""What a layer of an article says: spans, entities, quotes, and the article they stand in.

All values are frozen and compared by value. Offsets are Unicode code points, half-open:
``text[start:end]`` is always the surface.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from annotator.characters import cuts_grapheme as cuts_grapheme
from annotator.characters import is_white as is_white

KINDS = ("direct", "indirect", "mixed")
SPEAKER_STATUSES = ("named", "unnamed", "unknown")
LAYERS = ("entities", "quotes")  # what can be checked, and measured, without the other
LONGEST = 300  # characters of a label or a name

_LINE_BREAK = re.compile("[\n-\r\x1c-\x1e\x85\u2028\u2029]")
_HALF = re.compile("[\ud800-\udfff]")


class Invalid(ValueError):
    """Says which value breaks which rule of the scheme, in words for a person."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text: code points, half-open."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def surface(self, text: str) -> str:
        return text[self.start : self.end]


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention of something that has a name or a number; ``name`` is what its mentions share."""

    span: Span
    label: str
    name: str | None = None

    @property
    def start(self) -> int:
        return self.span.start

    @property
    def end(self) -> int:
        return self.span.end

    @property
    def spans(self) -> Spans:
        return (self.span,)

    @property
    def key(self) -> tuple[Any, ...]:
        """What at most one mark of a layer may have: the same span with the same label."""
        return ("entity", self.start, self.end, self.label)


@dataclass(frozen=True, slots=True)
class Quote:
    """Content, cue and speaker as one thing; each is several spans where it is interrupted."""

    content: Spans
    kind: str = "direct"
    cue: Spans = ()
    speaker: Spans = ()
    speaker_name: str | None = None
    speaker_status: str = "unknown"

    @property
    def start(self) -> int:
        return self.content[0].start

    @property
    def end(self) -> int:
        return self.content[-1].end

    @property
    def spans(self) -> Spans:
        return self.content + self.cue + self.speaker

    @property
    def key(self) -> tuple[Any, ...]:
        """What at most one mark of a layer may have: the same content."""
        return ("quote", *((s.start, s.end) for s in self.content))


Annotation = Entity | Quote


@dataclass(frozen=True, slots=True)
class Annotations:
    """What people edit, pipelines predict and scorers compare: sorted tuples."""

    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()

    def __post_init__(self) -> None:
        # A total order, so that the same annotations are equal however they came.
        object.__setattr__(self, "entities", tuple(sorted(self.entities, key=_entity_order)))
        object.__setattr__(self, "quotes", tuple(sorted(self.quotes, key=_quote_order)))


def _entity_order(entity: Entity) -> tuple[Any, ...]:
    return entity.start, -entity.end, entity.label, entity.name or ""


def _quote_order(quote: Quote) -> tuple[Any, ...]:
    name, status = quote.speaker_name or "", quote.speaker_status
    spans = (quote.content, quote.cue, quote.speaker)
    return quote.start, -quote.end, *spans, quote.kind, name, status


@dataclass(frozen=True, slots=True)
class Appearance:
    """Where and when a text was published; ``published`` is YYYY, YYYY-MM or YYYY-MM-DD."""

    published: str | None = None
    source: str | None = None
    url: str | None = None
    byline: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A text that never changes, with what is known about it.

    An empty title means that none was given: ``headline`` then shows the first words.
    """

    text: str
    title: str = ""
    language: str | None = None
    appearances: tuple[Appearance, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        return text_sha256(self.text)

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits that derive from the text alone."""
        return self.sha256[:16]

    @property
    def published(self) -> str | None:
        return self.appearances[0].published if self.appearances else None

    @property
    def headline(self) -> str:
        return self.title or first_words(self.text)


@lru_cache(maxsize=16)  # an article's id is asked for again and again
def text_sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def first_words(text: str, length: int = 70) -> str:
    """The first words of a text, at most ``length`` characters, with an ellipsis where cut."""
    # One word more than can fit, so that a long text is not split to its end.
    line = " ".join(text.split(maxsplit=length + 1)[: length + 1])
    if len(line) <= length:
        return line
    at = line.rfind(" ", 0, length)
    if at < 0:
        at = length - 1
        while cuts_grapheme(line, at):
            at -= 1
    return line[:at].rstrip(" ,;:–—-") + "…"


def check_span(text: str, span: Span) -> None:
    """Raise Invalid unless the span lies in the text, has ink at both ends and cuts no grapheme."""
    start, end = span.start, span.end
    if not 0 <= start < end <= len(text):
        raise Invalid(f"span {start}–{end} does not lie in a text of {len(text)} code points")
    if is_white(text[start]) or is_white(text[end - 1]):
        raise Invalid(f"span {start}–{end} starts or ends with white space")
    for edge in (start, end):
        if cuts_grapheme(text, edge):
            raise Invalid(f"offset {edge} cuts a character in two")


def check_whole(what: str, value: str) -> None:
    """Raise Invalid where a text has half a character: a lone surrogate, which no file keeps."""
    if _HALF.search(value):
        raise Invalid(f"{what} {value!r} has half a character")


def check_line(what: str, value: str, longest: int = LONGEST) -> None:
    """Raise Invalid unless the value is one line of text, at most ``longest`` characters."""
    if not value or value != value.strip():
        raise Invalid(f"{what} {value!r} is empty or has white space around it")
    if len(value) > longest:
        raise Invalid(f"{what} has {len(value)} characters, more than {longest}")
    if _LINE_BREAK.search(value):
        raise Invalid(f"{what} {value!r} breaks the line")
    check_whole(what, value)


def check(text: str, value: Annotation) -> None:
    """Raise Invalid with the reason unless the annotation is one that this text can bear."""
    for span in value.spans:
        check_span(text, span)
    if isinstance(value, Entity):
        check_line("label", value.label)
        if value.name is not None:
            check_line("name", value.name)
        return
    if not value.content:
        raise Invalid("a quote needs content")
    if value.kind not in KINDS:
        raise Invalid(f"kind {value.kind!r} is none of {', '.join(KINDS)}")
    if value.speaker_status not in SPEAKER_STATUSES:
        raise Invalid(
            f"speaker status {value.speaker_status!r} is none of {', '.join(SPEAKER_STATUSES)}"
        )
    if value.speaker_name is not None:
        check_line("speaker name", value.speaker_name)
    if (value.speaker_status == "named") != bool(value.speaker_name):
        raise Invalid("a speaker has a name exactly when its status is named")
    for part in (value.content, value.cue, value.speaker):
        for left, right in pairwise(part):
            if right.start < left.end:
                raise Invalid("the spans of one part of a quote are in order and do not overlap")
