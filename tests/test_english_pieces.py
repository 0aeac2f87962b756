"""Words → the numbers of their pieces, their shapes, and the windows they are read in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.pipelines.english.pieces import (
    LONGEST_WORD,
    MOST,
    SEGMENTS,
    SHAPES,
    STOPS,
    Pieces,
    segment,
    shape,
    windows,
)

SPECIAL = "[PAD] [UNK] [CLS] [SEP]"
KNOWN = "river ##s ##side rivers tam ##m a b ##b zoe don t ' - . 👍 12 ##3"
VOCABULARY = f"{SPECIAL} {KNOWN}".split()
PIECES = Pieces(VOCABULARY)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("river", "river"),
        ("River", "river"),
        ("RIVERS", "rivers"),
        ("Tamm", "tam ##m"),
        ("tamsides", "tam ##side ##s"),
        ("riverside", "[UNK]"),  # "rivers" is longer than "river", and nothing goes on from it
        ("Zoë", "zoe"),
        ("Zoe\u0308", "zoe"),
        ("don't", "don ' t"),
        ("a-b", "a - b"),
        ("abb", "a ##b ##b"),
        ("a river", "a river"),
        ("123", "12 ##3"),
        ("👍", "👍"),
        ("👍🏽", "👍 [UNK]"),
        ("lake", "[UNK]"),
        ("riverq", "[UNK]"),
        ("lake-river", "[UNK] - river"),
        ("...", ". . ."),
        ("a-b-a-b-a-b", "a - b - a - b -"),
        ("", "[UNK]"),
        (" \n", "[UNK]"),
        ("\u0301", "[UNK]"),
        ("a" + "b" * (LONGEST_WORD - 1), "a ##b ##b ##b ##b ##b ##b ##b"),
        ("a" + "b" * LONGEST_WORD, "[UNK]"),
    ],
)
def test_a_word_is_cut_into_the_longest_pieces_that_are_known(word: str, expected: str) -> None:
    assert [VOCABULARY[number] for number in PIECES.word(word)] == expected.split()


def test_a_vocabulary_says_how_a_window_begins_and_ends() -> None:
    assert (VOCABULARY[PIECES.start], VOCABULARY[PIECES.end]) == ("[CLS]", "[SEP]")


def test_the_order_of_the_vocabulary_gives_the_numbers() -> None:
    turned = Pieces(VOCABULARY[::-1])
    assert turned.word("tamsides") == tuple(
        len(VOCABULARY) - 1 - number for number in PIECES.word("tamsides")
    )


@settings(deadline=None)
@given(st.text() | st.text("abrivers-'.É👍\u0301 ", max_size=30))
def test_any_text_has_at_least_one_piece_and_no_more_than_the_most(word: str) -> None:
    numbers = PIECES.word(word)
    assert 1 <= len(numbers) <= MOST
    assert all(0 <= number < len(VOCABULARY) for number in numbers)
    assert PIECES.word(word) == numbers == Pieces(VOCABULARY).word(word)


@given(st.text("abrivestmd"))
def test_the_case_of_a_word_is_not_in_its_pieces(word: str) -> None:
    assert PIECES.word(word.upper()) == PIECES.word(word)


@given(st.text("abrivest", min_size=1))
def test_pieces_spell_the_word_as_far_as_they_go(word: str) -> None:
    pieces = [VOCABULARY[number] for number in PIECES.word(word)]
    if "[UNK]" not in pieces:
        spelled = "".join(piece.removeprefix("##") for piece in pieces)
        assert word == spelled or (len(pieces) == MOST and word.startswith(spelled))


def test_a_process_that_reads_many_words_forgets_them_and_still_reads_alike() -> None:
    pieces = Pieces(VOCABULARY)
    before = pieces.word("tamsides")
    for number in range(50_010):
        pieces.word(str(number))
    assert pieces.word("tamsides") == before


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("harbour", "lower"),
        ("Halden", "Title"),
        ("HALDEN", "UPPER"),
        ("O'Dowd", "mixed"),
        ("iTram", "mixed"),
        ("McTamm", "mixed"),
        ("A", "initial"),
        ("A.", "initial"),
        ("a", "lower"),
        ("n't", "lower"),
        ("U.S.", "UPPER"),
        ("Ñandú", "Title"),
        ("2024", "digits"),
        ("F16", "digits"),
        ("3rd", "digits"),
        ("“", "sign"),
        ("—", "sign"),
        ("👍", "sign"),
        ("", "sign"),
    ],
)
def test_the_letters_of_a_word_give_its_shape(word: str, expected: str) -> None:
    assert SHAPES[shape(word)] == expected


@given(st.text(), st.booleans())
def test_a_segment_holds_shape_and_place(word: str, opens_line: bool) -> None:
    number = segment(word, opens_line)
    assert 0 <= number < SEGMENTS
    assert divmod(number, len(SHAPES)) == (opens_line, shape(word))


@pytest.mark.parametrize(
    ("words", "most", "expected"),
    [
        ("", 4, []),
        ("one two three", 4, ["one two three"]),
        ("one two three four", 4, ["one two three four"]),
        ("one two three four five", 4, ["one two three four", "five"]),
        # behind a stop, so long as more than half of the window stays before it
        ("one two . four five", 4, ["one two .", "four five"]),
        ("one . three four five six", 4, ["one . three four", "five six"]),
        ("one two ? ” five six", 5, ["one two ? ”", "five six"]),
        # a line goes before a stop, if more than half stays before it too
        ("one two three / four . six seven", 6, ["one two three four .", "six seven"]),
        ("one two three four / five . six", 6, ["one two three four", "five . six"]),
        ("one two . four / five six seven", 6, ["one two . four", "five six seven"]),
        # what is full where a line ends is whole
        ("one . three / four five", 3, ["one . three", "four five"]),
        ("one two / three four / five", 4, ["one two three four", "five"]),
        ("one two three", 1, ["one", "two", "three"]),
        # nothing fits: each word by itself
        ("one two", 0, ["one", "two"]),
    ],
)
def test_windows_end_with_lines_else_with_sentences_else_where_they_are_full(
    words: str, most: int, expected: list[str]
) -> None:
    said: list[str] = []
    opens: list[bool] = []
    for word in words.split():
        if word == "/":
            opens.append(True)
        else:
            said.append(word)
            opens += [False] * (len(said) - len(opens))
    found = windows([1] * len(said), said, opens, most)
    assert [" ".join(said[start:end]) for start, end in found] == expected


WORDS = st.lists(
    st.tuples(st.integers(1, MOST), st.sampled_from(["river", "ran", ".", "”"]), st.booleans()),
    max_size=60,
)


@settings(deadline=None)
@given(WORDS, st.integers(1, 20))
def test_windows_hold_every_word_once_and_in_order(
    words: list[tuple[int, str, bool]], most: int
) -> None:
    lengths, said, opens = ([word[part] for word in words] for part in range(3))
    found = list(windows(lengths, said, opens, most))
    assert [at for start, end in found for at in range(start, end)] == list(range(len(words)))
    for start, end in found:
        assert start < end
        assert end - start == 1 or sum(lengths[start:end]) <= most
        ends_well = end == len(words) or opens[end] or said[end - 1] in STOPS
        assert ends_well or sum(lengths[start : end + 1]) > most
