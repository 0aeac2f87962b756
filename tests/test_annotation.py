from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotation import (
    Annotations,
    Appearance,
    Article,
    Entity,
    Invalid,
    Quote,
    Span,
    check,
    check_span,
    cuts_grapheme,
    first_words,
)

TEXT = "“We closed,” she said in Kabul."


def cuts(text: str) -> set[int]:
    return {at for at in range(-1, len(text) + 2) if cuts_grapheme(text, at)}


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        pytest.param("cafe", set(), id="plain letters"),
        pytest.param("", set(), id="nothing"),
        pytest.param("cafe\u0301s", {4}, id="a combining accent"),
        pytest.param("e\u0323\u0301", {1, 2}, id="two combining marks on one letter"),
        pytest.param("a\r\nb", {2}, id="carriage return and line feed"),
        pytest.param("a\n\rb", set(), id="line feed and carriage return"),
        pytest.param("\N{WAVING HAND SIGN}\U0001f3fd!", {1}, id="an emoji with a skin tone"),
        pytest.param("\u2764\ufe0f!", {1}, id="a variation selector"),
        pytest.param("1\ufe0f\u20e3 2", {1, 2}, id="a keycap"),
        pytest.param(
            "a\U0001f468\u200d\U0001f469\u200d\U0001f467b", {2, 3, 4, 5}, id="a family of three"
        ),
        pytest.param("\U0001f600\U0001f601", set(), id="two emoji side by side"),
        pytest.param("\U0001f1e6\U0001f1eb", {1}, id="a flag"),
        pytest.param("\U0001f1e6\U0001f1eb\U0001f1ee\U0001f1f3x", {1, 3}, id="two flags"),
        pytest.param("x\U0001f1e6\U0001f1eb\U0001f1ee", {2}, id="a flag and a half"),
        pytest.param(
            "\U0001f3f4\U000e0067\U000e0062\U000e007f.", {1, 2, 3}, id="a flag made of tags"
        ),
        pytest.param("में", {1, 2}, id="a Devanagari vowel sign and a nasal"),
        pytest.param("की है", {1, 4}, id="Devanagari words with vowel signs"),
        pytest.param("می\u200dخ", {2}, id="a joiner between letters binds to the one before"),
        pytest.param("می\u200cخ", {2}, id="a non-joiner binds to the letter before"),
        pytest.param("a\u200d\U0001f469", {1}, id="a joiner between a letter and a picture"),
        pytest.param("\u2764\ufe0f\u200d\U0001f525", {1, 2, 3}, id="a heart on fire"),
        pytest.param(
            "\U0001f469\U0001f3fd\u200d\U0001f680", {1, 2, 3}, id="an astronaut with a skin tone"
        ),
        pytest.param("\u1112\u1161\u11ab\u1100", {1, 2}, id="a Hangul syllable in three letters"),
        pytest.param("\uae00\u1161", set(), id="a closed Hangul syllable before a vowel"),
        pytest.param("\uac00\u11a8\u11a8", {1, 2}, id="an open Hangul syllable and its finals"),
        pytest.param("\u1100\u1100\uac00", {1, 2}, id="leading Hangul letters before a syllable"),
        pytest.param("\u1161\u1100", set(), id="a Hangul vowel before a leading letter"),
        pytest.param("\ud55c\uad6d", set(), id="whole Hangul syllables"),
        pytest.param("\u0e19\u0e33\u0e17", {1}, id="Thai sara am"),
        pytest.param("\u0e99\u0eb3\u0e97", {1}, id="Lao sara am"),
        pytest.param("北京市", set(), id="Chinese"),
    ],
)
def test_offsets_inside_a_character_as_read_are_found(text: str, inside: set[int]) -> None:
    assert cuts(text) == inside


@pytest.mark.parametrize(
    ("text", "start", "end", "reason"),
    [
        (TEXT, -1, 3, "does not lie in a text"),
        (TEXT, 0, len(TEXT) + 1, "does not lie in a text"),
        (TEXT, 3, 3, "does not lie in a text"),
        (TEXT, 5, 3, "does not lie in a text"),
        (TEXT, 12, 16, "white space"),
        (TEXT, 13, 17, "white space"),
        ("in\u00a0Kabul", 2, 8, "white space"),
        ("\u200bKabul", 0, 6, "white space"),
        ("Kabul\u200b", 0, 6, "white space"),
        ("\ufeffKabul", 0, 6, "white space"),
        ("e\u0301t", 0, 1, "cuts a character"),
        ("e\u0301t", 1, 3, "cuts a character"),
    ],
)
def test_a_span_that_breaks_a_rule_is_refused(text: str, start: int, end: int, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        check_span(text, Span(start, end))


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (Entity(Span(25, 99), "GPE"), "25–99"),
        (Entity(Span(25, 30), ""), "label ''"),
        (Entity(Span(25, 30), " GPE"), "label ' GPE'"),
        (Entity(Span(25, 30), "G\nE"), "label 'G\\\\nE' breaks the line"),
        (Entity(Span(25, 30), "G" * 301), "label has 301 characters, more than 300"),
        (Entity(Span(25, 30), "G\ud800"), "label 'G\\\\ud800' has half a character"),
        (Entity(Span(25, 30), "GPE", ""), "name ''"),
        (Entity(Span(25, 30), "GPE", "Kabul "), "name 'Kabul '"),
        (Entity(Span(25, 30), "GPE", "Ka\u2028bul"), "breaks the line"),
        (Entity(Span(25, 30), "GPE", "\udfff"), "half a character"),
        (Entity(Span(25, 30), "GPE", "K" * 301), "name has 301 characters"),
        (Quote((Span(0, 12),), speaker_name="", speaker_status="unnamed"), "speaker name ''"),
        (Quote((Span(0, 12),), speaker_name="Ann\rDoe", speaker_status="named"), "breaks the line"),
        (Quote((Span(0, 12),), speaker_name="\ud83d", speaker_status="named"), "half a character"),
        (Quote(()), "needs content"),
        (Quote((Span(0, 12),), "free"), "kind 'free' is none of direct, indirect, mixed"),
        (Quote((Span(0, 12),), speaker_status="anyone"), "speaker status 'anyone'"),
        (Quote((Span(0, 12),), speaker_status="named"), "exactly when its status is named"),
        (Quote((Span(0, 12),), speaker_name="Ann"), "exactly when its status is named"),
        (Quote((Span(0, 12),), cue=(Span(17, 99),)), "17–99"),
        (Quote((Span(0, 12),), speaker=(Span(12, 16),)), "white space"),
        (Quote((Span(4, 12), Span(0, 3))), "in order and do not overlap"),
        (Quote((Span(0, 12), Span(11, 16))), "in order and do not overlap"),
        (Quote((Span(0, 12),), cue=(Span(13, 16), Span(13, 16))), "in order and do not overlap"),
    ],
)
def test_an_annotation_that_breaks_the_scheme_is_refused_with_the_reason(
    value: Entity | Quote, reason: str
) -> None:
    with pytest.raises(Invalid, match=reason):
        check(TEXT, value)


@pytest.mark.parametrize(
    "value",
    [
        Entity(Span(25, 30), "GPE", "Kabul"),
        Entity(Span(25, 30), "A label of one's own"),
        Quote((Span(0, 12),), "direct", (Span(17, 21),), (Span(13, 16),), "Ann", "named"),
        Quote((Span(0, 3), Span(4, 12)), "mixed", speaker_status="unnamed"),
    ],
)
def test_an_annotation_of_the_scheme_passes(value: Entity | Quote) -> None:
    check(TEXT, value)


def test_a_span_counts_and_cuts_code_points() -> None:
    text = "\U0001f600 Kabul"
    assert Span(2, 7).surface(text) == "Kabul"
    assert len(Span(2, 7)) == 5


def test_a_quote_reaches_from_its_first_to_its_last_content() -> None:
    quote = Quote((Span(5, 9), Span(20, 30)), cue=(Span(10, 14),), speaker=(Span(40, 44),))
    assert (quote.start, quote.end) == (5, 30)
    assert quote.spans == (Span(5, 9), Span(20, 30), Span(10, 14), Span(40, 44))


def test_mentions_of_one_span_differ_in_key_only_by_label() -> None:
    assert Entity(Span(0, 2), "ORG", "UN").key == Entity(Span(0, 2), "ORG").key
    assert Entity(Span(0, 2), "ORG").key != Entity(Span(0, 2), "GPE").key


def test_quotes_of_one_content_have_the_same_key() -> None:
    assert Quote((Span(0, 12),)).key == Quote((Span(0, 12),), "mixed", (Span(17, 21),)).key
    assert Quote((Span(0, 12),)).key != Quote((Span(0, 3), Span(4, 12))).key


def test_annotations_are_equal_whatever_order_they_came_in() -> None:
    inner, outer = Entity(Span(8, 15), "GPE"), Entity(Span(0, 15), "ORG")
    early, late = Quote((Span(0, 4),)), Quote((Span(6, 9),))
    assert Annotations((inner, outer), (late, early)) == Annotations((outer, inner), (early, late))


@given(
    st.permutations(
        [
            Entity(Span(0, 4), "ORG"),
            Entity(Span(0, 4), "ORG", "Rain"),
            Entity(Span(0, 4), "GPE"),
        ]
    ),
    st.permutations(
        [
            Quote((Span(0, 9),)),
            Quote((Span(0, 2), Span(5, 9))),
            Quote((Span(0, 3), Span(5, 9))),
            Quote((Span(0, 9),), "mixed"),
            Quote((Span(0, 9),), cue=(Span(10, 12),)),
            Quote((Span(0, 9),), speaker_name="Ann", speaker_status="named"),
        ]
    ),
)
def test_one_set_of_annotations_has_one_order(entities: list[Entity], quotes: list[Quote]) -> None:
    said = Annotations(tuple(entities), tuple(quotes))
    assert said == Annotations(tuple(reversed(entities)), tuple(reversed(quotes)))


def test_of_mentions_that_start_together_the_longer_comes_first() -> None:
    short, long = Entity(Span(0, 4), "ORG"), Entity(Span(0, 15), "ORG")
    assert Annotations((short, long)).entities == (long, short)


def test_an_id_is_the_beginning_of_the_texts_sha256() -> None:
    assert Article("abc").id == "ba7816bf8f01cfea"  # FIPS 180-4, example of one block


def test_an_id_derives_from_the_text_alone() -> None:
    assert Article("abc", "Title", "en", (Appearance("2024"),), {"a": 1}).id == Article("abc").id
    assert Article("abc").id != Article("abc\n").id


def test_the_first_appearance_dates_an_article() -> None:
    article = Article("abc", appearances=(Appearance("2024-11-07"), Appearance("2024")))
    assert article.published == "2024-11-07"
    assert Article("abc").published is None


def test_an_article_without_a_title_is_headed_by_its_first_words() -> None:
    assert Article("Rain fell.\nIt stopped.").headline == "Rain fell. It stopped."
    assert Article("Rain fell.", "Weather").headline == "Weather"


@pytest.mark.parametrize(
    ("text", "length", "words"),
    [
        ("Rain fell.", 20, "Rain fell."),
        ("  Rain \n\t fell. ", 20, "Rain fell."),
        ("Rain fell on Kabul", 14, "Rain fell on…"),
        ("Rain fell, and then", 12, "Rain fell…"),
        ("Rain – and then", 9, "Rain…"),
        ("Donaudampfschiff", 8, "Donauda…"),
        ("abcde\u0301f", 6, "abcd…"),
        ("a b", 2, "a…"),
        (" " * 500 + "Rain", 20, "Rain"),
        ("Rain" + " " * 500 + "fell", 8, "Rain…"),
        ("", 20, ""),
    ],
)
def test_first_words_end_at_a_word(text: str, length: int, words: str) -> None:
    assert first_words(text, length) == words


@given(st.text("ab, —\u0301\U0001f1e6", max_size=30), st.integers(1, 12))
def test_first_words_fit_and_say_that_there_is_more(text: str, length: int) -> None:
    words = first_words(text, length)
    assert len(words) <= length
    assert words.endswith("…") == (words != " ".join(text.split()))
