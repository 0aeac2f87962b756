"""Krippendorff's α for unitizing: by published examples, by its definition, and undefined.

The figures of the papers are cited as the tests of DKPro Statistics (Meyer et al. 2014) have them.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from annotator.annotation import Span
from annotator.evaluation.unitizing import Continuum, Unit, Units, as_units, ruler

Lengths = list[tuple[int, int]]  # where a unit starts and how long it is, as the papers have it


def laid_out(length: int, *observers: dict[str, Lengths]) -> Continuum:
    found = Continuum()
    found.add(length, [{c: ended(units) for c, units in marked.items()} for marked in observers])
    return found


def ended(units: Lengths) -> list[Unit]:
    return [(start, start + length) for start, length in units]


# Krippendorff (2004), Measuring the Reliability of Qualitative Text Analysis Data, Quality &
# Quantity 38, appendix, figure 2; also Content Analysis, 2nd edition, section 11.6. The continuum
# begins at 150 and is 300 long.
FIGURE_2 = laid_out(
    300,
    {"c": [(75, 70), (220, 30)], "k": [(30, 60), (150, 50)]},
    {"c": [(70, 80), (205, 20), (250, 20)], "k": [(30, 60), (150, 50)]},
)


@pytest.mark.parametrize(
    ("category", "observed", "expected", "alpha"),
    [("c", 0.0144, 0.0532, 0.7286), ("k", 0.0, 0.0490, 1.0)],
)
def test_each_category_is_that_of_the_published_example(
    category: str, observed: float, expected: float, alpha: float
) -> None:
    """By Krippendorff (2004), appendix."""
    found = FIGURE_2.disagreement(category)
    assert float(found.observed) == pytest.approx(observed, abs=0.00005)
    assert float(found.expected) == pytest.approx(expected, abs=0.00005)
    assert found.alpha.value == pytest.approx(alpha, abs=0.00005)
    assert FIGURE_2.alphas()[category] == found.alpha


def test_all_categories_are_pooled_as_in_the_published_example() -> None:
    """By Krippendorff (2004), appendix: 0.8591, from disagreements rounded to four digits."""
    assert FIGURE_2.alpha.value == pytest.approx(0.8591, abs=0.0005)
    every = [FIGURE_2.disagreement(category) for category in "ck"]
    observed, expected = (
        sum(round(float(getattr(one, name)), 4) for one in every)
        for name in ("observed", "expected")
    )
    assert 1 - observed / expected == pytest.approx(0.8591, abs=0.00005)


# Krippendorff (1995), On the Reliability of Unitizing Continuous Data, Sociological Methodology
# 25, p. 57: four pairs of observers on a continuum of 24.
PAIRS_OF_1995: dict[str, tuple[Lengths, Lengths]] = {
    "A": ([(2, 8), (14, 6)], [(4, 4), (15, 2)]),
    "B": ([(0, 18)], [(0, 2), (2, 1), (3, 1), (4, 1), (5, 1), (6, 3), (9, 1)]),
    "C": (
        [(2, 6), (10, 2), (14, 4), (20, 2)],
        [(0, 2), (4, 4), (10, 4), (16, 2), (20, 2)],
    ),
    "D": (
        [(0, 2), (2, 8), (10, 4), (14, 6), (20, 4)],
        [(0, 4), (4, 4), (8, 7), (15, 2), (17, 7)],
    ),
}


def stretched(pair: str, by: Fraction) -> Continuum:
    observers = [
        {"": [(int(start * by), int(length * by)) for start, length in units]}
        for units in PAIRS_OF_1995[pair]
    ]
    return laid_out(int(24 * by), *observers)


@pytest.mark.parametrize(
    ("pair", "observed"), [("A", 0.03125), ("B", 2.26736), ("C", 0.02777), ("D", 0.38715)]
)
def test_observed_disagreement_is_that_of_1995_however_fine_the_scale(
    pair: str, observed: float
) -> None:
    """By Krippendorff (1995), p. 57 and following."""
    for by in (1, 50):
        found = stretched(pair, Fraction(by)).disagreement("").observed
        assert float(found) == pytest.approx(observed, abs=0.00001)


@pytest.mark.parametrize(
    ("pair", "by", "expected", "alpha"),
    [
        ("A", Fraction(50_000), 0.06990, 0.553),
        ("C", Fraction(1, 2), 0.05494, 0.494),
        ("D", Fraction(50_000), 0.41445, 0.066),
    ],
)
def test_alpha_is_that_of_1995(pair: str, by: Fraction, expected: float, alpha: float) -> None:
    """By Krippendorff (1995), where finer scales approach a limit.

    Its limits for B (−0.926) and C (0.679) do not follow from the definition of 2004, which gives
    −0.928 and 0.693.
    """
    found = stretched(pair, by).disagreement("")
    assert float(found.expected) == pytest.approx(expected, abs=0.00001)
    assert found.alpha.value == pytest.approx(alpha, abs=0.0005)


@pytest.mark.parametrize(
    ("length", "observers", "alpha"),
    [
        (10, [[(1, 8)], [(2, 1), (4, 1), (6, 1)]], -0.7003),
        (20, [[(0, 1)], [], []], 0.0),  # nobody else saw it: as by chance
    ],
)
def test_alpha_is_that_of_another_implementation(
    length: int, observers: list[Lengths], alpha: float
) -> None:
    """By the tests of DKPro Statistics (Meyer et al. 2014)."""
    marked = [{"A": units} if units else {} for units in observers]
    assert laid_out(length, *marked).alpha.value == pytest.approx(alpha, abs=0.00005)


def test_one_who_marked_nothing_agrees_a_little_less_than_by_chance() -> None:
    # By hand, for one unit of 3 in 14: D_o = 9/196, and chance may put it at 8 places in the
    # gaps of 9 and 2 beside it (7 + 0) and of 14 (12), so D_e = (2/14)·9·19 / (28·27 − 6).
    found = laid_out(14, {"A": [(2, 3)]}, {})
    assert found.disagreement("A").observed == Fraction(9, 196)
    assert found.disagreement("A").expected == Fraction(2 * 9 * 19, 14 * 750)
    assert found.alpha.value == pytest.approx(-0.410, abs=0.0005)
    found.add(9986, [{}, {}])  # the longer the texts, the nearer to 0
    assert found.alpha.value == pytest.approx(0, abs=0.001)


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ([], "nothing that two have judged"),
        ([(9, [{"A": [(0, 3)]}])], "nothing that two have judged"),
        ([(0, [{}, {}])], "nothing that two have judged"),
        ([(9, [{}, {}])], "nobody marked any"),
        ([(2, [{"A": [(0, 1), (1, 2)]}, {"A": [(0, 1), (1, 2)]}])], "chance would give the same"),
    ],
)
def test_what_nobody_marked_or_chance_explains_is_undefined(
    texts: list[tuple[int, list[Units]]], why: str
) -> None:
    found = Continuum()
    for length, work in texts:
        found.add(length, work)
    assert found.alpha.value is None
    assert why in found.alpha.why
    assert {one.value for one in found.alphas().values()} <= {None}


def test_units_of_a_category_that_overlap_are_one_and_those_that_touch_are_two() -> None:
    text = "New  York City Hall, Bonn"
    marked = [("GPE", Span(0, 9)), ("GPE", Span(5, 14)), ("GPE", Span(5, 9)), ("ORG", Span(0, 19))]
    marked += [("GPE", Span(15, 19)), ("GPE", Span(3, 5))]  # the last is white space
    for order in permutations(marked):
        assert as_units(order, ruler(text)) == {"GPE": [(0, 11), (11, 15)], "ORG": [(0, 15)]}


SPANS = some.lists(
    some.builds(
        lambda category, start, length: (category, Span(start, start + length)),
        some.sampled_from("ab"),
        some.integers(0, 24),
        some.integers(1, 6),
    ),
    max_size=6,
)
TEXTS = some.lists(
    some.tuples(some.integers(30, 40), some.lists(SPANS, min_size=1, max_size=4)), max_size=4
)
Texts = list[tuple[int, list[list[tuple[str, Span]]]]]
MANY = settings(derandomize=True, deadline=None, max_examples=300)


def of(texts: Texts) -> Continuum:
    found = Continuum()
    for length, work in texts:
        found.add(length, [as_units(marked, lambda offset: offset) for marked in work])
    return found


Section = tuple[int, int, bool]  # where it starts, its length, and whether it is a unit


def sections(units: list[Unit], length: int) -> list[Section]:
    found: list[Section] = []
    at = 0
    for start, end in units:
        found += [(at, start - at, False)] * (start > at) + [(start, end - start, True)]
        at = end
    return found + [(at, length - at, False)] * (length > at)


def delta(g: Section, h: Section) -> int:
    (b_g, l_g, v_g), (b_h, l_h, v_h) = g, h
    if v_g and v_h and -l_g < b_g - b_h < l_h:
        return (b_g - b_h) ** 2 + (b_g + l_g - b_h - l_h) ** 2
    if v_g and not v_h and l_h - l_g >= b_g - b_h >= 0:
        return l_g**2
    if v_h and not v_g and l_g - l_h >= b_h - b_g >= 0:
        return l_h**2
    return 0


@MANY
@given(TEXTS)
def test_disagreement_follows_from_its_definition_over_pairs_of_sections(texts: Texts) -> None:
    found = of(texts)
    judged = [(length, work) for length, work in texts if len(work) > 1]
    read = sum(length * len(work) for length, work in judged)
    whole = sum(length for length, _ in judged)
    for category in found.cut:
        observed, every = Fraction(0), []
        for length, work in judged:
            cut = [
                sections(as_units(marked, lambda offset: offset).get(category, []), length)
                for marked in work
            ]
            every += [section for of_one in cut for section in of_one]
            for one, other in permutations(cut, 2):
                apart = sum(delta(g, h) for g in one for h in other)
                observed += Fraction(apart, len(work) - 1)
        lengths = [length for _, length, is_unit in every if is_unit]
        gaps = [length for _, length, is_unit in every if not is_unit]
        upon = sum(
            Fraction(len(lengths) - 1, 3) * (2 * length**3 - 3 * length**2 + length)
            for length in lengths
        )
        within = sum(
            length**2 * sum(gap - length + 1 for gap in gaps if gap >= length) for length in lengths
        )
        places = read * (read - 1) - sum(length * (length - 1) for length in lengths)
        assert found.disagreement(category).observed == observed / (read * whole)
        assert (
            found.disagreement(category).expected == Fraction(2, whole) * (upon + within) / places
        )


@MANY
@given(TEXTS, some.randoms(use_true_random=False))
def test_the_order_of_texts_annotators_and_spans_is_of_no_weight(
    texts: Texts, chance: Random
) -> None:
    mixed: Texts = [(length, [list(marked) for marked in work]) for length, work in texts]
    for _, work in mixed:
        for marked in work:
            chance.shuffle(marked)
        chance.shuffle(work)
    chance.shuffle(mixed)
    assert of(mixed).alpha == of(texts).alpha
    assert of(mixed).alphas() == of(texts).alphas()


@MANY
@given(TEXTS, some.integers(2, 4))
def test_full_agreement_is_one_and_nothing_is_more(texts: Texts, observers: int) -> None:
    alike = of([(length, [work[0]] * observers) for length, work in texts])
    assert alike.alpha.value == (1.0 if alike.cut else None)
    assert {one.value for one in alike.alphas().values()} <= {1.0}
    for one in (of(texts).alpha, *of(texts).alphas().values()):
        assert one.value is None or one.value <= 1


def test_those_who_mark_at_random_agree_as_by_chance() -> None:
    chance, found = Random(7), Continuum()
    for _ in range(200):
        work = []
        for _ in range(3):
            starts = [chance.randrange(5000) for _ in range(50)]
            spans = [("A", Span(start, start + chance.randint(1, 20))) for start in starts]
            work.append(as_units(spans, lambda offset: offset))
        found.add(5020, work)
    assert found.alpha.value == pytest.approx(0, abs=0.01)


@MANY
@given(some.lists(SPANS, min_size=2, max_size=3), some.text(" \n\t\u200b", min_size=1, max_size=3))
def test_white_space_within_and_between_units_counts_for_nothing(
    work: list[list[tuple[str, Span]]], white: str
) -> None:
    text, wide = "x" * 30, white + ("x" + white) * 30

    def alphas(text: str, by: int, margin: int) -> dict[str, float | None]:
        found, ink = Continuum(), ruler(text)
        moved = [
            [(label, Span(by * span.start + margin, by * span.end + margin)) for label, span in one]
            for one in work
        ]
        found.add(ink(len(text)), [as_units(marked, ink) for marked in moved])
        return {label: alpha.value for label, alpha in found.alphas().items()}

    assert alphas(wide, 1 + len(white), len(white)) == alphas(text, 1, 0)
