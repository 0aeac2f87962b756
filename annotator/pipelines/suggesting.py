"""From a Doc with entities to marks: names, quotes, and only what the text can bear."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from annotator.annotation import (
    Annotation,
    Entity,
    Invalid,
    Quote,
    Span,
    Spans,
    check,
    cuts_grapheme,
    is_white,
)
from annotator.mark import Mark, suggest
from annotator.pipelines.aliases import with_names
from annotator.pipelines.english.nested import GROUP as NESTED
from annotator.pipelines.entities import CERTAINTY
from annotator.pipelines.speech.part import GROUP as SAID
from annotator.pipelines.speech.part import Quotes, Speakers, read

if TYPE_CHECKING:
    from spacy.tokens import Doc


def suggestions(doc: Doc) -> tuple[Mark, ...]:
    """The Doc's entities and the quotes found over them as marks: valid, unique, sorted."""
    text = doc.text
    entities = []
    for ent in (*doc.ents, *doc.spans.get(NESTED, ())):
        span = trimmed(text, Span(ent.start_char, ent.end_char))
        label = ent.label_.strip()
        if span is not None and label:
            entities.append(Entity(span, label))
    marks: dict[tuple[Any, ...], Mark] = {}
    certainties: dict[tuple[int, int], float] = doc.user_data.get(CERTAINTY, {})
    named = [replace(e, name=_one_line(e.name)) for e in with_names(text, entities)]
    for entity in named:
        _put(marks, text, entity, certainties.get((entity.start, entity.end)))
    if SAID not in doc.user_data:
        Speakers()(Quotes()(doc))
    for quote, certainty, sure in read(doc):
        both = certainty if sure is None else round(certainty * sure, 2)
        _put(marks, text, _trimmed_quote(text, quote), both)
    return tuple(
        sorted(marks.values(), key=lambda m: (m.value.start, -m.value.end, repr(m.value.key)))
    )


def _put(
    marks: dict[tuple[Any, ...], Mark], text: str, value: Annotation, certainty: float | None
) -> None:
    try:
        check(text, value)
    except Invalid:
        return
    marks.setdefault(value.key, suggest(value, certainty))


def trimmed(text: str, span: Span) -> Span | None:
    """The span without white space at its ends and without halves of characters; None if empty."""
    start, end = span.start, span.end
    while start < end and (is_white(text[start]) or cuts_grapheme(text, start)):
        start += 1
    while start < end and (is_white(text[end - 1]) or cuts_grapheme(text, end)):
        end -= 1
    return replace(span, start=start, end=end) if start < end else None


def _trimmed_quote(text: str, quote: Quote) -> Quote:
    def each(spans: Spans) -> Spans:
        return tuple(kept for span in spans if (kept := trimmed(text, span)) is not None)

    return replace(
        quote,
        content=each(quote.content),
        cue=each(quote.cue),
        speaker=each(quote.speaker),
        speaker_name=_one_line(quote.speaker_name),
    )


def _one_line(name: str | None) -> str | None:
    # A mention may run over the end of a line; a name never does.
    return name and " ".join(name.split())[:300].strip()
