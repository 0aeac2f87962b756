"""Keeps sentences whole where something is quoted: the part ``gloss_quotations`` of a pipeline.

It stands behind what proposes sentences and before the parser, which keeps to what it finds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.pipelines.quotations import quotations
from annotator.pipelines.sentences import paragraphs

if TYPE_CHECKING:
    from spacy.tokens import Doc

STOPS = frozenset((".", "!", "?", "…", "..."))
CLOSING = frozenset("”’\"')]»")


def whole_quotations(doc: Doc) -> Doc:
    """The Doc with no sentence beginning inside a quotation.

    One begins with each paragraph, and with a quotation that follows a full stop.
    """
    text = doc.text
    parts = paragraphs(text)
    inside = [span for found in quotations(text, parts) for span in found.spans]
    openings = {part.start for part in parts}
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
