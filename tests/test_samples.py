"""The sample articles read without error and hold what a newsroom's texts hold."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from annotator.annotation import Article
from annotator.ingest import read

FOLDER = Path(__file__).parent.parent / "data" / "samples"
FILES = sorted(FOLDER.glob("*.txt"))


def sample(path: Path) -> Article:
    (found,) = read(path)
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_has_a_day_and_the_length_of_a_short_article(path: Path) -> None:
    article = sample(path)
    assert article.published is not None
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", article.published)
    assert not article.text.lower().startswith("date")
    assert article.title and article.language == "en" and article.appearances[0].source
    assert 150 <= len(article.text.split()) <= 350


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_keeps_to_one_style_of_quotation_marks(path: Path) -> None:
    text = sample(path).text
    assert not (set("“”‘’") & set(text) and set("\"'") & set(text))
    assert text.count('"') % 2 == 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_sample_is_described(path: Path) -> None:
    assert f"`{path.name}`" in (FOLDER / "README.md").read_text("utf-8")


def test_there_are_ten_different_samples() -> None:
    assert len({sample(path).id for path in FILES}) == len(FILES) == 10


@pytest.mark.parametrize(
    "feature, pattern",
    [
        ("curly double quotation marks", r"“[^”]+,” (?:said|\w+ said)"),
        ("straight quotation marks", r'"[^"\n]+," \w+ said'),
        ("single quotation marks with an apostrophe inside", r"‘[^“”]*\wn’t [^“”]*,’ \w+"),
        ("a quote over paragraphs, closed at the last", r"“[^”]+\n\n“[^”]+\n\n“[^”]+”"),
        ("an interrupted quote", r"“[^”]+,” (?:\w+ ){2,3}\w+, “[a-z][^”]+”"),
        ("a post after a colon", r"(?:wrote|posted [^:]*|summed [^:]*): [“\"]"),
        ("a partial quote", r"called “[^”]+”"),
        ("a mixed quote", r"expressed hope that [^“\n]+“will [^”]+”"),
        ("indirect speech", r"said (?:it|that|she|he) (?:would|had|was|accepted)"),
        ("a scare quote", r"so-called “[^”]+”"),
        ("a title in quotation marks", r"of “The Motionless Rain”"),
        ("a nickname", r"[A-Z]\w+ [‘“]\w[\w ]+[’”] [A-Z]\w+"),
        ("according to", r"[Aa]ccording to "),
        ("an unnamed source", r"who asked not to be (?:named|identified)|condition of anonymity"),
        ("a document that speaks", r"[Tt]he study says|report .{0,40}said|In a filing"),
        ("a ministry that speaks", r"[Tt]he [\w ]*ministry (?:said|described)"),
        ("a capital that speaks", r"Addis Ababa said"),
        ("a pronoun that speaks", r"[”\"’] (?:he|she) (?:said|told|admitted)"),
        ("single marks inside double ones", r"“[^”]*‘[^’]+[,.]’"),
        ("double marks inside single ones", r"‘[^’]*“[^”]+[,.]”"),
        ("a family and a flag inside a quote", "“[^”]*👨‍👩‍👧‍👦🇬🇭[^”]*”"),
        ("an emoji with a skin tone", "[\U0001f3fb-\U0001f3ff]\u200d"),
        ("letters with diacritics", r"Růžena|Søren|Rosłaniec|Évora"),
        ("dollars", r"\$\d"),
        ("euros", r"€\d"),
        ("pounds", r"£\d"),
        ("other money", r"\d (?:Kenyan shillings|Norwegian kroner|taka|won|CFA francs)"),
        ("percentages", r"\d(?:%| per ?cent)"),
        ("quantities", r"\d (?:kilometres|metres|hectares|kilograms|tonnes)"),
        ("ordinals", r"\b(?:first|third|fourth|\d+th)\b"),
        ("a time on the clock", r"\b\d{1,2}:\d\d\b"),
        ("a date in British form", r"\d{1,2} (?:March|November)"),
        ("a date in American form", r"(?:June|October) \d"),
    ],
)
def test_the_samples_show(feature: str, pattern: str) -> None:
    assert any(re.search(pattern, sample(path).text) for path in FILES), feature


def test_a_name_has_combining_marks_that_no_letter_absorbs() -> None:
    text = unicodedata.normalize("NFC", sample(FOLDER / "culture-lost-film.txt").text)
    assert re.search("[A-Z]\\w*[\u0300-\u036f]", text)
