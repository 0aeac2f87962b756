"""Fills a Doc with the entities of all the patterns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from annotator.annotation import Span
from annotator.pipelines.finding import settle
from annotator.pipelines.names import names
from annotator.pipelines.numbers import numbers
from annotator.pipelines.places import places
from annotator.pipelines.sentences import paragraphs, sentences, starts

if TYPE_CHECKING:
    from spacy.tokens import Doc

CERTAINTY = "certainty"


def fill(doc: Doc) -> Doc:
    """The same Doc with ``ents`` set; ``user_data`` has how sure each is, by start and end."""
    text = doc.text
    parts = paragraphs(text)
    openings = starts(text, (s for p in parts for s in sentences(text, p)))
    found = settle([*names(text, openings, headlines(text, parts)), *places(text), *numbers(text)])
    spans = []
    certainties: dict[tuple[int, int], float] = {}
    for one in found:
        entity = one.entity
        span = doc.char_span(entity.start, entity.end, label=entity.label)
        if span is not None:
            spans.append(span)
            certainties[entity.start, entity.end] = round(one.certainty, 2)
    doc.ents = spans
    doc.user_data[CERTAINTY] = certainties
    return doc


def headlines(text: str, parts: Sequence[Span]) -> list[Span]:
    """The lines set in capitals throughout, where a capital proves nothing."""
    found = []
    for part in parts:
        if part.end - part.start > 200 or text[part.end - 1] in '.!?”"’':
            continue
        words = [w for w in re.findall(r"[^\W\d_]+", text[part.start : part.end]) if len(w) > 3]
        if len(words) > 4 and sum(w[0].isupper() for w in words) >= 0.8 * len(words):
            found.append(part)
    return found
