"""Which errors stand behind the scores of quotes, counted by class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from annotator.annotation import Annotations, Quote
from annotator.evaluation import match_quotes, overlap
from annotator.evaluation.quote_scores import MATCHED, SAME_SPEAKER, Quotes, same_name
from annotator.pipelines.quotations import quotations
from annotator.pipelines.sentences import paragraphs

PRONOUNS = frozenset(("he", "she", "it", "they", "i", "we", "who"))


@dataclass(slots=True)
class Errors:
    """Counts by class; ``whole`` has how many there are of what can go wrong."""

    wrong: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)

    def count(self, name: str, wrong: bool) -> None:
        """Count one case of a class."""
        self.whole[name] += 1
        self.wrong[name] += wrong


def errors(
    texts: Iterable[tuple[str, Sequence[Quotes]]], read: Callable[[str], Sequence[Quote]]
) -> Errors:
    """The errors of ``read`` against the first annotator of each text.

    Contents match at an overlap of 0.5. What stands in quotation marks and in no gold quote is a
    title, a term or a scare quote: it is wrong where a predicted quote has it.
    """
    found = Errors()
    for text, annotators in texts:
        if annotators:
            _compare(text, annotators[0], tuple(read(text)), found)
    return found


def _compare(text: str, gold: Quotes, predicted: Quotes, found: Errors) -> None:
    pairs = match_quotes(Annotations(quotes=gold), Annotations(quotes=predicted), text, MATCHED)
    by_gold = {id(pair.gold): pair.predicted for pair in pairs}
    by_predicted = {id(pair.predicted) for pair in pairs}
    for quote in gold:
        near = max((overlap(quote.content, one.content) for one in predicted), default=0.0)
        missed = id(quote) not in by_gold
        found.count(f"{quote.kind}: not found at all", missed and near == 0)
        found.count(f"{quote.kind}: found in part or joined to others", missed and near > 0)
    for quote in predicted:
        near = max((overlap(quote.content, one.content) for one in gold), default=0.0)
        found.count(
            f"{quote.kind}: suggested where nothing is", id(quote) not in by_predicted and not near
        )
    for quote in gold:
        other = by_gold.get(id(quote))
        if other is not None and quote.speaker_name:
            right = same_name(quote.speaker_name, other.speaker_name or "")
            found.count(f"speaker's name, {_mention(text, quote, other)}", not right)
    held = [span for quote in gold for span in quote.content]
    suggested = [span for quote in predicted for span in quote.content]
    for marked in quotations(text, paragraphs(text)):
        if marked.depth or any(overlap(marked.spans, (span,)) for span in held):
            continue
        wrong = any(overlap(marked.spans, (span,)) >= MATCHED for span in suggested)
        found.count("in marks, but a title, term or scare quote", wrong)


def _mention(text: str, quote: Quote, other: Quote) -> str:
    if not quote.speaker:
        return "chained"
    if overlap(quote.speaker, other.speaker) < SAME_SPEAKER:
        return "another mention taken"
    surface = quote.speaker[0].surface(text)
    if surface.casefold() in PRONOUNS:
        return "by a pronoun"
    last = (quote.speaker_name or "").split()[-1]
    return "by name" if last in surface else "by a description"


def table(found: Errors) -> str:
    """The classes as Markdown, the most frequent error first."""
    lines = ["| error | cases | of |", "| --- | ---: | ---: |"]
    for name, wrong in sorted(found.wrong.items(), key=lambda pair: (-pair[1], pair[0])):
        lines.append(f"| {name} | {wrong:,} | {found.whole[name]:,} |")
    return "\n".join(lines)
