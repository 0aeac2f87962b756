"""How well quotes are found, counted by hand over one invented article."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotation import Quote, Span, Spans
from annotator.evaluation.quote_scores import (
    OVERLAPS,
    PARTS,
    SUBSETS,
    Scores,
    Tally,
    is_belief,
    kind_of,
    quoted,
    same_name,
    score,
    table,
)

TEXT = "“We sail at dawn,” Ida Moe said. The crew hopes for wind. Bo Lind told us that it rains."


def at(*surfaces: str) -> Spans:
    """The first places where these surfaces stand."""
    starts = [TEXT.index(surface) for surface in surfaces]
    return tuple(Span(s, s + len(x)) for s, x in zip(starts, surfaces, strict=True))


SAIL = Quote(at("“We sail at dawn,”"), "direct", at("said"), at("Ida Moe"))
WIND = Quote(at("for wind"), "indirect", at("hopes"), at("The crew"))
RAIN = Quote(at("that it rains"), "indirect", at("told us"), at("Bo Lind"))
GOLD = (SAIL, WIND, RAIN)


def scored(gold: Sequence[tuple[Quote, ...]], *predicted: Quote) -> Scores:
    return score([(TEXT, gold)], lambda text: predicted if text == TEXT else ())


def test_figures_follow_from_tallies_and_are_none_where_undefined() -> None:
    tally = Tally(1.5, 2, 3)
    assert (tally.precision, tally.recall, tally.f1) == (0.75, 0.5, 0.6)  # 2 * 1.5 / (2 + 3)
    assert (Tally().precision, Tally().recall, Tally().f1) == (None, None, None)
    assert (Tally(0, 2, 0).recall, Tally(0, 0, 2).precision) == (None, None)


def test_tallies_add_up_and_are_averaged() -> None:
    assert Tally(1, 2, 3) + Tally(0.5, 1, 2) == Tally(1.5, 3, 5)
    assert Tally(1, 2, 3) / 2 == Tally(0.5, 1, 1.5)


def test_gold_against_itself_is_right_throughout() -> None:
    scores = scored([GOLD], *GOLD)
    for least in OVERLAPS:
        assert scores["all", least] == Tally(3, 3, 3)
        assert scores["speech", least] == Tally(2, 2, 2)
        assert scores["with marks", least] == Tally(1, 1, 1)
    for part in ("cue", "speaker", "kind"):
        assert scores[part, 0.5] == Tally(3, 3, 3)


@pytest.mark.parametrize(
    ("content", "right"),
    [
        pytest.param("We sail at dawn", [1, 1, 1, 1], id="edges are left out: 15 of 15"),
        pytest.param("We sail at d", [1, 1, 1, 0], id="12 of 15"),
        pytest.param("sail at", [1, 0, 0, 0], id="7 of 15"),
        pytest.param("dawn", [0, 0, 0, 0], id="4 of 15"),
    ],
)
def test_a_content_is_right_up_to_its_overlap(content: str, right: list[int]) -> None:
    scores = scored([GOLD], Quote(at(content)))
    assert [scores["all", least] for least in OVERLAPS] == [Tally(r, 1, 3) for r in right]


def test_a_belief_counts_neither_way_among_speech() -> None:
    unlike = Quote(at("for wind"), cue=at("told us"))  # matches a belief of gold
    scores = scored([GOLD], SAIL, unlike)
    assert scores["all", 0.5] == Tally(2, 2, 3)
    assert scores["speech", 0.5] == Tally(1, 1, 2)


def test_a_prediction_with_a_cue_of_belief_is_dropped_among_speech() -> None:
    scores = scored([(SAIL,)], SAIL, Quote(at("it rains"), cue=at("hopes")))
    assert scores["all", 0.5] == Tally(1, 2, 1)
    assert scores["speech", 0.5] == Tally(1, 1, 1)


def test_a_prediction_that_misses_a_belief_by_half_counts_among_speech() -> None:
    scores = scored([GOLD], Quote(at("for")))  # 3 of 8
    assert scores["all", 0.3] == Tally(1, 1, 3)
    assert scores["speech", 0.3] == Tally(0, 1, 2)


def test_of_a_belief_and_speech_at_one_place_the_nearer_is_matched() -> None:
    belief = Quote(at("told us that it rains"), cue=at("hopes"))
    scores = scored([(belief, RAIN)], RAIN)
    assert scores["speech", 1.0] == Tally(1, 1, 1)


def test_with_marks_counts_what_partly_stands_in_them() -> None:
    mixed = Quote(at("at dawn,” Ida Moe"), "mixed")
    scores = scored([(mixed, RAIN)], mixed, RAIN)
    assert scores["with marks", 1.0] == Tally(1, 1, 1)


def test_parts_are_compared_where_gold_has_them_and_contents_match_by_half() -> None:
    bare = Quote(at("for wind"), "indirect")
    near = Quote(at("that it rains"), "mixed", at("us that"), at("Lind"))
    far = Quote(at("sail"), "direct", at("said"), at("Ida Moe"))
    scores = scored([(SAIL, bare, RAIN)], far, WIND, near)
    assert scores["kind", 0.5] == Tally(1, 2, 2)
    assert scores["cue", 0.5] == Tally(1, 1, 1)  # “us” is of both
    assert scores["speaker", 0.5] == Tally(1, 1, 1)  # 4 of 7
    assert scores["name", 0.5] == Tally()


@pytest.mark.parametrize(("speaker", "right"), [(["Bo"], 0), (["Lin"], 1), (["Moe"], 0), ([], 0)])
def test_a_speaker_is_right_from_an_overlap_of_three_tenths(speaker: list[str], right: int) -> None:
    scores = scored([(RAIN,)], Quote(RAIN.content, speaker=at(*speaker)))  # of “Bo Lind”: 2/7, 3/7
    assert scores["speaker", 0.5] == Tally(right, 1, 1)
    assert scores["cue", 0.5] == Tally(0, 1, 1)


def test_names_are_compared_where_gold_has_one() -> None:
    def named(quote: Quote, name: str) -> Quote:
        return Quote(quote.content, speaker_name=name, speaker_status="named")

    gold = (named(SAIL, "Ida Moe"), named(WIND, "the crew"), RAIN)
    predicted = (named(SAIL, "Capt. Ida Moe"), WIND, named(RAIN, "Bo Lind"))
    assert scored([gold], *predicted)["name", 0.5] == Tally(1, 2, 2)


def test_several_annotators_are_averaged_gold_too() -> None:
    scores = scored([GOLD, (SAIL,)], SAIL, RAIN)
    assert scores["all", 0.5] == Tally(1.5, 2, 2)  # 2 of 2 of 3, and 1 of 2 of 1
    assert scores["speech", 0.5] == Tally(1.5, 2, 1.5)
    assert scores["with marks", 0.5] == Tally(1, 1, 1)
    assert scores["cue", 0.5] == Tally(1.5, 1.5, 1.5)


def test_texts_add_up_and_those_without_annotators_count_nothing() -> None:
    read = []

    def reading(text: str) -> Sequence[Quote]:
        read.append(text)
        return [SAIL, WIND]

    scores = score([(TEXT, [GOLD]), (TEXT, [(RAIN,), ()]), (TEXT, [])], reading)
    assert scores["all", 0.5] == Tally(2, 4, 3.5)
    assert len(read) == 2


@given(
    st.lists(st.sampled_from([SAIL, WIND, RAIN, Quote(at("dawn")), Quote(at("it rains"))])),
    st.lists(st.sampled_from([SAIL, WIND, RAIN, Quote(at("sail at")), Quote(at("for"))])),
)
def test_less_is_right_the_more_is_asked_for(gold: list[Quote], predicted: list[Quote]) -> None:
    scores = scored([tuple(gold)], *predicted)
    for subset in SUBSETS:
        right = [scores[subset, least].right for least in OVERLAPS]
        assert right == sorted(right, reverse=True)
        tally = scores[subset, min(OVERLAPS)]
        assert tally.right <= min(tally.predicted, tally.gold)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("She said [it rains].", "indirect"),
        ("She said [“it rains.”]", "direct"),
        ("She said “[it rains]”.", "direct"),
        ("She said ['it rains']!", "direct"),
        ("She said [''it rains''].", "direct"),
        ("She said [it “rains”].", "mixed"),
        ("She said [“it” – “rains”]", "direct"),
        ("“Up,” she said. [Bo's here, it's Ida's].", "indirect"),
        ("She said [“it rains.\n\n“It pours.”]", "direct"),
        ("She said [“…”]", "indirect"),
    ],
)
def test_a_kind_is_told_by_letters_in_marks(text: str, kind: str) -> None:
    start, end = text.index("["), text.index("]") - 1
    bare = text.replace("[", "").replace("]", "")
    assert kind_of((Span(start, end),), bare, quoted(bare)) == kind


@pytest.mark.parametrize(
    "cue",
    [
        *("believes", "Believed", "believing", "believe", "hopes", "worried about", "worries"),
        *("chose", "choosing", "saw", "seeing", "agreed", "agreeing", "forgetting", "planned"),
        *("wishes", "guesses", "enjoyed", "didn’t know", "has learned", "was convinced"),
        *("is of the belief", "beliefs", "has no intention", "a view", "is not sure", "are aware"),
        *("told them what he hopes", "counts on", "preferred"),
    ],
)
def test_a_cue_is_of_belief_by_any_form_of_a_listed_lemma(cue: str) -> None:
    assert is_belief((Span(0, len(cue)),), cue)


@pytest.mark.parametrize(
    "cue",
    ["said", "according to", "told us", "surely said", "seed", "sworn", "unlike", "wrote:", "…"],
)
def test_all_other_cues_are_of_speech(cue: str) -> None:
    assert not is_belief((Span(0, len(cue)),), cue)


def test_a_cue_of_several_spans_is_read_whole_and_a_quote_without_cue_is_of_speech() -> None:
    text = "has, Ida said, hoped"
    assert is_belief((Span(0, 3), Span(15, 20)), text)
    assert not is_belief((Span(0, 3),), text)
    assert not is_belief((), text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ida Moe", "IDA MOE", True),
        ("Ida Moe", "Ida  Moe", True),
        ("Ida Moe", "Moe", False),
        ("President Ida Moe", "Ida Moe", True),
        ("Prime Minister Ida Moe", "Mrs. Ida Moe", True),
        ("the Sund Line", "Sund Line", True),
        ("Supreme Court", "Court", False),
        ("Ministry of Ports", "Ministry of Rail", False),
        ("a spokesman for the army", "the spokesman", True),
        ("officials in Sund", "a Sund official who was not named", True),
        ("a spokesman", "a doctor", False),
        ("the ministry", "Ministry of Ports", False),
        ("a", "a", True),
    ],
)
def test_names_are_the_same_titles_aside(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) == same_name(other, one) == same


def test_a_name_is_never_that_of_nobody() -> None:
    assert not same_name("Ida Moe", "")


def test_the_table_has_a_line_for_each_figure() -> None:
    lines = table(scored([GOLD, (SAIL,)], SAIL, RAIN)).split("\n")
    quotes, parts = lines[: lines.index("")], lines[lines.index("") + 1 :]
    assert len(quotes) == 2 + len(SUBSETS) * len(OVERLAPS)
    assert len(parts) == 2 + len(PARTS)
    assert quotes[0] == "| quotes | overlap | precision | recall | F1 | predicted | gold |"
    assert quotes[2] == "| all | 0.3 | 0.750 | 0.750 | 0.750 | 2.0 | 2.0 |"
    assert quotes[6] == "| speech | 0.3 | 0.750 | 1.000 | 0.857 | 2.0 | 1.5 |"
    assert parts[2:] == [
        "| cue | 1.000 | 1.5 |",
        "| speaker | 1.000 | 1.5 |",
        "| kind | 1.000 | 1.5 |",
        "| name | – | 0.0 |",
    ]


def test_nothing_has_a_table_of_dashes() -> None:
    assert "| all | 0.3 | – | – | – | 0.0 | 0.0 |" in table(score([], lambda text: ()))
