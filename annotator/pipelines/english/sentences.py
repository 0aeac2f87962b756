"""Keeps sentences whole where something is quoted: the part ``gloss_quotations`` of a pipeline.

It stands behind what proposes sentences and before the parser, which keeps to what it finds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from annotator.annotation import Span
from annotator.pipelines.quotations import quotations
from annotator.pipelines.sentences import paragraphs, sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc

STOPS = frozenset((".", "!", "?", "…", "..."))
CLOSING = frozenset("”’\"')]»")


def _starts(text: str, part: Span, outer: Sequence[Span]) -> Iterator[int]:
    low = bisect_left(outer, part.start, key=lambda span: span.start)
    high = bisect_left(outer, part.end, key=lambda span: span.start)
    for sentence in sentences(text, part, outer[low:high]):
        yield sentence.start


def whole_quotations(doc: Doc) -> Doc:
    """The Doc with no sentence beginning inside a quotation.

    One begins with each paragraph, behind a full stop that ends no abbreviation, and with a
    quotation that follows one.
    """
    text = doc.text
    parts = paragraphs(text)
    found = quotations(text, parts)
    inside = [span for quotation in found for span in quotation.spans]
    outer = sorted(span for quotation in found if not quotation.depth for span in quotation.spans)
    openings = {start for part in parts for start in _starts(text, part, outer)}
    quoted = {span.start for span in inside}
    # Outer before inner and in order: one pass over the tokens, with the farthest end so far.
    end, at = -1, 0
    white = stopped = False
    # In one array: spaCy looks through the whole Doc whenever one token is told its start.
    begins: Any = doc.to_array("SENT_START").astype("int64")
    for token in doc:
        while at < len(inside) and inside[at].start < token.idx:
            end = max(end, inside[at].end)
            at += 1
        opens = token.idx in openings or (stopped and end <= token.idx and token.idx in quoted)
        if token.i == 0 or (opens and not token.is_space):
            begins[token.i] = 1
        elif token.idx < end or white:
            begins[token.i] = -1
        white = token.is_space and "\n" not in token.text
        if not token.is_space:  # the stop of an abbreviation is no token of its own
            stopped = token.text in STOPS or (stopped and token.text in CLOSING)
    return doc.from_array(["SENT_START"], begins.astype("uint64"))
