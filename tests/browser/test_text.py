"""Offsets, words and quotation marks in the browser, against what Python says of the same text."""

from __future__ import annotations

import sys
import unicodedata
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from annotator.annotation import Span, check_line, check_span
from annotator.characters import cuts_grapheme, is_white

FAMILY = "👨‍👩‍👧‍👦"
HOSTILE = [
    f"The {FAMILY} family 🇳🇴🇨🇭🇸🇪 met Zoe\u0301 Lund’s aunt\r\n\r\nat cafe\u0301. “No,” he\tdid.",
    "شركة النفط\u00a0said\u2028“50\u00a0%\u200b”\tand\u200b\u2029by 🧑🏽‍🚀\ufeff Ida\r\nMoe’s.\n\n",
    "\ufeff\u200bO’Brien \u0301 (U.S.)\x85\x1c«Ja»,\x0b𝒜𝒷 각각 각\u11a8 ᄀ가 नमस्ते क्षि ที่ทำ",
    "ｶﾞ 葛\U000e0100飾 ☎️‼️ 1️⃣ 🏴\U000e0067\U000e007f 🇦🇧🇨 --- …!? ’s '' \"\" “” .\u0301 ",
    "\u200d🧑 \u200d🧑 x\u200d🧑 ☎️\u200d🧑 a\u200cb \u0301\u200d🧑",
    "\r\n\r\n \n",
    "…",
]


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def ask(gloss: Page, script: str, *given: Any) -> Any:
    return gloss.evaluate(f"(given) => {{ const g = window.gloss; {script} }}", list(given))


@pytest.mark.parametrize("text", ["", "plain", *HOSTILE])
def test_offsets_are_python_s_code_points_there_and_back(gloss: Page, text: str) -> None:
    found = ask(
        gloss,
        """const { toPoint, toUnit } = g.offsetsOf(given[0]);
        return given[1].map((point) => [toUnit(point), toPoint(toUnit(point))]);""",
        text,
        list(range(len(text) + 1)),
    )
    assert found == [[units(text[:point]), point] for point in range(len(text) + 1)]


@pytest.mark.parametrize("text", ["", "one", "one\ntwo", "a\r\n \r\nb\rc\u2028d\u2029", *HOSTILE])
def test_paragraphs_joined_are_the_text(gloss: Page, text: str) -> None:
    found = ask(
        gloss,
        """return g.paragraphsOf(given[0])
            .map(([start, end, ink]) => [given[0].slice(start, end), start <= ink && ink <= end]);
        """,
        text,
    )
    assert "".join(words for words, _ in found) == text
    assert all(inked for _, inked in found)


def test_white_space_and_characters_are_those_of_python(gloss: Page) -> None:
    # A browser may know characters of a newer Unicode than this Python.
    every = map(chr, range(sys.maxunicode + 1))
    known = "".join(c for c in every if unicodedata.category(c) not in ("Cn", "Cs", "Co"))
    white = ask(gloss, "return [...given[0]].filter((c) => g.WHITE.test(c)).join('');", known)
    assert white == "".join(filter(is_white, known))
    script = "return [...given[0]].filter((c) => g.cutsCharacter('a' + c, 1)).join('');"
    assert ask(gloss, script, known) == "".join(c for c in known if cuts_grapheme("a" + c, 1))


def test_random_strings_are_cut_into_the_characters_of_python(gloss: Page) -> None:
    random = Random(7)
    alphabet = list(" a\r\n\u0301\u200d\u200c\ufe0f\U0001f3fd\U000e0067🇳🇴🧑❤‼각가각\u200bक\u094d")
    texts = ["".join(random.choices(alphabet, k=12)) for _ in range(3000)]
    found = ask(
        gloss,
        """return given.map((text) => {
            const { toUnit } = g.offsetsOf(text);
            return [...text].map((_, point) => g.cutsCharacter(text, toUnit(point)));
        });""",
        *texts,
    )
    for text, cuts in zip(texts, found, strict=True):
        assert cuts == [cuts_grapheme(text, at) for at in range(len(text))], ascii(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_selection_yields_a_span_that_python_refuses(gloss: Page, text: str) -> None:
    found = ask(
        gloss,
        """const [text] = given, { toPoint } = g.offsetsOf(text), found = [];
        for (let start = 0; start <= text.length; start++) {
            for (let end = start; end <= text.length; end++) {
                for (const options of [{}, { exact: true }, { punctuation: false }]) {
                    const range = g.snap(text, start, end, options);
                    for (const one of range ? [range, g.withMarks(text, ...range)] : []) {
                        found.push(JSON.stringify([...one.map(toPoint), text.slice(...one)]));
                    }
                }
            }
        }
        return [...new Set(found)].map((one) => JSON.parse(one));""",
        text,
    )
    for start, end, surface in found:
        check_span(text, Span(start, end))
        assert text[start:end] == surface
    assert bool(found) == bool("".join(c for c in text if not is_white(c)))


def test_a_selection_of_white_space_alone_is_none(gloss: Page) -> None:
    assert ask(gloss, "return g.snap('a \\u200b\\ufeff\\x1c b', 1, 6);") is None


# What is dragged over stands in ⟦brackets⟧, what is marked in the expectation.
SELECTIONS = [
    ("⟦Mir⟧a Olsen", "Mira"),
    ("Mi⟦ra Ol⟧sen", "Mira Olsen"),
    (" ⟦ Mira Olsen, ⟧she said", "Mira Olsen"),
    ("(⟦(Mira Olsen)⟧)", "Mira Olsen"),
    ("“⟦“Mira”.⟧", "Mira"),
    ("the ⟦U.S.⟧ said", "U.S."),
    ("the ⟦U.S⟧. said", "U.S."),
    ("the ⟦U.S.,⟧ said", "U.S."),
    ("in ⟦Washington, D.C.⟧", "Washington, D.C."),
    ("of ⟦Acme Inc.⟧ in", "Acme Inc."),
    ("of ⟦Acme Inc⟧. in", "Acme Inc."),
    ("of ⟦Acme Ink.⟧ In", "Acme Ink"),
    ("at ⟦5 p.m.⟧", "5 p.m."),
    ("by ⟦6.5%⟧.", "6.5%"),
    ("by ⟦6.⟧5%.", "6.5"),
    ("for ⟦$450⟧.", "$450"),
    ("for ⟦€1,200.50,⟧", "€1,200.50"),
    ("⟦AT&T⟧ and", "AT&T"),
    ("⟦Coca-Cola,⟧", "Coca-Cola"),
    ("C⟦oca-Col⟧a", "Coca-Cola"),
    ("Mr ⟦O'Bri⟧en", "O'Brien"),
    ("Mr ⟦O’Brien’s⟧ dog", "O’Brien"),
    ("Mr ⟦O’Brien⟧’s dog", "O’Brien"),
    ("⟦FORD'S⟧ CARS", "FORD"),
    ("the ⟦Rangers’⟧ bus", "Rangers"),
    ("the ⟦U.S.’s⟧ bus", "U.S."),
    ("the ⟦Valentine’s Day⟧", "Valentine’s Day"),
    ("at ⟦McDonald’s⟧", "McDonald’s"),
    ("the ⟦Bank (Oslo)⟧", "Bank (Oslo)"),
    ("the ⟦Bank (Oslo),⟧", "Bank (Oslo)"),
    ("cafe\u0301 ⟦Zoe⟧\u0301", "Zoe\u0301"),
    (f"⟦{FAMILY[:3]}⟧{FAMILY[3:]} Lund", FAMILY),
    ("⟦…⟧", "…"),
]


def selection(marked: str) -> tuple[str, int, int]:
    """The text without its brackets, and where they stood, in UTF-16 units."""
    before, inside, after = marked.replace("⟧", "⟦").split("⟦")
    return before + inside + after, units(before), units(before + inside)


@pytest.mark.parametrize(("marked", "expected"), SELECTIONS)
def test_a_selection_becomes_the_name_in_it(gloss: Page, marked: str, expected: str) -> None:
    found = ask(gloss, "return given[0].slice(...g.snap(...given));", *selection(marked))
    assert found == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("McDonald’s⟦’⟧", "’"),
        ("⟦Mira O⟧lsen", "Mira O"),
        ("⟦O’Brien’s ⟧dog", "O’Brien’s"),
        ("⟦(Mira).⟧", "(Mira)."),
        ("e⟦\u0301x⟧", "e\u0301x"),
        ("⟦🇳⟧🇴", "🇳🇴"),
    ],
)
def test_exact_selections_keep_what_was_taken(gloss: Page, marked: str, expected: str) -> None:
    script = "return given[0].slice(...g.snap(...given, { exact: true }));"
    assert ask(gloss, script, *selection(marked)) == expected


QUOTATIONS = [
    ("She: “⟦We will⟧,” he", "“We will,”", "direct"),
    ("She: “⟦We will,⟧” he", "“We will,”", "direct"),
    ("She: ⟦“We will,⟧” he", "“We will,”", "direct"),
    ("She: “⟦We will,”⟧ he", "“We will,”", "direct"),
    ("She: ⟦“We will,”⟧ he", "“We will,”", "direct"),
    ('She: "⟦We will⟧" he', '"We will"', "direct"),
    ("She: ‘⟦We don’t⟧’ he", "‘We don’t’", "direct"),
    ("She: '⟦We don't⟧.' he", "'We don't.'", "direct"),
    ("She: „⟦Ja⟧“, he", "„Ja“", "direct"),
    ("She: »⟦Ja⟧« he", "»Ja«", "direct"),
    ("She: «⟦Oui⟧» he", "«Oui»", "direct"),
    ("她说「⟦是⟧」。", "「是」", "direct"),
    ("“I said ‘⟦no⟧’ twice.”", "‘no’", "direct"),
    ("the Rangers’ ⟦coach⟧’s van", "coach’s", "indirect"),
    ("The Rangers'⟦ team⟧' s", "team", "indirect"),
    ("said ⟦we will go⟧.", "we will go", "indirect"),
    ("said we ⟦“will” go⟧.", "“will” go", "mixed"),
    ("⟦“Yes,” she said, “we will.⟧”", "“Yes,” she said, “we will.”", "mixed"),
    ("⟦“One.\n\n“Two.”⟧", "“One.\n\n“Two.”", "direct"),
    ('⟦"One.\n\n"Two."⟧', '"One.\n\n"Two."', "direct"),
    ("⟦“One and no end.⟧\n", "“One and no end.", "direct"),
    ("it’s ⟦’90s music⟧", "’90s music", "indirect"),
]


@pytest.mark.parametrize(("marked", "expected", "kind"), QUOTATIONS)
def test_a_quote_takes_its_marks_along(gloss: Page, marked: str, expected: str, kind: str) -> None:
    found = ask(
        gloss,
        """const range = g.snap(...given, { punctuation: false });
        const surface = given[0].slice(...g.withMarks(given[0], ...range));
        return [surface, g.kindOf(surface)];""",
        *selection(marked),
    )
    assert found == [expected, kind]


def test_words_become_a_name_that_python_takes(gloss: Page) -> None:
    random = Random(3)
    alphabet = "aé 😀\n\r\t\x0b\x1c\x1f\x85\xa0\u2028\u200b\ufeff\u0301"
    lengths = random.choices((1, 5, 20, 900), k=300)
    given = ["".join(random.choices(alphabet, k=length)) for length in lengths]
    given += ["", "  ", " Mira\r\n  Olsen ", "😀" * 400, "x" * 299 + " y"]
    found = ask(gloss, "return given.map(g.nameOf);", *given)
    for words, name in zip(given, found, strict=True):
        if name is None:
            assert all(map(is_white, words))
            continue
        check_line("name", name)
        full = "".join(" " if is_white(c) else c for c in words).split()
        assert " ".join(full)[:300].strip() == name
    assert found[-3] == "Mira Olsen"
    assert ask(gloss, "return g.nameOf('half \\ud83d a');") == "half a"


def test_a_long_text_without_spaces_is_no_trouble(gloss: Page) -> None:
    start, end = ask(gloss, "return g.snap('x'.repeat(1e6), 5e5, 5e5 + 3);")
    assert start < 500_000 < end
