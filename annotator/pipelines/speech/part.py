"""The parts ``gloss_quotes`` and ``gloss_speakers``: who said what, in any English spaCy pipeline.

With a parser the first reads trees, of either scheme of labels; without one, marks and patterns,
which tell the names of speakers too. ``doc._.quotes`` is a tuple of dictionaries:

    content, cue, speaker    lists of [start, end], code points, half-open
    kind                     direct, indirect or mixed
    speaker_name             whom the speaker stands for, set by the second part, or None
    speaker_status           named, unnamed or unknown
    certainty                0 to 1: of the words, and with the second part of the speaker too
    candidates               [name, share] of whom a pronoun or a description can stand for

The same spans are ``doc.spans["quotes"]`` with the labels CONTENT, CUE and SPEAKER; their ``id`` is
the number of their quote. Quotes from elsewhere can be put into ``doc._.quotes`` before the second
part reads them. ``doc._.names`` has the name that the mentions of one thing share, by offsets.
All is saved with the Doc.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from annotator.annotation import Entity, Quote, Span
from annotator.pipelines.aliases import with_names
from annotator.pipelines.finding import outermost
from annotator.pipelines.lexicon import PLAIN, Lexicon
from annotator.pipelines.quotes import quotes as marked
from annotator.pipelines.speech import merging
from annotator.pipelines.speech.cast import Candidates
from annotator.pipelines.speech.resolving import resolve

if TYPE_CHECKING:
    from spacy.tokens import Doc

GROUP, NAMES = "quotes", "names"
PARTS = {"CONTENT": "content", "CUE": "cue", "SPEAKER": "speaker"}
Said = Mapping[str, Any]


class Quotes:
    """Finds quotes with cue, kind and speaker over the entities that a Doc has."""

    def __init__(self, lexicon: Lexicon = PLAIN) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        entities = _entities(doc)
        if doc.has_annotation("DEP"):
            found = merging.quotes(doc, entities, self.lexicon)
        else:
            found = marked(doc.text, entities, self.lexicon)
        found.sort(key=lambda pair: pair[0].content)
        put_quotes(doc, (_plain(quote, sure, ()) for quote, sure in found))
        return doc


class Speakers:
    """Gives the speakers of a Doc's quotes their names, and the mentions of a thing theirs."""

    def __init__(self, lexicon: Lexicon = PLAIN) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        entities = _entities(doc)
        doc.user_data[NAMES] = tuple(
            {"start": one.start, "end": one.end, "label": one.label, "name": one.name}
            for one in entities
            if one.name
        )
        if doc.has_annotation("DEP"):
            found = resolve(doc, entities, read(doc), self.lexicon)
            put_quotes(doc, (_plain(*one) for one in found))
        return doc


def read(doc: Doc) -> list[tuple[Quote, float]]:
    """The quotes in ``doc._.quotes`` with how sure each is; raises ValueError if one is wrong."""
    return [_quote(one) for one in doc.user_data.get(GROUP, ())]


def quotes_of(doc: Doc) -> tuple[Said, ...]:
    """The quotes of a Doc that the part has read, or none."""
    return tuple(doc.user_data.get(GROUP, ()))


def names_of(doc: Doc) -> tuple[Said, ...]:
    """The names of a Doc's mentions, or none."""
    return tuple(doc.user_data.get(NAMES, ()))


def put_quotes(doc: Doc, quotes: Iterable[Said]) -> None:
    """Set a Doc's quotes and the spans that show them."""
    from spacy.tokens import Span as Tokens

    doc.user_data[GROUP] = tuple(dict(one) for one in quotes)
    spans = []
    for number, quote in enumerate(doc.user_data[GROUP]):
        for label, part in PARTS.items():
            for start, end in quote[part]:
                tokens = doc.char_span(start, end, alignment_mode="expand")
                if tokens is not None:
                    spans.append(Tokens(doc, tokens.start, tokens.end, label, span_id=str(number)))
    doc.spans[GROUP] = spans


def _entities(doc: Doc) -> list[Entity]:
    # A name within a name speaks as little as its half of it.
    found = [Entity(Span(ent.start_char, ent.end_char), ent.label_) for ent in doc.ents]
    return outermost(with_names(doc.text, found))


def _plain(quote: Quote, certainty: float, candidates: Candidates) -> Said:
    spans = {
        part: [[one.start, one.end] for one in getattr(quote, part)] for part in PARTS.values()
    }
    return {
        **spans,
        "kind": quote.kind,
        "speaker_name": quote.speaker_name,
        "speaker_status": quote.speaker_status,
        "certainty": certainty,
        "candidates": [list(one) for one in candidates],
    }


def _quote(said: Said) -> tuple[Quote, float]:
    try:
        content, cue, speaker = (
            tuple(Span(start, end) for start, end in said.get(part, ())) for part in PARTS.values()
        )
        if not content:
            raise ValueError("it has no content")
        name = said.get("speaker_name")
        status = "named" if name else said.get("speaker_status", "unknown")
        quote = Quote(content, said.get("kind", "direct"), cue, speaker, name, status)
        return quote, float(said.get("certainty", 1.0))
    except (TypeError, ValueError) as error:
        raise ValueError(f"doc._.quotes has {said!r}, which is no quote: {error}") from error
