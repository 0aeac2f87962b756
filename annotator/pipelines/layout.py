"""A text laid out for the search for quotes: paragraphs, sentences, quotations."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.annotation import Span
from annotator.pipelines.quotations import Quotation
from annotator.pipelines.scene import BLOT
from annotator.pipelines.sentences import sentences

# So many sentences of a paragraph are searched for whom a pronoun means.
LOOK_BACK = 6


@dataclass(slots=True)
class Layout:
    """The paragraphs of a text with their sentences and the quotations in each."""

    parts: list[Span]
    pieces: list[list[Span]] = field(default_factory=list)
    sentences: list[list[Span]] = field(default_factory=list)

    def up_to(self, paragraph: int, at: int) -> list[Span]:
        """The sentences of this and the two paragraphs before that begin before an offset."""
        *before, own = self.sentences[max(0, paragraph - 2) : paragraph + 1]
        own = own[: bisect_left(own, at, key=lambda s: s.start)]
        return [s for group in before for s in group[-LOOK_BACK:]] + own[-LOOK_BACK:]


def layout_of(text: str, parts: list[Span], outer: Sequence[Quotation]) -> Layout:
    """The layout of a text with its outer quotations."""
    layout = Layout(parts)
    spans = sorted(s for q in outer for s in q.spans)
    at = 0
    for part in parts:
        pieces = []
        while at < len(spans) and spans[at].start < part.end:
            pieces.append(spans[at])
            at += 1
        layout.pieces.append(pieces)
        layout.sentences.append(sentences(text, part, pieces))
    return layout


def blotted(text: str, passages: Sequence[Quotation]) -> str:
    """The text with every character of the passages replaced, so that offsets stay."""
    pieces, at = [], 0
    for span in sorted(s for q in passages for s in q.spans):
        pieces += [text[at : span.start], BLOT * (span.end - max(at, span.start))]
        at = max(at, span.end)
    return "".join([*pieces, text[at:]])
