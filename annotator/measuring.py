"""Systems against gold: a pipeline, a file of predictions or a person, article by article."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from annotator import spreadsheet
from annotator.annotation import Annotations, Article, Invalid
from annotator.evaluation import Counts, quote_scores, total
from annotator.evaluation.entities import SCHEMES
from annotator.evaluation.figures import figures
from annotator.evaluation.intervals import Difference, Interval, apart, difference
from annotator.evaluation.report import ENTITIES, QUOTES, Compared, Error, Report, compare
from annotator.formats.native import Record
from annotator.mark import current
from annotator.pipelines import Pipeline
from annotator.reliability import Reading
from annotator.store import Store, layers, suggestions

# What a system says of an article; None where it says nothing, not even that nothing is there.
Predict = Callable[[Article], Annotations | None]


def by_pipeline(pipeline: Pipeline) -> Predict:
    """What a pipeline suggests; of several records of one article in a row it reads one."""
    last: list[tuple[str, Annotations]] = []

    def predict(article: Article) -> Annotations:
        if not last or last[0][0] != article.text:
            last[:] = [(article.text, current(pipeline.suggest(article.text)))]
        return last[0][1]

    return predict


def by_suggestions(store: Store, pipeline: Pipeline) -> Predict:
    """The same, but where the store has this pipeline's suggestions nothing is read again."""
    read = by_pipeline(pipeline)

    def predict(article: Article) -> Annotations | None:
        if suggestions.by(store, article.id) == pipeline.name:
            layer = layers.load(store, article.id, pipeline.name)
            if layer is not None and not layer.problems:
                return current(layer.marks)
        return read(article)

    return predict


def by_records(records: Iterable[Record | Invalid], annotator: str | None = None) -> Predict:
    """What the records of a file say, or only those of one annotator; raises Invalid as they do.

    Raises Invalid too where two records are of one article.
    """
    found: dict[str, Annotations] = {}
    for record in records:
        if isinstance(record, Invalid):
            raise record
        if annotator is not None and record.annotator != annotator:
            continue
        if record.article.id in found:
            raise Invalid(
                f"article {record.article.id} is predicted twice: name one annotator of the file"
            )
        found[record.article.id] = current(record.marks)
    return lambda article: found.get(article.id)


def measure(
    gold: Iterable[Record], predict: Predict, annotator: str | None = None
) -> Iterator[Compared | None]:
    """Each gold record against what a system says of its article; None where it says nothing.

    With ``annotator``, whose work is the system, that person's own records are passed over.
    """
    for record in gold:
        if annotator is not None and record.annotator == annotator:
            continue
        predicted = predict(record.article)
        if predicted is None:
            yield None
        else:
            text = record.article.text
            marked, checked = current(record.marks), record.state.checked
            yield compare(record.article.id, text, marked, predicted, checked)


def side_by_side(records: Iterable[Record]) -> Iterator[Reading]:
    """Each article's text with what its annotators marked, of all records of it.

    A layer that somebody did not check fully is left out, and so is the work of reviewers, who
    had that of the others before them.
    """
    found: dict[str, Reading] = {}
    for record in records:
        if record.origin.reviewed:
            continue
        reading = found.setdefault(record.article.id, Reading(record.article.text, {}, {}))
        for layer, work in ((ENTITIES, reading.entities), (QUOTES, reading.quotes)):
            if layer in record.state.checked:
                work[record.annotator or ""] = current(record.marks)
    yield from found.values()


def all_entities(report: Report) -> Counts:
    """The strict counts of all labels together."""
    return total(report.entities)


def differences(first: Report, second: Report) -> dict[str, Difference | None]:
    """How much better the second system is on the same articles, by layer."""
    return {
        ENTITIES: difference(first.triples(), second.triples()),
        QUOTES: difference(
            first.quote_triples("all", quote_scores.MATCHED),
            second.quote_triples("all", quote_scores.MATCHED),
        ),
    }


@dataclass(frozen=True, slots=True)
class Bias:
    """A system by gold that was made blind, and by gold that began as suggestions.

    What it does better on the latter is what suggestions did to those who read them, as far as the
    articles were blind by chance; more so for the system that made them.
    """

    blind: Report
    suggested: Report

    def differences(self) -> dict[str, Difference | None]:
        """How much better the system looks by gold that began as suggestions, by layer."""
        subset = ("all", quote_scores.MATCHED)
        return {
            ENTITIES: apart(self.blind.triples(), self.suggested.triples()),
            QUOTES: apart(self.blind.quote_triples(*subset), self.suggested.quote_triples(*subset)),
        }


def bias(records: Iterable[Record], compared: Iterable[Compared | None]) -> Bias:
    """What a system reaches by blind gold and by the rest; reviews, which are neither, left out."""
    sides: tuple[list[Compared], list[Compared]] = ([], [])
    for record, one in zip(records, compared, strict=True):
        if one is not None and not record.origin.reviewed:
            sides[record.origin.blind].append(one)
    return Bias(Report(sides[True]), Report(sides[False]))


def paired(
    first: Iterable[Compared | None], second: Iterable[Compared | None]
) -> tuple[Report, Report]:
    """Two systems' reports of the articles of which both say something."""
    both = [(a, b) for a, b in zip(first, second, strict=True) if a and b]
    return Report([a for a, _ in both]), Report([b for _, b in both])


def in_words(report: Report) -> str:
    """A report as a table for the command line."""
    table = [["", "precision", "recall", "F1", "95 % of F1", "gold", "predicted"]]
    for one in figures(report):
        shares = map(share, (one.precision, one.recall, one.f1))
        table.append(
            [one.name, *shares, between(one.interval), f"{one.gold:g}", f"{one.predicted:g}"]
        )
    if report.entities:
        table.append(["macro F1 of the labels", "", "", share(report.macro_f1), "", "", ""])
    for scheme in SCHEMES if report.entities else ():
        outcome = report.schemes[scheme]
        shares = map(share, (outcome.precision, outcome.recall, outcome.f1))
        counts = (f"{outcome.possible}", f"{outcome.actual}")
        table.append([f"entities, {scheme}", *shares, "", *counts])
    for part in quote_scores.PARTS:
        tally = report.quotes[part, quote_scores.MATCHED]
        if tally.gold:
            table.append([f"{part}, given the content", "", share(tally.recall), "", "",
                          f"{tally.gold:g}", ""])  # fmt: skip
    first, *others = (max(map(len, column)) for column in zip(*table, strict=True))
    return "\n".join(
        "  ".join([row[0].ljust(first), *map(str.rjust, row[1:], others)]).rstrip() for row in table
    )


def share(figure: float | None) -> str:
    """A share with three digits, or a dash where it is undefined."""
    return "–" if figure is None else f"{figure:.3f}"


def between(interval: Interval | None) -> str:
    """An interval as its two ends."""
    return "–" if interval is None else f"{interval.low:.3f}–{interval.high:.3f}"


def errors_csv(errors: Iterable[Error]) -> Iterator[str]:
    """The errors as lines of CSV; nothing in them is a formula to a spreadsheet."""
    header = ("article", "layer", "error", "start", "end", "surface", "gold", "predicted")
    rows = (
        (e.article, e.layer, e.error, e.span.start, e.span.end, e.surface, e.gold, e.predicted)
        for e in errors
    )
    return spreadsheet.lines(header, rows)
