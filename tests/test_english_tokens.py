"""Plain sentences → tokens, where English news and spaCy's own cuts differ and where they agree."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.pipelines.english.tokens import tokenizer

if TYPE_CHECKING:
    from spacy.language import Language


@cache
def english() -> Language:
    import spacy

    language = spacy.blank("en")
    language.tokenizer = tokenizer(language)
    return language


def cut(text: str) -> list[str]:
    return [token.text for token in english()(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # runs of one sign
        ("They won!!!", "They won !!!"),
        ("Won what?!?", "Won what ?!?"),
        ("(Never!!)", "( Never !! )"),
        ("Won!", "Won !"),
        ("*** Tamm wins ***", "*** Tamm wins ***"),
        ("---- Sports ----", "---- Sports ----"),
        ("==Results==", "== Results =="),
        (">>>Read on", ">>> Read on"),
        ("It costs $5 or $$.", "It costs $ 5 or $$ ."),
        # hyphens beside numbers
        ("a 34-year-old baker", "a 34 - year - old baker"),
        ("in Sector-37", "in Sector - 37"),
        ("the mid-1990s", "the mid - 1990s"),
        ("from 9–A to B–9", "from 9 – A to B – 9"),
        ("a Halden-led crew", "a Halden - led crew"),
        ("2019-20", "2019 - 20"),
        # full stops behind what was measured
        ("It rose to 24C.", "It rose to 24C ."),
        ("It fell to 5½.", "It fell to 5½ ."),
        ("It stayed at 24°C.", "It stayed at 24 ° C ."),
        ("They ran 5km.", "They ran 5 km ."),
        ("It took 10s.", "It took 10s ."),
        # as spaCy has them
        ("Ms. Tamm can't go.", "Ms. Tamm ca n't go ."),
        ("She left the U.S. by 9 a.m. today", "She left the U.S. by 9 a.m. today"),
        ("Osei's boats", "Osei 's boats"),
        ("“Go,” she said.", "“ Go , ” she said ."),
        ("See https://harbour.example/a-1 now", "See https://harbour.example/a-1 now"),
    ],
)
def test_a_sentence_has_its_tokens(text: str, expected: str) -> None:
    assert cut(text) == expected.split()


@settings(deadline=None)
@given(st.sampled_from("!?*=_~#><$"), st.integers(2, 12), st.sampled_from(["", "Halden"]))
def test_a_run_of_one_sign_is_one_token(sign: str, length: int, word: str) -> None:
    assert cut(word + sign * length) == [*([word] if word else []), sign * length]


UGLY = st.sampled_from(
    ["34", "-", "–", "year", "!", "?", "*", "$", "24C", ".", " ", "  ", "\n", "\t", "\u00a0",
     "👩‍👧", "e\u0301", "’s", "“", "'", '"', "U.S.", "Tamm", "½", "°", "https://", "(", ")", "\0",
     "نعم"]
)  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(UGLY).map("".join)


@settings(deadline=None)
@given(TEXTS)
def test_tokens_and_the_spaces_behind_them_are_the_text(text: str) -> None:
    doc = english()(text)
    assert "".join(token.text_with_ws for token in doc) == text
    assert all(token.text for token in doc)


@settings(deadline=None)
@given(TEXTS)
def test_a_token_that_is_more_than_white_space_has_none(text: str) -> None:
    assert all(token.is_space or len(token.text.split()) == 1 for token in english()(text))


def test_a_saved_tokenizer_cuts_as_before(tmp_path: Path) -> None:
    import spacy

    english().to_disk(tmp_path)
    text = "A 34-year-old in Sector-37 won!!! It rose to 24C. Ms. Tamm can't go ****"
    assert [token.text for token in spacy.load(tmp_path)(text)] == cut(text)


@pytest.mark.parametrize(
    "text",
    ["-" * 20_000, "!?" * 10_000, "9-a" * 5_000, "24C." * 5_000, "$ " * 10_000, "a" * 20_000],
    ids=["hyphens", "marks", "codes", "degrees", "sums", "letters"],
)
def test_no_text_is_too_odd(text: str) -> None:
    assert english()(text).text == text
