"""The last part of the pipeline, ``gloss_names``: what a recogniser found, mended by knowledge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.pipelines.english.consistency import consistent
from annotator.pipelines.english.knowledge import Mention, counted, known
from annotator.pipelines.english.nested import GROUP, nested

if TYPE_CHECKING:
    from spacy.tokens import Doc


def mended(doc: Doc) -> Doc:
    """The Doc with entities as lists and the rest of the text have them.

    Names within names stand in ``doc.spans["nested"]``.
    """
    from spacy.tokens import Span

    found = [Mention(ent.start, ent.end, ent.label_) for ent in doc.ents]
    found = counted(doc, consistent(doc, known(doc, found)))
    doc.ents = [Span(doc, one.start, one.end, one.label) for one in found]
    doc.spans[GROUP] = [Span(doc, m.start, m.end, m.label) for m in nested(doc, found)]
    return doc
