"""Pipelines, files and people against gold, in values, on the command line and as CSV."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import measuring, pipelines
from annotator.annotation import LAYERS, Annotations, Article, Entity, Invalid, Quote, Span
from annotator.evaluation import Counts
from annotator.evaluation.figures import figures
from annotator.evaluation.report import Compared, Error, Report
from annotator.formats import native
from annotator.formats.native import Record
from annotator.mark import Origin, State, accept, add, reject, suggest
from annotator.pipelines import Pipeline
from annotator.store import Store, articles, layers

TEXTS = [
    "“Rain fell,” President Ann Doe said in Kabul on 7 November 2024.",
    "Snow fell on Herat. “Snow,” said Mr Ben Roe of the United Nations.",
    "Nothing to see here.",
]
DONE = State("done")


@pytest.fixture(scope="module")
def patterns() -> Pipeline:
    return pipelines.load("patterns")


def report(records: list[Record], predict: measuring.Predict) -> Report:
    return Report([one for one in measuring.measure(records, predict) if one])


def test_a_pipeline_against_its_own_suggestions_is_perfect(patterns: Pipeline) -> None:
    gold = [
        Record(Article(text), "Ann", DONE, tuple(map(accept, patterns.suggest(text))))
        for text in TEXTS
    ]
    found = report(gold, measuring.by_pipeline(patterns))
    assert len(found.articles) == 3
    assert found.quotes["all", 1.0].right == found.quotes["all", 1.0].gold == 2
    assert found.entities
    assert all(c.fp == c.fn == 0 < c.tp for c in found.entities.values())
    assert not list(found.errors())


def test_what_was_rejected_or_missing_counts_as_wrong_or_missed(patterns: Pipeline) -> None:
    kabul, date = Span(39, 44), Span(48, 63)
    rejected = reject(suggest(Entity(kabul, "GPE")))
    assert rejected is not None
    marks = (rejected, add(Entity(date, "DATE")), add(Entity(Span(1, 5), "EVENT")))
    gold = [Record(Article(TEXTS[0]), "Ann", DONE, marks)]
    found = report(gold, measuring.by_pipeline(patterns))
    assert found.entities["GPE"] == Counts(fp=1)
    assert found.entities["DATE"] == Counts(tp=1)
    assert found.entities["EVENT"] == Counts(fn=1)
    assert (found.quotes["all", 0.5].predicted, found.quotes["all", 0.5].gold) == (1, 0)


def test_an_article_of_several_annotators_is_read_once(patterns: Pipeline) -> None:
    read: list[str] = []

    def parse(text: str):  # type: ignore[no-untyped-def]
        read.append(text)
        return patterns.parse(text)

    article = Article(TEXTS[0])
    gold = [Record(article, annotator, DONE) for annotator in ("Ann", "Ben")]
    found = report(gold, measuring.by_pipeline(Pipeline("counted 1", parse)))
    assert (len(found.articles), len(read)) == (2, 1)


def test_suggestions_of_the_store_are_not_made_again(store: Store) -> None:
    (article,) = articles.add(store, [Article(TEXTS[0])], annotator="Ann").new
    mark = suggest(Entity(Span(39, 44), "ORG"))
    layers.suggest(store, article, "kept 1", [mark])

    def parse(text: str):  # type: ignore[no-untyped-def]
        raise AssertionError("it was read again")

    predict = measuring.by_suggestions(store, Pipeline("kept 1", parse))
    assert predict(Article(TEXTS[0])) == Annotations(entities=(mark.value,))  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="read again"):
        predict(Article(TEXTS[1]))


def test_what_was_not_checked_is_not_measured(patterns: Pipeline) -> None:
    marks = tuple(map(accept, patterns.suggest(TEXTS[0])))
    partly = replace(DONE, checked=("quotes",))
    gold = [Record(Article(TEXTS[0]), "Ann", state, marks) for state in (DONE, partly)]
    whole, part = measuring.measure(gold, lambda article: Annotations())
    assert whole is not None
    assert part is not None
    assert (whole.checked, part.checked) == (frozenset(LAYERS), frozenset({"quotes"}))
    assert sum(counts.gold for counts in whole.entities.values()) > 0
    assert part.entities == {}
    assert {error.layer for error in part.errors} <= {"quotes"}


def test_a_file_that_says_nothing_of_an_article_is_told_from_one_that_finds_nothing() -> None:
    one, two = Article(TEXTS[0]), Article(TEXTS[1])
    predict = measuring.by_records([Record(one, "model")])
    found = list(measuring.measure([Record(one, "Ann", DONE), Record(two, "Ann", DONE)], predict))
    assert [type(each) for each in found] == [Compared, type(None)]


def test_two_predictions_of_one_article_are_refused() -> None:
    records = [Record(Article(TEXTS[0]), name) for name in ("one", "two")]
    with pytest.raises(Invalid, match="predicted twice: name one annotator"):
        measuring.by_records(records)
    assert measuring.by_records(records, "two")(Article(TEXTS[0])) == Annotations()


def test_a_bad_line_of_predictions_is_no_prediction() -> None:
    with pytest.raises(Invalid, match="line 3"):
        measuring.by_records([Invalid("file.jsonl, line 3: no")])


def test_a_person_is_measured_against_the_others_and_not_against_themselves() -> None:
    article = Article(TEXTS[0])
    kabul = Entity(Span(39, 44), "GPE")
    records = [Record(article, "Ann", DONE, (add(kabul),)), Record(article, "Ben", DONE)]
    predict = measuring.by_records(records, "Ben")
    (found,) = measuring.measure(records, predict, "Ben")
    assert found is not None
    assert found.entities == {"GPE": Counts(fn=1)}


def test_two_systems_are_compared_on_the_articles_of_which_both_say_something() -> None:
    gold = [Record(Article(text), "Ann", DONE) for text in TEXTS]
    first = measuring.measure(gold, measuring.by_records([Record(Article(TEXTS[0]))]))
    second = measuring.measure(gold, measuring.by_records([Record(Article(t)) for t in TEXTS]))
    one, two = measuring.paired(first, second)
    assert [c.article for c in one.articles] == [c.article for c in two.articles]
    assert len(one.articles) == 1


def test_what_suggestions_do_is_told_by_the_articles_that_were_read_blind() -> None:
    kabul = Entity(Span(39, 44), "GPE")
    texts = [f"{TEXTS[0]} {n}" for n in range(12)]
    gold = []
    for n, text in enumerate(texts):
        blind = n % 2 == 0
        marks = () if blind and n % 4 else (add(kabul),)
        gold.append(Record(Article(text), "Ann", DONE, marks, Origin(blind=blind)))
    gold.append(Record(Article(TEXTS[1]), "Eve (review)", DONE, (), Origin(reviewed=("A", "B"))))
    found = measuring.measure(gold, lambda article: Annotations((kabul,)))
    bias = measuring.bias(gold, found)
    assert (len(bias.blind.articles), len(bias.suggested.articles)) == (6, 6)
    assert measuring.all_entities(bias.blind).f1 == pytest.approx(2 / 3)
    assert measuring.all_entities(bias.suggested).f1 == 1.0
    differences = bias.differences()
    assert differences["quotes"] is None
    entities = differences["entities"]
    assert entities is not None
    assert entities.f1 == pytest.approx(1 / 3)
    # 3 of 6 blind ones lack it: of all 924 divisions 2 * C(9, 3) put all three on one side.
    assert entities.p == pytest.approx(168 / 924, abs=0.05)


def test_without_gold_nothing_is_defined() -> None:
    nothing = Report([])
    assert figures(nothing) == []
    assert nothing.macro_f1 is None
    assert measuring.differences(nothing, nothing) == {"entities": None, "quotes": None}
    assert measuring.in_words(nothing).strip().startswith("precision")


def test_figures_say_how_sure_they_are(patterns: Pipeline) -> None:
    gold = [
        Record(Article(text), "Ann", DONE, tuple(map(accept, patterns.suggest(text))))
        for text in TEXTS
    ]
    found = {one.name: one for one in figures(report(gold, measuring.by_pipeline(patterns)))}
    sure = found["all entities"].interval
    assert sure is not None
    assert (sure.low, sure.high) == (1.0, 1.0)
    assert found["quotes, exact"].f1 == 1.0
    assert next(iter(found)) == "all entities"


def test_errors_are_csv_in_which_nothing_is_a_formula() -> None:
    quote = Quote((Span(0, 4),))
    assert quote.start == 0
    error = Error("a1", "entities", "missed", Span(0, 4), "=1+1", "ORG =1+1", "")
    rows = list(csv.reader(measuring.errors_csv([error])))
    assert rows[0][:3] == ["article", "layer", "error"]
    assert rows[1] == ["a1", "entities", "missed", "0", "4", "'=1+1", "ORG =1+1", ""]


def test_the_command_line_sets_two_files_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from annotator.__main__ import main

    kabul, herat = Entity(Span(39, 44), "GPE"), Entity(Span(13, 18), "GPE")
    gold = [
        Record(Article(TEXTS[0]), "Ann", DONE, (add(kabul),)),
        Record(Article(TEXTS[1]), "Ann", DONE, (add(herat),)),
    ]
    right = [
        Record(r.article, "right", marks=tuple(suggest(m.value) for m in r.marks)) for r in gold
    ]
    wrong = [Record(r.article, "wrong") for r in gold]
    for name, records in (("gold", gold), ("right", right), ("wrong", wrong)):
        lines = "".join(native.dumps(record) + "\n" for record in records)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    at = {name: str(tmp_path / f"{name}.jsonl") for name in ("gold", "right", "wrong")}
    errors = tmp_path / "errors.csv"
    status = main(
        ["evaluate", "--gold", at["gold"], "--predicted", at["wrong"], "--against", at["right"],
         "--errors", str(errors)]
    )  # fmt: skip
    output = capsys.readouterr().out
    assert status == 0
    assert "F1 +1.000" in output
    rows = list(csv.DictReader(errors.read_text(encoding="utf-8").splitlines()))
    assert [(row["error"], row["surface"]) for row in rows] == [
        ("missed", "Kabul"),
        ("missed", "Herat"),
    ]
