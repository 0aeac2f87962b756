"""The corpus: its checks find what is wrong, and the corpus that is here passes them."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from annotator.__main__ import main
from annotator.annotation import Invalid
from annotator.corpus import Entry, checking, coverage, read, split
from annotator.corpus.classes import classes
from annotator.corpus.repeats import repeats
from annotator.corpus.statistics import QUOTED, statistics
from annotator.formats import markup

HEAD = "genre: courts\nregion: North\nenglish: British\nmarks: curly double\n"


def entry(name: str, body: str, head: str = HEAD) -> Entry:
    return Entry(name, markup.loads(f"{head}\n{body}"))


def of(body: str) -> list[set[str]]:
    one = entry("a", body)
    every = one.annotations
    return [set(classes(one.text, quote, every)) for quote in every.quotes]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{1 “We go,”} {1s [Ida Moe|PERSON]} {1c said}.", {"before its cue", "name"}),
        ("{1s She} {1c said}, {1 “We go now.”}", {"after its cue", "pronoun"}),
        ("{1s She} {1c said:} {1 “We go now.”}", {"after its cue", "after a colon", "pronoun"}),
        ("{1 “We go,”} {1s she} {1c said}, {1 “now.”}", {"around its cue", "pronoun"}),
        ("{1 “We go.”}", {"chained without cue"}),
        ("{1 “One.}\n\n{1 “Two,”} {1s he} {1c said}.", {"several paragraphs", "before its cue"}),
        ("{1s [Acme|ORG]} {1c said} that {1 it fell}.", {"indirect with that", "organisation"}),
        ("{1s [Kabul|GPE]} {1c said} {1 it fell}.", {"government by its capital"}),
        ("{1c According to} {1s the report}, {1 it fell}.", {"according to", "document"}),
        ("{1s The minister} {1c urged} us {1 to wait}.", {"infinitive", "description"}),
        ("{1s Residents} {1c asked} {1 whether it fell}.", {"question", "group"}),
        ("{1s Officials} {1c denied} {1 it fell}.", {"denial", "group"}),
        ("{1s She} {1c called} it {1 “a small start”} at last.", {"partial quotation", "pronoun"}),
        ("{1s She} {1c said} {1 it was “late” again}.", {"mixed", "pronoun"}),
    ],
)  # fmt: skip
def test_classes_are_told_from_spans_and_words(body: str, expected: set[str]) -> None:
    kind = "mixed" if "mixed" in expected else "indirect"
    kind = "direct" if "{1 “" in body else kind
    (found,) = of(f"{body}\n\n---\n1 {kind}: X\n")
    assert expected <= found
    assert found - expected <= {"indirect without that", "pronoun"}


def test_a_quote_inside_a_quote_is_nested() -> None:
    outer, inner = of("{1 “He told me ‘{2 no}’ twice,”} {1s she} {1c said}.\n\n---\n"
                      "1 direct: X\n2 direct: Y\n")  # fmt: skip
    assert "nested" in inner and "nested" not in outer


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He read “Rain” and “Snow”.", 2),
        ("He read 'Rain', it's said.", 1),
        ("the firms' and the states' men", 0),
        ("‘It’s late’ and ‘so are we’", 2),
        ('6" and 7', 0),
        ("« Oui »", 1),
    ],
)
def test_strings_in_quotation_marks_are_counted(text: str, count: int) -> None:
    assert len(QUOTED.findall(text)) == count


def test_strings_that_are_quotes_are_not_counted_as_none() -> None:
    one = entry("a", "He read “Rain” and {1c said}: {1 “Yes.”}\n\n---\n1 direct: X\n")
    assert statistics([one]).not_quotes == 1


def test_six_words_in_two_articles_are_found_once() -> None:
    one = entry("one", "Before it the tide went out again at noon today.")
    two = entry("two", "Later: “The tide went out again at noon,” and more.")
    three = entry("three", "The tide went out again, at dusk and not at noon.")
    again = "the tide went out again at"
    assert list(repeats([one, two, three], [])) == [(again, "one", "two"), (again, "one", "three")]
    assert list(repeats([one, two, three], ["The tide went out again at noon"])) == []


def test_the_split_has_its_shares_and_never_moves_an_article() -> None:
    entries = [
        entry(f"{genre}-{number}", "Words.", f"genre: {genre}\nregion: {'ns'[number % 2]}\n")
        for genre in ("courts", "crime", "chess")
        for number in range(20)
    ]
    first = split.extend({}, entries[:50])
    whole = split.extend(first, entries)
    assert {name: whole[name] for name in first} == first
    counts = Counter(whole.values())
    assert counts == {"train": 36, "dev": 12, "test": 12}
    for genre in ("courts", "crime", "chess"):
        inside = Counter(part for name, part in whole.items() if name.startswith(genre))
        assert all(abs(inside[part] - 20 * share) <= 2 for part, share in split.SHARES.items())


def test_a_split_that_is_wrong_is_told(tmp_path: Path) -> None:
    (tmp_path / "split.tsv").write_text("a\ttrain\nb\tsomewhere\n")
    with pytest.raises(Invalid, match=r"split\.tsv, line 2: "):
        split.load(tmp_path / "split.tsv")


FOLDER = Path(__file__).parents[1] / "data" / "corpus"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("coverage.toml", "idioms.txt"):
        shutil.copy(FOLDER / name, tmp_path)
    (tmp_path / "articles").mkdir()
    return tmp_path


def test_faults_are_lines(folder: Path) -> None:
    (folder / "articles" / "a.txt").write_text("\n[b|ODD]\n")
    (folder / "articles" / "b.txt").write_text("\nA [b|ORG|b].\n")
    found = list(read(sorted((folder / "articles").glob("*.txt"))))
    assert isinstance(found[1], Invalid)
    assert str(found[1]) == "b.txt, line 2: 'A [b|ORG|b].', expected 'A [b|ORG].'"
    assert isinstance(found[0], Entry)
    lines = list(checking.faults(folder, [found[0]], {}))
    assert "a: 1 words, expected 120 to 250" in lines
    assert "a: ODD of 'b', expected a label of the scheme" in lines
    assert "a: no genre, expected one" in lines
    assert "a: in no part of the split" in lines
    assert "labels PERSON: 0, expected at least 400" in lines


def test_the_command_builds_only_what_is_sound(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "articles" / "a.txt").write_text(f"{HEAD}\nOne [two|ORG].\n")
    command = ["corpus", "--folder", str(folder), "--output", str(folder / "out")]
    assert main([*command, "--extend-split"]) == 1
    assert (folder / "split.tsv").read_text() == "a\ttrain\n"
    captured = capsys.readouterr()
    assert captured.out.startswith("1 articles, 2 words, 0 quotes\n")
    assert "expected at least" in captured.err
    assert not (folder / "out").exists()


@pytest.fixture(scope="module")
def corpus() -> list[Entry]:
    found = list(read(sorted((FOLDER / "articles").glob("*.txt"))))
    assert [str(one) for one in found if isinstance(one, Invalid)] == []
    return [one for one in found if isinstance(one, Entry)]


def test_the_corpus_is_sound(corpus: list[Entry]) -> None:
    parts = split.load(FOLDER / "split.tsv")
    assert list(checking.faults(FOLDER, corpus, parts)) == []


def test_the_parts_have_their_shares(corpus: list[Entry]) -> None:
    counts = Counter(split.load(FOLDER / "split.tsv").values())
    for part, share in split.SHARES.items():
        assert abs(counts[part] / len(corpus) - share) < 0.025


def test_both_passes_are_kept_over_the_same_texts(corpus: list[Entry]) -> None:
    texts = {entry.name: entry.text for entry in corpus}
    for which in ("first", "second"):
        found = list(read(sorted((FOLDER / "passes" / which).glob("*.txt"))))
        kept = {one.name: one.text for one in found if isinstance(one, Entry)}
        assert kept == texts
    agreed = checking.passes(FOLDER)
    assert agreed is not None
    assert "all entities" in checking.shown(agreed)


def test_a_pipeline_is_measured_on_a_part_of_the_corpus(
    capsys: pytest.CaptureFixture[str], corpus: list[Entry]
) -> None:
    assert main(["evaluate", "--corpus", "dev"]) == 0
    output = capsys.readouterr().out
    count = Counter(split.load(FOLDER / "split.tsv").values())["dev"]
    assert output.startswith(f"patterns 1 against {count} annotated articles\n")
    assert "all entities" in output


def test_the_differences_of_the_passes_are_printed_by_article(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["corpus", "--differences"]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    names = [line for line in lines if not line.startswith("  ")]
    assert names == sorted(set(names)) and len(names) > 100
    assert sum(line.startswith("  only the first: ") for line in lines) > 100


def test_a_class_that_is_none_is_told() -> None:
    (line,) = coverage.missing(statistics([]), {"classes": {"shouted": 0}})
    assert line.startswith("classes shouted: no class of quotes, expected one of before its cue")
