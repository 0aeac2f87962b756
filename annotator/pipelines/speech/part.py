"""The parts ``gloss_quotes`` and ``gloss_speakers``: who said what, in any English spaCy pipeline.

With a parser the first reads trees, of either scheme of labels; without one, marks and patterns,
which tell the names of speakers too. ``doc._.quotes`` is a tuple of dictionaries:

    content, cue, speaker    lists of [start, end], code points, half-open
    kind                     direct, indirect or mixed
    speaker_name             whom the speaker stands for, set by the second part, or None
    speaker_status           named, unnamed or unknown
    certainty                0 to 1: that somebody is quoted with these words
    speaker_certainty        0 to 1: that the speaker stands for this name; None where nobody asked
    candidates               [name, share] of whom a pronoun or a description can stand for

The same spans are ``doc.spans["quotes"]`` with the labels CONTENT, CUE and SPEAKER; their ``id`` is
the number of their quote. Quotes from elsewhere can be put into ``doc._.quotes`` before the second
part reads them: only ``content`` has to be there, and a name that is there is kept. ``doc._.names``
has the name that the mentions of one thing share, by offsets.
All is saved with the Doc.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from operator import index
from typing import TYPE_CHECKING, Any

from annotator.annotation import KINDS, SPEAKER_STATUSES, Entity, Quote, Span
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
        length = len(doc.text)
        # One that came out wrong costs itself alone, and not all others of its article.
        sound = [pair for pair in found if not _fault(pair[0], length)]
        put_quotes(doc, (_plain(quote, certainty) for quote, certainty in sound))
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
        quotes = read(doc)
        if doc.has_annotation("DEP"):
            found = resolve(doc, entities, [quote for quote, _, _ in quotes], self.lexicon)
            resolved = []
            for (quote, certainty, sure), (named, how_sure, others) in zip(
                quotes, found, strict=True
            ):
                known = quote.speaker_name is not None
                resolved.append(
                    _plain(quote, certainty, (), sure)
                    if known
                    else _plain(named, certainty, others, how_sure)
                )
            put_quotes(doc, resolved)
        return doc


def read(doc: Doc) -> list[tuple[Quote, float, float | None]]:
    """The quotes in ``doc._.quotes`` with the certainties of words and speaker."""
    length = len(doc.text)
    return [_quote(one, length) for one in doc.user_data.get(GROUP, ())]


def quotes_of(doc: Doc) -> tuple[Said, ...]:
    """The quotes of a Doc that the part has read, or none."""
    # A DocBin gives tuples back where there were lists.
    return tuple(
        {key: _listed(value) for key, value in one.items()} for one in doc.user_data.get(GROUP, ())
    )


def _listed(value: Any) -> Any:
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value


def names_of(doc: Doc) -> tuple[Said, ...]:
    """The names of a Doc's mentions, or none."""
    return tuple(doc.user_data.get(NAMES, ()))


def put_quotes(doc: Doc, quotes: Iterable[Said]) -> None:
    """Set a Doc's quotes and the spans that show them; raises ValueError if one is wrong."""
    from spacy.tokens import Span as Tokens

    length = len(doc.text)
    checked = []
    for one in quotes:
        quote, certainty, sure = _quote(one, length)
        checked.append(_plain(quote, certainty, one.get("candidates", ()), sure))
    doc.user_data[GROUP] = tuple(checked)
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


def _plain(
    quote: Quote, certainty: float, candidates: Candidates = (), sure: float | None = None
) -> Said:
    spans = {
        part: [[one.start, one.end] for one in getattr(quote, part)] for part in PARTS.values()
    }
    return {
        **spans,
        "kind": quote.kind,
        "speaker_name": quote.speaker_name,
        "speaker_status": quote.speaker_status,
        "certainty": certainty,
        "speaker_certainty": sure,
        "candidates": [list(one) for one in candidates],
    }


def _quote(said: Said, length: int) -> tuple[Quote, float, float | None]:
    """The quote of a dictionary; raises ValueError with what is wrong in it."""
    try:
        content, cue, speaker = (
            tuple(Span(index(start), index(end)) for start, end in said.get(part) or ())
            for part in PARTS.values()
        )
        name, kind = said.get("speaker_name"), said.get("kind", "direct")
        status = "named" if name else said.get("speaker_status", "unknown")
        if kind not in KINDS or status not in SPEAKER_STATUSES:
            raise ValueError(f"{kind!r} and {status!r} are no kind and no status of a speaker")
        certainty = float(said.get("certainty", 1.0))
        sure = said.get("speaker_certainty")
        if not 0 <= certainty <= 1 or not 0 <= (1 if sure is None else float(sure)) <= 1:
            raise ValueError("a certainty lies between 0 and 1")
        quote = Quote(content, kind, cue, speaker, name, status)
        if fault := _fault(quote, length):
            raise ValueError(fault)
        return quote, certainty, sure
    except (AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"doc._.quotes has {said!r}, which is no quote: {error}") from error


def _fault(quote: Quote, length: int) -> str | None:
    """What is wrong with the spans of a quote in a text of this length; None if nothing is."""
    if not quote.content:
        return "it has no content"
    for spans in (quote.content, quote.cue, quote.speaker):
        for span in spans:
            if not 0 <= span.start < span.end <= length:
                return f"{span.start}–{span.end} is no stretch of {length} code points"
        if any(right.start < left.end for left, right in pairwise(spans)):
            return "the spans of one part are in order and do not overlap"
    return None
