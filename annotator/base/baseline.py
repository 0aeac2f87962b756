"""A published baseline beside our quotes: textacy's ``direct_quotations``, over the same trees.

It pairs quotation marks by turns and takes the nearest verb of saying that has a subject. It is a
baseline for ``score`` alone, which does without it where textacy is not installed.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.annotation import Annotations, Invalid, Quote, Span, Spans
from annotator.evaluation.quote_scores import Quotes
from annotator.pipelines.sentences import paragraphs
from annotator.pipelines.suggesting import trimmed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NAME = "textacy"
MISSING = f"{NAME} is not installed (annotator/base/requirements.txt has it)"


def version() -> str | None:
    """The version of textacy; None where it is not installed."""
    try:
        import textacy
    except ModuleNotFoundError:
        return None
    return str(textacy.__version__)


def found(doc: Doc) -> Quotes:
    """What textacy finds in a parsed English Doc, a quote a triple; sorted.

    Raises Invalid where textacy is not installed. It gets its best chance, without another method:

    - Each paragraph is read alone. textacy raises ValueError where the number of quotation marks is
      odd, and a mark without partner, or an apostrophe behind a word, would cost a whole article.
      So it costs a paragraph, in which nothing is found.
    - Of a speaker it gives the noun with its compounds and what is joined by "and"; gold marks
      phrases, and in universal dependencies a family name is no compound. So the speaker is all
      that hangs on the noun, outside the quotation.

    Which marks count is left to textacy, which goes by ``token.is_quote``: marks within marks and
    apostrophes that stay in pairs are taken for quotation marks, and open and close the wrong ones.
    """
    if version() is None:
        raise Invalid(MISSING)
    from textacy.extract.triples import direct_quotations

    quotes = []
    for start, part in _paragraphs(doc):
        if sum(token.is_quote for token in part) % 2:
            continue
        for triple in direct_quotations(part):
            said = {token.i for token in triple.content}
            noun = next(token for token in triple.speaker if token.head not in triple.speaker)
            speaker = [token for token in noun.subtree if token.i not in said]
            content, cue, by = (
                _spans(doc, (start + token.i for token in tokens))
                for tokens in (triple.content, triple.cue, speaker)
            )
            if content:
                quotes.append(Quote(content, "direct", cue, by))
    return Annotations(quotes=tuple(quotes)).quotes


def joined(quotes: Sequence[Quote], within: Iterable[Span]) -> Quotes:
    """The quotes with those of one cue made one that begin in the same span of ``within``; sorted.

    textacy gives “A,” she said, “B” as two triples. Gold has it as one quote, by one guideline
    where both stand in a sentence, by another where they do in a paragraph.
    """
    starts = [span.start for span in within]
    groups: dict[tuple[int, Spans], list[Quote]] = {}
    for quote in quotes:
        groups.setdefault((bisect(starts, quote.start), quote.cue), []).append(quote)
    together = (
        replace(group[0], content=tuple(span for one in group for span in one.content))
        for group in groups.values()
    )
    return Annotations(quotes=tuple(together)).quotes


def _paragraphs(doc: Doc) -> Iterator[tuple[int, Doc]]:
    """Each paragraph as a Doc of its own, with the number of its first token."""
    for paragraph in paragraphs(doc.text):
        tokens = doc.char_span(paragraph.start, paragraph.end, alignment_mode="expand")
        if tokens is not None:
            yield tokens.start, tokens.as_doc()


def _spans(doc: Doc, places: Iterable[int]) -> Spans:
    """Tokens as spans, neighbours as one, without white space at the edges."""
    runs: list[list[Token]] = []
    for place in sorted(places):
        if runs and runs[-1][-1].i == place - 1:
            runs[-1].append(doc[place])
        else:
            runs.append([doc[place]])
    spans = (Span(run[0].idx, run[-1].idx + len(run[-1])) for run in runs)
    return tuple(kept for span in spans if (kept := trimmed(doc.text, span)) is not None)
