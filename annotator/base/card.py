"""The model card: what the bundled pipeline was made of, and how well it does, as measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import measuring, pipelines
from annotator.annotation import Invalid, Quote, Span
from annotator.base import baseline, names, polnear, quote_errors, speed, treebanks
from annotator.base.articles import records
from annotator.base.sources import treebank
from annotator.evaluation import Counts, total
from annotator.evaluation import quote_scores as speech
from annotator.evaluation.report import Report
from annotator.mark import current
from annotator.pipelines.sentences import paragraphs

if TYPE_CHECKING:
    from spacy.tokens import Doc

BEGIN, END = "<!-- figures: make score -->", "<!-- end of the figures -->"
SHARES = ("precision", "recall", "F1", "gold")
COMPARED = ("with marks", "all")  # the subsets in which the baseline stands beside ours
OWN, POLNEAR = "The project's own test part", "PolNeAR, dev"

RATES = {
    "pipeline": "the whole pipeline",
    "without": "… without quotes and speakers",
    "speech": "quotes and speakers alone",
    "encoder": "the encoder alone",
    "tokenizer": "spaCy's blank tokenizer",
}

Texts = Sequence[tuple[str, Sequence[speech.Quotes]]]


@dataclass(frozen=True, slots=True)
class Figures:
    """All that ``make score`` measures."""

    names: dict[str, dict[str, Counts]]  # of each corpus
    own: Report
    quotes: dict[str, speech.Scores]  # of each corpus
    beside: dict[str, dict[str, speech.Scores]]  # of each corpus: ours and the baseline, as cut
    errors: dict[str, quote_errors.Errors]  # of each corpus
    textacy: str | None  # its version, None where it is not installed
    raw: dict[str, float]
    tokens: dict[str, float]
    speed: dict[str, float]


def measure(pipeline: Path, corpora: Path, corpus: Path, say: Callable[[str], None]) -> Figures:
    """The figures on sets that the pipeline was not trained on.

    ``corpora`` has the folders train/ud-english-ewt, whose test part is read, evaluation/worldwide,
    evaluation/europarl and evaluation/polnear; raises Invalid where one is missing.
    """
    import spacy

    from annotator.pipelines.english import register

    register()
    nlp = spacy.load(pipeline)
    sets = {
        "Worldwide": (corpora / "evaluation" / "worldwide", names.worldwide),
        "Europarl": (corpora / "evaluation" / "europarl", names.europarl),
    }
    trees = corpora / "train" / "ud-english-ewt" / "ewt-test.conllu"
    attributions = corpora / "evaluation" / "polnear" / "dev"
    for path in (*(folder for folder, _ in sets.values()), trees, attributions):
        if not path.exists():
            raise Invalid(f"{path} is missing")
    nlp.max_length = 10_000_000
    found = {}
    for name, (folder, read) in sets.items():
        say(f"reading {name}")
        found[name] = names.score(nlp, read(folder))
    say("reading the project's own test articles")
    test = records(corpus, "test")
    parse = cache(nlp)  # an article is parsed once, however many read the Doc
    loaded = pipelines.Pipeline(str(pipeline), parse)
    measured = measuring.measure(test, measuring.by_pipeline(loaded))
    own = Report([one for one in measured if one is not None])

    def ours(text: str) -> Sequence[Quote]:
        return current(loaded.suggest(text)).quotes

    mine = [(one.article.text, (current(one.marks).quotes,)) for one in test]
    said = {OWN: speech.score(mine, ours)}
    say("reading PolNeAR")
    theirs = list(polnear.texts(attributions, []))
    said[POLNEAR] = speech.score(theirs, ours)

    def theirs_as(text: str) -> Sequence[Quote]:
        return polnear.as_marked(text, ours(text))

    said[f"{POLNEAR}, cut as PolNeAR does"] = cut = speech.score(theirs, theirs_as)
    wrong = {
        OWN: quote_errors.errors(mine, ours),
        f"{POLNEAR}, cut as PolNeAR does": quote_errors.errors(theirs, theirs_as),
    }
    beside = {}
    if textacy := baseline.version():
        say(f"reading both again with {baseline.NAME}")
        beside = {
            OWN: {"ours": said[OWN], **_theirs(mine, parse, "sentence")},
            POLNEAR: {
                "ours": said[POLNEAR],
                "ours, cut as PolNeAR does": cut,
                **_theirs(theirs, parse, "paragraph"),
            },
        }
    gold = list(treebanks.documents(treebank(trees)))
    say("reading the English Web Treebank")
    raw = treebanks.score(nlp, gold, raw=True).f1()
    tokens = treebanks.score(nlp, gold, raw=False).f1()
    say("measuring the speed")
    rates = speed.measured(pipeline, corpus)
    return Figures(found, own, said, beside, wrong, textacy, raw, tokens, rates)


def _theirs(texts: Texts, parse: Callable[[str], Doc], unit: str) -> dict[str, speech.Scores]:
    """The baseline, a triple a quote, and with those of one cue joined within a unit of text."""

    def found(text: str) -> speech.Quotes:
        return baseline.found(parse(text))

    def joined(text: str) -> speech.Quotes:
        units = paragraphs(text) if unit == "paragraph" else _sentences(parse(text))
        return baseline.joined(found(text), units)

    return {
        baseline.NAME: speech.score(texts, found),
        f"{baseline.NAME}, joined within a {unit}": speech.score(texts, joined),
    }


def _sentences(doc: Doc) -> list[Span]:
    return [Span(sentence.start_char, sentence.end_char) for sentence in doc.sents]


def shown(figures: Figures) -> str:
    """The figures as Markdown."""
    parts = []
    for name, counts in figures.names.items():
        rows = [(label, counts[label]) for label in names.CLASSES]
        parts.append(f"**{name}**, names by exact match, leading articles aside")
        parts.append(_counts([*rows, ("all three", total(counts))]))
    own = figures.own
    parts.append(
        f"**The project's own test part**, {len(own.articles)} articles, as the app counts"
    )
    by_support = sorted(own.entities.items(), key=lambda pair: -pair[1].gold)
    parts.append(_counts([*by_support, ("all labels", total(own.entities))]))
    for name, scores in figures.quotes.items():
        parts.append(f"**Quotes, {name}**, content by overlap, the rest of those matched at 0.5")
        parts.append(speech.table(scores))
        if name in figures.beside:
            parts.append(
                f"**{baseline.NAME} {figures.textacy}, direct_quotations, the same trees**: F1 of "
                "content by overlap; cue and speaker of how many in contents matched at 0.5"
            )
            parts.append(_beside(figures.beside[name]))
        if name in figures.errors:
            parts.append(f"**What is wrong in them**, {name}")
            parts.append(quote_errors.table(figures.errors[name]))
    if figures.textacy is None:
        parts.append(f"No baseline stands beside these quotes: {baseline.MISSING}.")
    parts.append("**UD English EWT, test**, F1 as in CoNLL 2018")
    head = ["", *treebanks.NAMES]
    lines = [
        ["raw text", *(f"{figures.raw[name]:.3f}" for name in treebanks.NAMES)],
        ["gold tokens", *(f"{figures.tokens[name]:.3f}" for name in treebanks.NAMES)],
    ]
    parts.append(table(head, lines))
    took = figures.speed
    parts.append(
        f"**Speed** on one thread, medians of {speed.TIMES} rounds over "
        f"{took['words']:,.0f} words of that test part, side by side"
    )
    rates = [[words, f"{took[name]:,.0f}"] for name, words in RATES.items()]
    parts.append(table(["", "words a second"], rates))
    share = took["without"] / took["speech"]
    parts.append(
        f"The parts of quotes and speakers take {share:.1%} of the time of all the others. By the "
        "length of a text:"
    )
    lengths = [[f"{length:,}", f"{took[str(length)]:,.0f} ms"] for length in speed.LENGTHS]
    parts.append(table(["words", "quotes and speakers"], lengths))
    parts.append(
        f"It loads in {took['load']:.1f} s, behind {took['import']:.1f} s for spaCy itself, and "
        f"takes {took['memory']:,.0f} MB at the peak."
    )
    return "\n\n".join(parts)


def _counts(rows: Iterable[tuple[str, Counts]]) -> str:
    lines = [
        [name, *(_share(s) for s in (c.precision, c.recall, c.f1)), c.gold] for name, c in rows
    ]
    return table(["", *SHARES], lines)


def _share(figure: float | None) -> str:
    return "–" if figure is None else f"{figure:.3f}"


def _beside(systems: dict[str, speech.Scores]) -> str:
    head = ["", *(f"{s}, {least}" for s in COMPARED for least in speech.OVERLAPS)]
    lines = []
    for system, scores in systems.items():
        figures = [scores[s, least].f1 for s in COMPARED for least in speech.OVERLAPS]
        parts = [scores[part, speech.MATCHED] for part in ("cue", "speaker")]
        shares = [f"{_share(part.recall)} of {part.gold:,.1f}" for part in parts]
        lines.append([system, *map(_share, figures), *shares])
    return table([*head, "cue", "speaker"], lines)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table whose columns but the first are numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def write(folder: Path, figures: Figures) -> None:
    """Put the figures into a pipeline's card, between its two marks, and the main ones in its meta.

    These bear the names that spaCy's own pipelines use. Raises Invalid for a card without marks.
    """
    card = folder / "README.md"
    text = card.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise Invalid(f"{card} lacks {BEGIN} … {END}")
    card.write_text(f"{before}{BEGIN}\n\n{shown(figures)}\n\n{END}{after}", encoding="utf-8")
    place = folder / "meta.json"
    meta = json.loads(place.read_text(encoding="utf-8"))
    meta["performance"] = {
        "ents_f": total(figures.own.entities).f1,
        "tag_acc": figures.tokens["tags"],
        "dep_uas": figures.tokens["UAS"],
        "dep_las": figures.tokens["LAS"],
        "lemma_acc": figures.tokens["lemmas"],
        "sents_f": figures.raw["sentences"],
    }
    place.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
