"""Entities against gold: cases worked by hand, and other scorers where they count the same.

Our scorer is compared with spaCy's, seqeval's and nervaluate's over random articles, and with the
words of its own docstring, done in the slowest way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nervaluate.evaluator import Evaluator
from seqeval.metrics.v1 import precision_recall_fscore_support
from seqeval.scheme import IOB2
from spacy.scorer import Scorer, get_ner_prf
from spacy.tokens import Doc
from spacy.tokens import Span as Tokens
from spacy.training import Example
from spacy.vocab import Vocab

from annotator.annotation import Annotations, Entity, Span
from annotator.evaluation import Counts, entity_counts, over_articles, total
from annotator.evaluation.entities import SCHEMES, Aligned, Outcome, align, confusion, outcomes

COUNTED = {
    "COR": "correct",
    "INC": "incorrect",
    "PAR": "partial",
    "MIS": "missed",
    "SPU": "spurious",
}
THEIR_SCHEMES = {"strict": "strict", "exact": "exact", "partial": "partial", "type": "ent_type"}


def read(marked: str) -> tuple[str, Annotations]:
    """The text and the mentions of "[Bank of [Sund|GPE]|ORG]"."""
    text, starts, found = "", [], []
    for piece in re.split(r"(\[|\|[A-Z]+\])", marked):
        if piece == "[":
            starts.append(len(text))
        elif piece.startswith("|"):
            found.append(Entity(Span(starts.pop(), len(text)), piece[1:-1]))
        else:
            text += piece
    return text, Annotations(tuple(found))


def both(gold: str, predicted: str) -> tuple[Annotations, Annotations, str]:
    (text, wanted), (other, found) = read(gold), read(predicted)
    assert text == other
    return wanted, found, text


def aligned(gold: str, predicted: str) -> list[Aligned]:
    return align(*both(gold, predicted))


def seen(pairs: Iterable[Aligned], text: str) -> list[tuple[str | None, str | None, str | None]]:
    """Of each pair what gold marks, what is predicted, and what is wrong."""

    def said(entity: Entity | None) -> str | None:
        return None if entity is None else f"{entity.span.surface(text)}|{entity.label}"

    return [(said(one.gold), said(one.predicted), one.error) for one in pairs]


def tallied(marks: Iterable[str]) -> dict[str, Outcome]:
    """What lines like "INC COR COR INC" add up to, a word for each scheme in their order."""
    columns = zip(*(line.split() for line in marks), strict=True)
    return {
        scheme: Outcome(**Counter(COUNTED[word] for word in column))
        for scheme, column in zip(SCHEMES, columns, strict=True)
    }


# The table of SemEval 2013, task 9.1, with sentences of our own; of each the strict, exact, partial
# and type marks, in this order.
SCENARIOS = [
    pytest.param(
        "[Ida Moe|PERSON] sails.", "[Ida Moe|PERSON] sails.", None, "COR COR COR COR", id="I"
    ),
    pytest.param("A dull day.", "A [dull day|ORG].", "spurious", "SPU SPU SPU SPU", id="II"),
    pytest.param("[Norvik|ORG] shut.", "Norvik shut.", "missed", "MIS MIS MIS MIS", id="III"),
    pytest.param("In [Sund|GPE].", "In [Sund|ORG].", "label", "INC COR COR INC", id="IV"),
    pytest.param(
        "Old [Ida Moe|PERSON].", "[Old Ida Moe|PERSON].", "boundary", "INC INC PAR COR", id="V"
    ),
    pytest.param(
        "In upper [Sund|GPE].",
        "In [upper Sund|ORG].",
        "label and boundary",
        "INC INC PAR INC",
        id="VI",
    ),
]


@pytest.mark.parametrize(("gold", "predicted", "error", "marks"), SCENARIOS)
def test_each_scenario_of_semeval_is_told_and_counted_by_each_scheme(
    gold: str, predicted: str, error: str | None, marks: str
) -> None:
    (pair,) = aligned(gold, predicted)
    assert pair.error == error
    assert outcomes([pair]) == tallied([marks])


def test_the_published_table_of_all_scenarios_comes_out() -> None:
    found = outcomes(
        aligned(
            "[Norvik|ORG] shut. A dull day. Old [Ida Moe|PERSON] met [Bo Lind|PERSON], "
            "[Ann Ek|PERSON] and [Per Dahl|PERSON] in upper [Sund|GPE].",
            "Norvik shut. A [dull day|ORG]. [Old Ida Moe|PERSON] met [Bo Lind|ORG], "
            "[Ann Ek|PERSON] and [Per Dahl|PERSON] in [upper Sund|PERSON].",
        )
    )
    assert found == {
        "type": Outcome(correct=3, incorrect=2, missed=1, spurious=1),
        "partial": Outcome(correct=3, partial=2, missed=1, spurious=1),
        "exact": Outcome(correct=3, incorrect=2, missed=1, spurious=1),
        "strict": Outcome(correct=2, incorrect=3, missed=1, spurious=1),
    }
    figures = {scheme: (one.precision, one.recall, one.f1) for scheme, one in found.items()}
    assert figures == {
        "type": (3 / 6, 3 / 6, 3 / 6),
        "partial": (4 / 6, 4 / 6, 4 / 6),
        "exact": (3 / 6, 3 / 6, 3 / 6),
        "strict": (2 / 6, 2 / 6, 2 / 6),
    }


def test_the_worked_example_of_nervaluate_comes_out() -> None:
    articles = [
        both(
            "Dr [Ida Moe|PERSON] now works at [Norvik Lines|ORG].",
            "Dr Ida [Moe now|PERSON] works at [Norvik Lines|ORG].",
        ),
        both(
            "In [Sund|GPE] [Ann Ek|PERSON] lived in [1895|DATE].",
            "In [Sund Ann|GPE] [Ek|PERSON] lived in [1895|DATE].",
        ),
    ]
    found = summed(articles)
    assert found == {
        "type": Outcome(correct=5),
        "exact": Outcome(correct=2, incorrect=3),
        "partial": Outcome(correct=2, partial=3),
        "strict": Outcome(correct=2, incorrect=3),
    }
    assert [found[s].f1 for s in ("type", "exact", "partial", "strict")] == [1.0, 0.4, 0.7, 0.4]
    strict = over_articles(entity_counts(*one) for one in articles)
    assert strict == {
        "DATE": Counts(tp=1),
        "GPE": Counts(fp=1, fn=1),
        "ORG": Counts(tp=1),
        "PERSON": Counts(fp=2, fn=2),
    }


WHOLE, INNER = "Bank of Sund|ORG", "Sund|GPE"
NESTED = "The [Bank of [Sund|GPE]|ORG] paid."
COUPLE = "[Ida Moe|PERSON] and [Bo Lind|PERSON] met."


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        pytest.param(NESTED, NESTED, [(WHOLE, WHOLE, None), (INNER, INNER, None)], id="nested"),
        pytest.param(
            NESTED,
            "The [Bank of Sund|ORG] paid.",
            [(WHOLE, WHOLE, None), (INNER, None, "missed")],
            id="the inner one is missed",
        ),
        pytest.param(
            NESTED,
            "The Bank of [Sund|GPE] paid.",
            [(WHOLE, None, "missed"), (INNER, INNER, None)],
            id="the outer one is missed",
        ),
        pytest.param(
            "The Bank of [Sund|GPE] paid.",
            NESTED,
            [(None, WHOLE, "spurious"), (INNER, INNER, None)],
            id="an equal mention comes before one that covers it",
        ),
        pytest.param(
            NESTED,
            "The [Bank of [Sund|ORG]|GPE] paid.",
            [(WHOLE, "Bank of Sund|GPE", "label"), (INNER, "Sund|ORG", "label")],
            id="equal spans come before equal labels",
        ),
        pytest.param(
            NESTED,
            "The [Bank|ORG] of Sund paid.",
            [(WHOLE, "Bank|ORG", "boundary"), (INNER, None, "missed")],
            id="a part of the outer one alone",
        ),
        pytest.param(
            COUPLE,
            "[Ida Moe and Bo Lind|PERSON] met.",
            [
                ("Ida Moe|PERSON", "Ida Moe and Bo Lind|PERSON", "boundary"),
                ("Bo Lind|PERSON", None, "missed"),
            ],
            id="one over two of one length goes to the earlier",
        ),
        pytest.param(
            "[Ida|PERSON] and [Bo Lind|PERSON] met.",
            "[Ida and Bo Lind|PERSON] met.",
            [
                ("Ida|PERSON", None, "missed"),
                ("Bo Lind|PERSON", "Ida and Bo Lind|PERSON", "boundary"),
            ],
            id="one over two goes to the longer",
        ),
        pytest.param(
            "[Ida|ORG] and [Bo Lind|PERSON] met.",
            "[Ida and Bo Lind|ORG] met.",
            [("Ida|ORG", "Ida and Bo Lind|ORG", "boundary"), ("Bo Lind|PERSON", None, "missed")],
            id="one over two goes to that with its label, though it is shorter",
        ),
        pytest.param(
            "[Ida Moe and Bo Lind|PERSON] met.",
            COUPLE,
            [
                ("Ida Moe and Bo Lind|PERSON", "Ida Moe|PERSON", "boundary"),
                (None, "Bo Lind|PERSON", "spurious"),
            ],
            id="two over one: the earlier of one length",
        ),
        pytest.param(
            "[Ida Moe and Bo|PERSON] met.",
            "[Ida|ORG] [Moe and|ORG] [Bo|PERSON] met.",
            [
                (None, "Ida|ORG", "spurious"),
                ("Ida Moe and Bo|PERSON", "Bo|PERSON", "boundary"),
                (None, "Moe and|ORG", "spurious"),
            ],
            id="three over one: that with its label, not the longest",
        ),
        pytest.param(
            "The [Bank of Sund|ORG] paid.",
            "The Bank of [Sund paid|GPE].",
            [(WHOLE, "Sund paid|GPE", "label and boundary")],
            id="each has what the other has not",
        ),
        pytest.param(
            "The [Bank of|ORG] Sund.",
            "The Bank of[ Sund|ORG].",
            [("Bank of|ORG", None, "missed"), (None, " Sund|ORG", "spurious")],
            id="what only touches from behind does not overlap",
        ),
        pytest.param(
            "The Bank of[ Sund|ORG].",
            "The [Bank of|ORG] Sund.",
            [(None, "Bank of|ORG", "spurious"), (" Sund|ORG", None, "missed")],
            id="what only touches from before does not overlap",
        ),
        pytest.param(
            "The Bank of [Sund|GPE].",
            "The [Bank of S|GPE]und.",
            [(INNER, "Bank of S|GPE", "boundary")],
            id="one character is enough, at the start",
        ),
        pytest.param(
            "The Bank of [Sund|GPE] paid.",
            "The Bank of Sun[d paid|GPE].",
            [(INNER, "d paid|GPE", "boundary")],
            id="one character is enough, at the end",
        ),
        pytest.param(
            "[The UN|ORG] and [the UN|ORG] met.",
            "The [UN|ORG] and the UN [met|ORG].",
            [
                ("The UN|ORG", "UN|ORG", None),
                ("the UN|ORG", None, "missed"),
                (None, "met|ORG", "spurious"),
            ],
            id="a leading the is no error, and what is right elsewhere is no help",
        ),
        pytest.param(
            "[the UN|ORG] met.",
            "the [UN|GPE] met.",
            [("the UN|ORG", "UN|GPE", "label")],
            id="a leading the is no error of its own beside a wrong label",
        ),
        pytest.param(
            "[the UN|ORG] met.",
            "[the|ORG] UN met.",
            [(None, "the|ORG", "spurious"), ("the UN|ORG", None, "missed")],
            id="a leading the alone shares nothing with the rest",
        ),
        pytest.param(
            "[[UN|GPE]|ORG] met.",
            "[UN|ORG] met.",
            [("UN|ORG", "UN|ORG", None), ("UN|GPE", None, "missed")],
            id="two labels at one place, one found",
        ),
        pytest.param(
            "[[UN|GPE]|ORG] met.",
            "[[UN|DATE]|LOC] met.",
            [("UN|GPE", "UN|DATE", "label"), ("UN|ORG", "UN|LOC", "label")],
            id="two labels at one place, both wrong: in the order of their names",
        ),
        pytest.param("[UN|ORG] met.", "UN met.", [("UN|ORG", None, "missed")], id="none predicted"),
        pytest.param("UN met.", "[UN|ORG] met.", [(None, "UN|ORG", "spurious")], id="none in gold"),
        pytest.param("UN met.", "UN met.", [], id="nothing at all"),
    ],
)
def test_mentions_are_aligned_one_to_one(
    gold: str, predicted: str, expected: list[tuple[str | None, str | None, str | None]]
) -> None:
    wanted, found, text = both(gold, predicted)
    assert seen(align(wanted, found, text), text) == expected


def test_a_mixed_article_is_counted_by_each_scheme() -> None:
    # In order: right but for "the", label, both, missed, spurious, boundary, missed.
    gold = (
        "[The UN|ORG] met [Ida Moe|PERSON] of the [Bank of [Sund|GPE]|ORG], "
        "while Bo stayed in [upper Lund|GPE] on [May 1|DATE]."
    )
    predicted = (
        "The [UN|ORG] met [Ida Moe|ORG] of the Bank [of [Sund|ORG]|DATE], "
        "while [Bo|PERSON] stayed in upper [Lund|GPE] on May 1."
    )
    wanted, found, text = both(gold, predicted)
    pairs = align(wanted, found, text)
    assert [one.error for one in pairs] == [
        *(None, "label", "label and boundary", "label", "spurious", "boundary", "missed")
    ]
    assert outcomes(pairs) == {
        "strict": Outcome(correct=1, incorrect=4, missed=1, spurious=1),
        "exact": Outcome(correct=3, incorrect=2, missed=1, spurious=1),
        "partial": Outcome(correct=3, partial=2, missed=1, spurious=1),
        "type": Outcome(correct=2, incorrect=3, missed=1, spurious=1),
    }
    assert confusion(pairs) == {
        ("ORG", "ORG"): 1,
        ("PERSON", "ORG"): 1,
        ("ORG", "DATE"): 1,
        ("GPE", "ORG"): 1,
        (None, "PERSON"): 1,
        ("GPE", "GPE"): 1,
        ("DATE", None): 1,
    }
    assert entity_counts(wanted, found, text) == {
        "DATE": Counts(fp=1, fn=1),
        "GPE": Counts(fp=1, fn=2),
        "ORG": Counts(tp=1, fp=2, fn=1),
        "PERSON": Counts(fp=1, fn=1),
    }


def test_a_mention_that_is_there_twice_counts_once() -> None:
    twice = Annotations(
        (
            Entity(Span(0, 6), "ORG", "United Nations"),
            Entity(Span(0, 6), "ORG"),
            Entity(Span(4, 6), "ORG", "UN"),
        )
    )
    once = Annotations((Entity(Span(4, 6), "ORG"),))
    for gold, predicted in ((twice, once), (once, twice), (twice, twice)):
        pairs = align(gold, predicted, "the UN met.")
        assert [one.error for one in pairs] == [None]
        assert outcomes(pairs)["strict"] == Outcome(correct=1)
        assert entity_counts(gold, predicted, "the UN met.") == {"ORG": Counts(tp=1)}


@pytest.mark.parametrize(
    ("gold", "predicted", "figures"),
    [
        pytest.param("UN met.", "UN met.", (None, None, None), id="nothing at all"),
        pytest.param("[UN|ORG] met.", "UN met.", (None, 0.0, 0.0), id="nothing predicted"),
        pytest.param("UN met.", "[UN|ORG] met.", (0.0, None, 0.0), id="nothing in gold"),
        pytest.param("[UN|ORG] met.", "UN [met|ORG].", (0.0, 0.0, 0.0), id="all wrong"),
        pytest.param("[UN|ORG] met.", "[UN|ORG] met.", (1.0, 1.0, 1.0), id="all right"),
    ],
)
def test_a_figure_is_undefined_where_nothing_is_to_be_divided_by(
    gold: str, predicted: str, figures: tuple[float | None, ...]
) -> None:
    wanted, found, text = both(gold, predicted)
    strict = total(entity_counts(wanted, found, text))
    by_scheme = outcomes(align(wanted, found, text))
    assert set(by_scheme) == set(SCHEMES)
    for one in (strict, *by_scheme.values()):
        assert (one.precision, one.recall, one.f1) == figures


def test_outcomes_add_up_and_a_partial_one_is_worth_half() -> None:
    added = Outcome(1, 2, 3, 4, 5) + Outcome(10, 20, 30, 40, 50)
    assert added == Outcome(correct=11, incorrect=22, partial=33, missed=44, spurious=55)
    one = Outcome(correct=3, incorrect=1, partial=2, missed=2, spurious=4)
    assert (one.possible, one.actual) == (8, 10)
    assert (one.precision, one.recall) == (4 / 10, 4 / 8)
    assert one.f1 == 8 / 18  # 2 * 0.4 * 0.5 / 0.9


# Articles of a few words, none of them "the": a mention is its first word, the word behind its
# last, and its label. Those of gold do not overlap each other, nor do the predicted ones.
Chunk = tuple[int, int, str]
WORDS = ("Ida", "Moe", "met", "Bo", "Lind", "in", "Sund", "near", "Norvik", "Bank")
LABELS = ("GPE", "ORG", "PERSON")
BEGINS = tuple(f"B-{label}" for label in LABELS)
VOCABULARY = Vocab()


@dataclass(frozen=True)
class Sample:
    """An article of the first words above, with the mentions of both sides."""

    words: int
    gold: list[Chunk]
    predicted: list[Chunk]

    def compared(self) -> tuple[Annotations, Annotations, str]:
        gold, predicted = (layer(WORDS, chunks) for chunks in (self.gold, self.predicted))
        return gold, predicted, " ".join(WORDS[: self.words])


def layer(words: Sequence[str], chunks: Iterable[Chunk]) -> Annotations:
    def offset(word: int) -> int:
        return sum(len(one) + 1 for one in words[:word])

    return Annotations(
        tuple(Entity(Span(offset(s), offset(e) - 1), label) for s, e, label in chunks)
    )


def chunked(tags: Iterable[str]) -> list[Chunk]:
    found: list[Chunk] = []
    for at, tag in enumerate(tags):
        if tag in BEGINS:
            found.append((at, at + 1, tag[2:]))
        elif tag == "I" and found and found[-1][1] == at:
            start, _, label = found.pop()
            found.append((start, at + 1, label))
    return found


def sample(columns: Sequence[tuple[str, str]]) -> Sample:
    gold, predicted = zip(*columns, strict=True)
    return Sample(len(columns), chunked(gold), chunked(predicted))


TAGS = ("O", "I", *BEGINS)
ALIKE = [(tag, tag) for tag in TAGS] * 4  # so that much is right
COLUMNS = st.sampled_from([*ALIKE, *((one, other) for one in TAGS for other in TAGS)])
SAMPLES = st.lists(
    st.lists(COLUMNS, min_size=1, max_size=len(WORDS)).map(sample), min_size=1, max_size=3
)


def many(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, derandomize=True)


def strict(samples: Iterable[Sample]) -> dict[str, Counts]:
    return over_articles(entity_counts(*one.compared()) for one in samples)


def summed(articles: Iterable[tuple[Annotations, Annotations, str]]) -> dict[str, Outcome]:
    found = dict.fromkeys(SCHEMES, Outcome())
    for article in articles:
        for scheme, outcome in outcomes(align(*article)).items():
            found[scheme] += outcome
    return found


def flat(by_label: dict[str, Counts]) -> dict[tuple[str, str], float]:
    """Precision, recall and F1 by label and together, 0 where undefined, as others give them."""
    return {
        (label, figure): value or 0.0
        for label, counts in {**by_label, "all": total(by_label)}.items()
        for figure, value in zip("prf", (counts.precision, counts.recall, counts.f1), strict=True)
    }


def tagged(words: int, chunks: Iterable[Chunk]) -> list[str]:
    tags = ["O"] * words
    for start, end, label in chunks:
        tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
    return tags


def parsed(words: int, chunks: Iterable[Chunk]) -> Doc:
    doc = Doc(VOCABULARY, words=list(WORDS[:words]))
    doc.ents = [Tokens(doc, start, end, label=label) for start, end, label in chunks]
    return doc


@many(800)
@given(SAMPLES)
def test_strict_figures_are_those_of_both_scorers_of_spacy(samples: list[Sample]) -> None:
    """They have no figures at all where there are no mentions, and 0 for a single undefined one."""
    examples = [
        Example(parsed(one.words, one.predicted), parsed(one.words, one.gold)) for one in samples
    ]
    ours = strict(samples)
    for theirs in (Scorer.score_spans(examples, "ents"), get_ner_prf(examples)):
        if not ours:
            assert set(theirs.values()) == {None}
            continue
        by_label = {**theirs["ents_per_type"], "all": {f: theirs[f"ents_{f}"] for f in "prf"}}
        found = {(label, f): figures[f] for label, figures in by_label.items() for f in "prf"}
        assert found == pytest.approx(flat(ours), abs=1e-12)


@many(800)
@given(SAMPLES)
def test_strict_figures_are_those_of_seqeval(samples: list[Sample]) -> None:
    """Of its strict mode, in which a tag is read as IOB2 says; 0 stands for an undefined figure."""
    gold = [tagged(one.words, one.gold) for one in samples]
    predicted = [tagged(one.words, one.predicted) for one in samples]
    ours = strict(samples)
    found: dict[tuple[str, str], float] = {}
    for average, labels in ((None, list(ours)), ("micro", ["all"])):
        *figures, support = precision_recall_fscore_support(
            gold, predicted, average=average, scheme=IOB2, zero_division=0
        )
        columns = [[one] if average else list(one) for one in (*figures, support)]
        for label, p, r, f, _ in zip(labels, *columns, strict=True):
            found |= {(label, "p"): p, (label, "r"): r, (label, "f"): f}
        wanted = [total(ours).gold] if average else [one.gold for one in ours.values()]
        assert columns[-1] == wanted
    assert found == pytest.approx(flat(ours), abs=1e-12)


def theirs(
    articles: Iterable[tuple[Annotations, Annotations, str]],
) -> tuple[dict[str, Outcome], dict[str, Outcome]]:
    """What nervaluate counts: by scheme, and strictly by label."""

    def listed(layer: Annotations) -> list[dict[str, object]]:
        # Their ends are inclusive.
        return [{"label": e.label, "start": e.start, "end": e.end - 1} for e in layer.entities]

    gold, predicted, _ = zip(*articles, strict=True)
    evaluator = Evaluator(
        [listed(one) for one in gold],
        [listed(one) for one in predicted],
        tags=[*LABELS, "DATE"],
        loader="dict",
    )

    def outcome(result: object) -> Outcome:
        return Outcome(*(getattr(result, field.name) for field in fields(Outcome)))

    found = evaluator.evaluate()
    return (
        {ours: outcome(found["overall"][name]) for ours, name in THEIR_SCHEMES.items()},
        {label: outcome(schemes["strict"]) for label, schemes in found["entities"].items()},
    )


def meeting(one: Chunk, others: Iterable[Chunk]) -> list[Chunk]:
    return [other for other in others if one[0] < other[1] and other[0] < one[1]]


def has_chain(one: Sample) -> bool:
    """Whether a gold and a predicted mention meet that both meet another one too."""
    return any(
        len(met := meeting(gold, one.predicted)) > 1
        and any(len(meeting(predicted, one.gold)) > 1 for predicted in met)
        for gold in one.gold
    )


def has_later_label(one: Sample) -> bool:
    """Whether a gold mention meets several predicted ones and not the first has its label."""
    return any(
        gold[2] in labels[1:] and gold[2] != labels[0]
        for gold in one.gold
        if (labels := [predicted[2] for predicted in meeting(gold, one.predicted)])
    )


@many(1200)
@given(SAMPLES)
def test_all_schemes_are_those_of_nervaluate_where_both_align_alike(samples: list[Sample]) -> None:
    """Where mentions of one side do not overlap each other, and but for two cases.

    nervaluate goes through the predictions in their order, for each scheme anew. A prediction takes
    the gold mention that it equals (in span and label for *strict*, in span for *exact* and
    *partial*), else the first one that it overlaps and that is not taken yet; for *type* the one
    with the nearest edges of those with its label, else the first one. Equal spans stand alone
    where mentions of one side do not overlap: both align them alike. Of the others ours takes the
    best pair first. That gives the same counts where in each group of mentions that overlap one
    another one side has only one mention, since one pair is then made of it whatever it is. So the
    two cases are left out:

    1. Chains: a pair overlaps and both overlap another one too (p–g–p–g). The first pair from the
       left need not be the best, and may leave room for a second one.
    2. For *type*, several predictions over one gold mention, of which a later one has its label and
       the first has not. nervaluate has given the mention to the first by then.
    """
    assume(not any(map(has_chain, samples)))
    assume(not any(map(has_later_label, samples)))
    articles = [one.compared() for one in samples]
    assert summed(articles) == theirs(articles)[0]


@many(800)
@given(SAMPLES)
def test_equal_spans_and_numbers_are_those_of_nervaluate_in_chains_too(
    samples: list[Sample],
) -> None:
    """Whatever else is aligned; but for *type*, as many pairs as can be are made from the left.

    Its strict counts by label are of the mentions with that label alone, and wholly the same.
    """
    articles = [one.compared() for one in samples]
    ours, (other, by_label) = summed(articles), theirs(articles)
    for scheme in SCHEMES:
        assert ours[scheme].possible == other[scheme].possible
        assert ours[scheme].actual == other[scheme].actual
    for scheme in ("strict", "exact", "partial"):
        assert ours[scheme].correct == other[scheme].correct
        assert ours[scheme].missed >= other[scheme].missed
    counts = {
        label: Counts(one.correct, one.actual - one.correct, one.possible - one.correct)
        for label, one in by_label.items()
    }
    assert strict(samples) == counts


@pytest.mark.parametrize(
    ("gold", "predicted", "ours", "other"),
    [
        pytest.param(
            "Dr [Ida Moe Lind|PERSON] [in Sund|PERSON].",
            "[Dr Ida|PERSON] [Moe Lind in|PERSON] Sund.",
            {
                "partial": Outcome(partial=1, missed=1, spurious=1),
                "type": Outcome(correct=1, missed=1, spurious=1),
            },
            {"partial": Outcome(partial=2), "type": Outcome(correct=2)},
            id="a chain: the best pair, or from the left",
        ),
        pytest.param(
            "[Dr|ORG] [Ida Moe Lind|PERSON] met.",
            "[Dr Ida|PERSON] [Moe Lind|PERSON] met.",
            {"type": Outcome(correct=1, incorrect=1)},
            {"type": Outcome(correct=1, missed=1, spurious=1)},
            id="a chain: the best pair, or the first with the label",
        ),
        pytest.param(
            "[Ida Moe Lind|PERSON] met.",
            "[Ida|ORG] [Moe Lind|PERSON] met.",
            {"type": Outcome(correct=1, spurious=1)},
            {"type": Outcome(incorrect=1, spurious=1)},
            id="two over one: the label, or the first",
        ),
        pytest.param(
            "Bank of [Sund|GPE].",
            "[Bank of [Sund|GPE]|ORG].",
            {"strict": Outcome(correct=1, spurious=1), "exact": Outcome(correct=1, spurious=1)},
            {"strict": Outcome(incorrect=1, spurious=1), "exact": Outcome(incorrect=1, spurious=1)},
            id="nested: the equal one, or the outer one that comes first",
        ),
        pytest.param(
            "[the Bank|ORG] paid.",
            "the [Bank|ORG] paid.",
            {"strict": Outcome(correct=1), "partial": Outcome(correct=1)},
            {"strict": Outcome(incorrect=1), "partial": Outcome(partial=1)},
            id="a leading the",
        ),
    ],
)
def test_the_schemes_are_not_those_of_nervaluate_where_it_aligns_otherwise(
    gold: str, predicted: str, ours: dict[str, Outcome], other: dict[str, Outcome]
) -> None:
    articles = [both(gold, predicted)]
    found, by_them = summed(articles), theirs(articles)[0]
    assert {scheme: found[scheme] for scheme in ours} == ours
    assert {scheme: by_them[scheme] for scheme in other} == other


# Mentions that overlap and nest as they like, some with a leading "the", some there twice.
SAID = ("The", "Bank", "of", "the", "Sund", "met", "the", "the", "UN", "in", "Oslo")
TEXT = " ".join(SAID)
MENTIONS = st.lists(
    st.builds(
        lambda start, length, label, name: Entity(
            layer(SAID, [(start, min(start + length, len(SAID)), label)]).entities[0].span,
            label,
            name,
        ),
        st.integers(0, len(SAID) - 1),
        st.integers(1, 5),
        st.sampled_from(["GPE", "ORG"]),
        st.sampled_from([None, "Sund"]),
    ),
    max_size=4,
)
Key = tuple[int, int, str]


@st.composite
def sides(draw: st.DrawFn) -> tuple[Annotations, Annotations]:
    """Gold and predictions that have some mentions in common."""
    common, gold, predicted = draw(MENTIONS), draw(MENTIONS), draw(MENTIONS)
    return Annotations((*common, *gold)), Annotations((*common, *predicted))


def key(entity: Entity) -> Key:
    first, _, rest = entity.span.surface(TEXT).partition(" ")
    bare = rest and first.lower() == "the"
    return entity.start + 4 * bool(bare), entity.end, entity.label


def keys(layer: Annotations) -> set[Key]:
    return {key(entity) for entity in layer.entities}


def pairs_of(found: Iterable[Aligned]) -> list[tuple[Key | None, Key | None]]:
    return [(one.gold and key(one.gold), one.predicted and key(one.predicted)) for one in found]


@many(600)
@given(sides())
def test_every_mention_is_aligned_exactly_once(layers: tuple[Annotations, Annotations]) -> None:
    found = align(*layers, TEXT)
    gold, predicted = ([pair[side] for pair in pairs_of(found)] for side in (0, 1))
    assert Counter(one for one in gold if one) == Counter(keys(layers[0]))
    assert Counter(other for other in predicted if other) == Counter(keys(layers[1]))
    for one in found:
        assert one.gold in (None, *layers[0].entities)
        assert one.predicted in (None, *layers[1].entities)
        assert one.gold or one.predicted
    places = [one.gold or one.predicted for one in found]
    assert [(p.start, p.end) for p in places] == sorted((p.start, p.end) for p in places)


def best_first(gold: set[Key], predicted: set[Key]) -> Iterator[tuple[Key, Key]]:
    """The best pair, then the best of the others, and so on, as long as there is one."""

    def worth(pair: tuple[Key, Key]) -> tuple[object, ...]:
        one, other = pair
        shared = min(one[1], other[1]) - max(one[0], other[0])
        share = Fraction(shared, max(one[1], other[1]) - min(one[0], other[0]))
        return one != other, one[:2] != other[:2], one[2] != other[2], -share, one, other

    left, right = set(gold), set(predicted)
    while candidates := [
        (one, other) for one in left for other in right if one[0] < other[1] and other[0] < one[1]
    ]:
        one, other = min(candidates, key=worth)
        left.remove(one)
        right.remove(other)
        yield one, other


@many(800)
@given(sides())
def test_the_best_pair_comes_first_and_no_two_that_overlap_are_left(
    layers: tuple[Annotations, Annotations],
) -> None:
    gold, predicted = map(keys, layers)
    expected: list[tuple[Key | None, Key | None]] = [*best_first(gold, predicted)]
    expected += [(one, None) for one in gold - {one for one, _ in expected}]
    expected += [(None, other) for other in predicted - {other for _, other in expected}]
    found = align(*layers, TEXT)
    assert Counter(pairs_of(found)) == Counter(expected)
    for one, (wanted, other) in zip(found, pairs_of(found), strict=True):
        assert one.same_label == bool(wanted and other and wanted[2] == other[2])
        assert one.same_span == bool(wanted and other and wanted[:2] == other[:2])
        assert (one.error is None) == (wanted == other)


@many(600)
@given(sides())
def test_exchanging_gold_and_predicted_exchanges_missed_and_spurious(
    layers: tuple[Annotations, Annotations],
) -> None:
    there, back = align(*layers, TEXT), align(*reversed(layers), TEXT)
    assert Counter(pairs_of(back)) == Counter((p, g) for g, p in pairs_of(there))
    assert outcomes(back) == {
        scheme: Outcome(one.correct, one.incorrect, one.partial, one.spurious, one.missed)
        for scheme, one in outcomes(there).items()
    }
    assert confusion(back) == {(p, g): n for (g, p), n in confusion(there).items()}


@many(600)
@given(sides())
def test_all_counts_of_an_article_agree_with_each_other(
    layers: tuple[Annotations, Annotations],
) -> None:
    pairs = align(*layers, TEXT)
    by_scheme, by_label = outcomes(pairs), entity_counts(*layers, TEXT)
    gold, predicted = map(keys, layers)
    for one in by_scheme.values():
        assert (one.possible, one.actual) == (len(gold), len(predicted))
    assert by_scheme["strict"].correct == total(by_label).tp == len(gold & predicted)
    assert by_scheme["exact"].correct == by_scheme["partial"].correct
    assert by_scheme["exact"].incorrect == by_scheme["partial"].partial
    assert by_scheme["strict"].correct <= by_scheme["type"].correct
    confused = confusion(pairs)
    assert confused.total() == len(pairs)
    for label, counts in by_label.items():
        assert counts.gold == sum(n for (g, _), n in confused.items() if g == label)
        assert counts.predicted == sum(n for (_, p), n in confused.items() if p == label)
        assert counts.tp <= confused[label, label]


@many(400)
@given(MENTIONS.map(tuple).map(Annotations))
def test_a_perfect_prediction_has_no_error(layer: Annotations) -> None:
    pairs = align(layer, layer, TEXT)
    assert [one.error for one in pairs] == [None] * len(keys(layer))
    f1 = 1.0 if layer.entities else None
    assert total(entity_counts(layer, layer, TEXT)).f1 == f1
    assert {one.f1 for one in outcomes(pairs).values()} == {f1}


@many(400)
@given(sides(), st.integers(0, 7))
def test_the_order_of_mentions_does_not_matter(
    layers: tuple[Annotations, Annotations], turned: int
) -> None:
    def other(layer: Annotations) -> Annotations:
        return Annotations((*layer.entities[turned:], *reversed(layer.entities[:turned])))

    others = [other(layer) for layer in layers]
    assert align(*others, TEXT) == align(*layers, TEXT)
    assert entity_counts(*others, TEXT) == entity_counts(*layers, TEXT)
