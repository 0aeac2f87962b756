"""Agreement in pairs and beyond chance: by published examples, by hand, and undefined."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from annotator.annotation import Annotations, Article, Entity, Quote, Span
from annotator.evaluation.coefficients import alpha, alpha_of, kappa
from annotator.formats import native
from annotator.formats.native import Record
from annotator.mark import Origin, State, add
from annotator.measuring import side_by_side
from annotator.reliability import Reading, Work, in_words, reliability, shown

TEXT = "Ann Doe left Oslo. The Bank of Norway, she said, would close."
ANN, OSLO = Entity(Span(0, 7), "PERSON"), Entity(Span(13, 17), "GPE")
BANK, NORWAY = Entity(Span(23, 37), "ORG"), Entity(Span(31, 37), "GPE")
QUOTE = Quote((Span(19, 60),), "indirect", (), (), "Ann Doe", "named")

# Krippendorff (2011), Computing Krippendorff’s Alpha-Reliability, section C: four observers,
# twelve units, nominal data; None where an observer has not judged.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


def both(text: str, work: Work) -> Reading:
    """An article of which everybody checked everything."""
    return Reading(text, work, work)


def test_alpha_is_that_of_the_published_example() -> None:
    units = [[v for v in unit if v is not None] for unit in zip(*OBSERVERS, strict=True)]
    assert alpha(units).value == pytest.approx(0.743, abs=0.0005)


def test_kappa_is_that_of_cohens_arithmetic() -> None:
    # Worked by hand: of 50, 35 agree (0.7); chance gives 0.5 × 0.6 + 0.5 × 0.4 = 0.5.
    pairs = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
    assert kappa(pairs).value == pytest.approx(0.4)


def test_alpha_of_two_is_near_kappa_and_less_by_the_size_of_the_sample() -> None:
    # For two annotators and N units α = 1 − (1 − 1/2N)·(1 − Scott’s π), by their definitions.
    pairs = {("a", "a"): 8, ("a", "b"): 2, ("b", "b"): 10}
    agreed, share = 18 / 20, 18 / 40
    pi = (agreed - (share**2 + (1 - share) ** 2)) / (1 - (share**2 + (1 - share) ** 2))
    assert alpha_of(pairs).value == pytest.approx(1 - (1 - 1 / 40) * (1 - pi))


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ({}, "nothing that two have judged"),
        ({("a", "a"): 9}, "everything alike"),
        ({("a",): 9}, "nothing that two have judged"),
    ],
)
def test_what_chance_explains_or_nobody_judged_is_undefined(
    pairs: dict[tuple[str, ...], int], why: str
) -> None:
    assert alpha_of(pairs).value is None
    assert why in alpha_of(pairs).why
    if all(len(unit) == 2 for unit in pairs):
        assert kappa(pairs).value is None  # type: ignore[arg-type]


UNITS = some.lists(some.lists(some.sampled_from("abc"), max_size=4), max_size=30)


@settings(derandomize=True, deadline=None, max_examples=500)
@given(UNITS)
def test_alpha_follows_from_its_definition_over_pairs_of_values(units: list[list[str]]) -> None:
    judged = [unit for unit in units if len(unit) > 1]
    values = Counter(value for unit in judged for value in unit)
    whole = sum(values.values())
    unlike = sum(
        sum(one != other for one, other in permutations(unit, 2)) / (len(unit) - 1)
        for unit in judged
    )
    by_chance = sum(a * b for x, a in values.items() for y, b in values.items() if x != y)
    found = alpha(units).value
    if not by_chance:
        assert found is None
    else:
        expected = 1 - (unlike / whole) / (by_chance / (whole * (whole - 1)))
        assert found == pytest.approx(expected)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(some.lists(some.tuples(some.sampled_from("abc"), some.sampled_from("abc")), max_size=40))
def test_kappa_does_not_mind_who_comes_first(given_pairs: list[tuple[str, str]]) -> None:
    counted = Counter(given_pairs)
    turned = Counter((other, one) for one, other in given_pairs)
    one, other = kappa(counted).value, kappa(turned).value
    assert (one is None) == (other is None)
    if one is not None:
        assert one == pytest.approx(other)
        assert one <= 1


def test_full_agreement_is_one_however_mentions_are_ordered_and_nested() -> None:
    one = Annotations((ANN, OSLO, BANK, NORWAY), (QUOTE,))
    other = Annotations((NORWAY, BANK, OSLO, ANN), (QUOTE,))
    found = reliability([both(TEXT, {"ada": one, "ben": other})])
    pair = found.pairs["ada", "ben"]
    assert (pair.articles, pair.strict, pair.partial.f1, pair.quotes.f1) == (1, 1.0, 1.0, 1.0)
    assert pair.kappa.value == found.alpha.value == pair.same_speaker == 1.0
    assert pair.span_alpha.value == pair.quote_alpha.value == 1.0
    assert found.span_alpha.value == found.quote_alpha.value == 1.0
    for alphas in (found.alphas(), found.span_alphas()):
        assert {label: value.value for label, value in alphas.items()} == {
            "GPE": 1.0,
            "ORG": 1.0,
            "PERSON": 1.0,
        }


def test_white_space_counts_for_nothing() -> None:
    wide = TEXT.replace("Oslo.", "Oslo.\n\n   ")
    work = {"ada": Annotations((ANN, OSLO)), "ben": Annotations((ANN,))}
    narrow, other = (reliability([both(text, work)]) for text in (TEXT, wide))
    assert narrow.alpha == other.alpha
    assert narrow.span_alphas() == other.span_alphas()


def test_two_mentions_side_by_side_are_not_one_long_one() -> None:
    twice = Annotations((Entity(Span(0, 3), "PERSON"), Entity(Span(4, 7), "PERSON")))
    found = reliability([both(TEXT, {"ada": twice, "ben": Annotations((ANN,))})])
    assert found.alpha.value == 1.0  # each token alike
    value = found.span_alpha.value
    assert value is not None
    assert value < 1.0


def test_each_label_and_each_pair_have_their_own_alpha_on_spans() -> None:
    work = {
        "ada": Annotations((ANN, OSLO), (QUOTE,)),
        "ben": Annotations((ANN,), (QUOTE,)),
        "eve": Annotations((ANN, OSLO)),
    }
    found = reliability([both(TEXT, work)])
    alphas = {label: alpha.value for label, alpha in found.span_alphas().items()}
    assert list(alphas) == ["GPE", "PERSON"]
    assert alphas["PERSON"] == 1.0
    assert alphas["GPE"] is not None
    assert alphas["GPE"] < 1.0
    assert found.pairs["ada", "eve"].span_alpha.value == 1.0
    assert found.pairs["ada", "ben"].quote_alpha.value == 1.0
    of_two = reliability([both(TEXT, {name: work[name] for name in ("ada", "ben")})])
    assert found.pairs["ada", "ben"].span_alpha == of_two.span_alpha
    nobody = reliability([both(TEXT, {"ada": Annotations(), "ben": Annotations()})])
    assert "nobody marked any" in shown(nobody.span_alpha)
    assert "nobody marked any" in shown(nobody.quote_alpha)


def test_a_missing_mention_costs_both_ways_alike() -> None:
    one, other = Annotations((ANN, OSLO)), Annotations((ANN,))
    first = reliability([both(TEXT, {"ada": one, "ben": other})]).pairs["ada", "ben"]
    second = reliability([both(TEXT, {"ada": other, "ben": one})]).pairs["ada", "ben"]
    assert first.strict == second.strict == pytest.approx(2 / 3)
    assert first.kappa.value == pytest.approx(second.kappa.value)


def test_an_annotator_who_did_nothing_is_told_from_one_who_agrees() -> None:
    found = reliability([both(TEXT, {"ada": Annotations((ANN,)), "ben": Annotations()})])
    pair = found.pairs["ada", "ben"]
    assert pair.strict == 0.0
    assert pair.kappa.value == pytest.approx(0.0)
    assert pair.quotes.f1 is None
    assert pair.same_speaker is None


def test_two_who_find_nothing_have_no_figure() -> None:
    found = reliability([both(TEXT, {"ada": Annotations(), "ben": Annotations()})])
    assert found.pairs["ada", "ben"].strict is None
    assert shown(found.alpha) == (
        "undefined: all judged everything alike: chance would give the same"
    )
    assert "–" in in_words(found)


def test_articles_of_one_annotator_count_nothing_and_three_make_three_pairs() -> None:
    work = {name: Annotations((ANN,)) for name in ("ada", "ben", "eve")}
    found = reliability([both(TEXT, work), both(TEXT + " More.", {"ada": Annotations((ANN,))})])
    assert list(found.pairs) == [("ada", "ben"), ("ada", "eve"), ("ben", "eve")]
    assert {pair.articles for pair in found.pairs.values()} == {1}


def test_what_was_not_checked_is_no_disagreement() -> None:
    state = State("done", None, ("entities",))
    records = [
        Record(Article(TEXT), "ada", State("done"), tuple(map(add, (ANN, QUOTE)))),
        Record(Article(TEXT), "ben", state, (add(ANN),)),
        Record(Article(TEXT), "eve", State("done", None, ("quotes",)), (add(QUOTE),)),
        Record(Article(TEXT), "the chief", State("done"), (), Origin(reviewed=("ada", "ben"))),
    ]
    found = reliability(side_by_side(records))
    assert list(found.pairs) == [("ada", "ben"), ("ada", "eve")]
    mentions, quotes = found.pairs.values()
    assert (mentions.strict, mentions.quotes.f1, mentions.same_speaker) == (1, None, None)
    assert (quotes.strict, quotes.quotes.f1, quotes.same_speaker) == (None, 1, 1)
    assert mentions.kappa.value == mentions.span_alpha.value == 1
    assert quotes.kappa.value is None
    assert quotes.span_alpha.value is None
    assert quotes.quote_alpha.value == 1


def test_a_speaker_named_otherwise_is_counted() -> None:
    other = Quote(QUOTE.content, "indirect", (), (), "Bank of Norway", "named")
    found = reliability(
        [both(TEXT, {"ada": Annotations((), (QUOTE,)), "ben": Annotations((), (other,))})]
    )
    assert found.pairs["ada", "ben"].same_speaker == 0.0


def test_the_command_line_prints_pairs_and_labels(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from annotator.__main__ import main

    records = [
        Record(Article(TEXT), "ada", State("done"), (add(ANN), add(OSLO))),
        Record(Article(TEXT), "ben", State("done"), (add(ANN),)),
    ]
    (tmp_path / "a.jsonl").write_text(
        "".join(native.dumps(record) + "\n" for record in records), encoding="utf-8"
    )
    assert main(["agree", "--gold", str(tmp_path)]) == 0
    output = capsys.readouterr().out
    assert "ada and ben" in output
    assert "0.667" in output
    assert output.count("PERSON        1.000") == 2  # on tokens and on spans
    assert "α on spans, all labels: 0." in output
    assert "α on spans, quotes: undefined: nobody marked any" in output
    (tmp_path / "a.jsonl").write_text(native.dumps(records[0]) + "\n", encoding="utf-8")
    assert main(["agree", "--gold", str(tmp_path)]) == 1
    assert "two annotators" in capsys.readouterr().err
