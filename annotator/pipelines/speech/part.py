"""The part ``gloss_quotes``: quotes with cues and speakers in any English spaCy pipeline.

With a parser it reads trees, of either scheme of labels; without one, marks and patterns. It finds
``doc._.quotes``, a tuple of dictionaries with offsets in code points, half-open, and the spans
``doc.spans["quotes"]`` with the labels CONTENT, CUE and SPEAKER, whose ``id`` is the number of
their quote. Both are saved with the Doc.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.annotation import Entity, Quote, Span
from annotator.pipelines.aliases import with_names
from annotator.pipelines.finding import outermost
from annotator.pipelines.quotes import quotes as marked
from annotator.pipelines.speech import merging

if TYPE_CHECKING:
    from spacy.tokens import Doc

GROUP = "quotes"
PARTS = {"CONTENT": "content", "CUE": "cue", "SPEAKER": "speaker"}


def quoted(doc: Doc) -> Doc:
    """The Doc with its quotes, found over the entities that it has."""
    from spacy.tokens import Span as Tokens

    text = doc.text
    entities = [Entity(Span(e.start_char, e.end_char), e.label_) for e in doc.ents]
    named = outermost(with_names(text, entities))
    said = merging.quotes(doc, named) if doc.has_annotation("DEP") else marked(text, named)
    found = sorted(said, key=lambda pair: pair[0].content)
    doc.user_data[GROUP] = tuple(_plain(quote, sure) for quote, sure in found)
    spans = []
    for number, (quote, _) in enumerate(found):
        for label, part in PARTS.items():
            for one in getattr(quote, part):
                tokens = doc.char_span(one.start, one.end, alignment_mode="expand")
                if tokens is not None:
                    spans.append(Tokens(doc, tokens.start, tokens.end, label, span_id=str(number)))
    doc.spans[GROUP] = spans
    return doc


def quotes_of(doc: Doc) -> tuple[dict[str, Any], ...]:
    """The quotes of a Doc that the part has read, or none."""
    return tuple(doc.user_data.get(GROUP, ()))


def _plain(quote: Quote, certainty: float) -> dict[str, Any]:
    spans = {
        part: [[one.start, one.end] for one in getattr(quote, part)] for part in PARTS.values()
    }
    return {
        **spans,
        "kind": quote.kind,
        "speaker_name": quote.speaker_name,
        "speaker_status": quote.speaker_status,
        "certainty": certainty,
    }
