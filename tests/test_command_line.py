from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text as sql

from annotator import gold
from annotator.__main__ import main
from annotator.annotation import Appearance, Article, Entity, Span
from annotator.formats import native
from annotator.formats.native import Record
from annotator.mark import NEW, State, accept, state_to_json, suggest
from annotator.store import (
    Store,
    articles,
    edits,
    layers,
    library,
    open_store,
    removal,
    suggestions,
)
from tests.test_store_edits import sent

ROOT = Path(__file__).parents[1]
RAIN = Article("“Rain fell,” Ann Doe said in Kabul on 7 November 2024.", "Rain")
KABUL = suggest(Entity(Span(29, 34), "GPE"))
DONE = State("done")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """A command on the store of this test: its exit status, its output, its complaints."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capsysbinary.readouterr()
        status = main(["--store", str(tmp_path / "annotator.db"), *map(str, arguments)])
        output, errors = capsysbinary.readouterr()
        return status, output.decode(), errors.decode()

    return run


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[Path]:
    """A folder with two articles, and one file that is none."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "rain.txt").write_text(f"date 2024-11-07 {RAIN.text}", encoding="utf-8")
    (folder / "snow.txt").write_text("Snow fell on Herat.", encoding="utf-8")
    (folder / "void.txt").write_text(" \n")
    yield folder


def line(*marks: Any, annotator: str | None = "Ben", state: State = DONE) -> str:
    return native.dumps(Record(RAIN, annotator, state, marks)) + "\n"


def records(output: str) -> list[Record]:
    found = list(native.loads(output.splitlines(keepends=True)))
    assert all(isinstance(record, Record) for record in found), found
    return [record for record in found if isinstance(record, Record)]


def test_import_adds_articles_and_suggests(run: Run, store: Store, texts: Path) -> None:
    status, output, errors = run("import", texts, "--annotator", "Ann")
    assert (status, errors.count("\n")) == (0, 1)
    assert output == "2 new, 1 unusable\nsuggestions for 2\n"
    assert errors.startswith("void.txt: ")
    assert [row["published"] for row in library.page(store, "Ann", library.Filter())] == [
        "2024-11-07",
        None,
    ]
    assert suggestions.missing(store) == []


def test_import_says_what_was_there_already(run: Run, store: Store, texts: Path) -> None:
    run("import", texts, "--no-suggestions")
    assert len(suggestions.missing(store)) == 2
    (texts / "rain.txt").write_text(f"date 2024-11-08 {RAIN.text}", encoding="utf-8")
    status, output, _ = run("import", texts / "rain.txt", texts / "snow.txt", "--no-suggestions")
    assert (status, output) == (0, "1 seen again, 1 known\n")


def test_import_takes_layers_with_their_articles(run: Run, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line(accept(KABUL)) + "{\n", encoding="utf-8")
    status, output, errors = run("import", path, "--no-suggestions")
    assert (status, output) == (0, "1 new, 1 with labels, 1 unusable\n")
    assert errors.startswith("a.jsonl, line 2: ")
    layer = layers.load(store, RAIN.id, "Ben")
    assert layer is not None
    assert (layer.state, layer.marks) == (DONE, (accept(KABUL),))


@pytest.mark.parametrize("name", ["void.txt", "missing.txt", "film.mp4"])
def test_an_import_of_nothing_usable_fails(run: Run, texts: Path, name: str) -> None:
    (texts / "film.mp4").write_bytes(b"\0")
    status, output, errors = run("import", texts / name)
    assert (status, output) == (1, "1 unusable\n")
    assert errors.startswith(f"{name}: ")


def test_annotate_writes_what_a_pipeline_suggests_and_keeps_out_of_the_store(
    run: Run, texts: Path, tmp_path: Path
) -> None:
    status, output, errors = run("annotate", texts, "--pipeline", "patterns")
    assert (status, errors.count("\n")) == (0, 1)
    rain, snow = records(output)
    assert rain.annotator == snow.annotator == "patterns 1"
    assert rain.article.appearances == (Appearance("2024-11-07"),)
    assert {mark.decision for mark in rain.marks} == {None}
    assert "Kabul" in {mark.value.spans[0].surface(RAIN.text) for mark in rain.marks}
    assert not (tmp_path / "annotator.db").exists()
    assert run("annotate", texts, "--output", tmp_path / "out" / "a.jsonl")[:2] == (0, "")
    assert (tmp_path / "out" / "a.jsonl").read_text(encoding="utf-8") == output


def test_what_was_annotated_elsewhere_is_imported_as_suggestions(
    run: Run, store: Store, texts: Path, tmp_path: Path
) -> None:
    run("annotate", texts, "--output", tmp_path / "a.jsonl")
    status, output, _ = run("import", tmp_path / "a.jsonl")
    assert status == 0
    assert output.startswith("2 new, 1 with labels\n")  # the other had nothing to mark
    assert {row["suggested_by"] for row in library.page(store, "Ann", library.Filter())} == {
        "patterns 1"
    }
    assert list(layers.all_of(store)) == []


@pytest.mark.parametrize("command", [["annotate"], ["evaluate", "--gold"]])
def test_an_unknown_pipeline_is_named(run: Run, texts: Path, command: list[str]) -> None:
    article = texts / "a.jsonl"
    gold.write_whole(article, line(accept(KABUL)))
    status, output, errors = run(*command, article, "--pipeline", "no such thing")
    assert (status, output) == (1, "")
    assert "no such thing" in errors


def place(store: Store) -> None:
    articles.add(store, [RAIN], annotator="Ann")
    layers.suggest(store, RAIN.id, "test 1", [KABUL])
    layers.place(store, RAIN.id, "Ben", DONE, [accept(KABUL)])
    layers.place(store, RAIN.id, "Cid", State("in progress"), [])


@pytest.mark.parametrize(
    ("options", "annotators"),
    [
        ([], ["Ben", "Cid"]),
        (["--status", "done"], ["Ben"]),
        (["--annotator", "Cid"], ["Cid"]),
        (["--annotator", "test 1"], ["test 1"]),
        (["--annotator", "Cid", "--status", "done"], []),
    ],
)
def test_export_writes_the_chosen_layers(
    run: Run, store: Store, options: list[str], annotators: list[str]
) -> None:
    place(store)
    status, output, errors = run("export", *options)
    assert (status, errors) == (0, "")
    assert [record.annotator for record in records(output)] == annotators


def test_what_was_exported_can_be_imported_elsewhere(
    run: Run, store: Store, tmp_path: Path
) -> None:
    place(store)
    assert run("export", "--output", tmp_path / "all.jsonl") == (0, "", "")
    elsewhere = str(tmp_path / "elsewhere.db")
    assert main(["--store", elsewhere, "import", str(tmp_path / "all.jsonl")]) == 0
    other = open_store(elsewhere)
    assert list(layers.all_of(other)) == list(layers.all_of(store))
    other.close()


def test_export_writes_the_history_even_of_what_was_deleted(run: Run, store: Store) -> None:
    place(store)
    edits.take(store, [sent(1, NEW, DONE, article=RAIN.id), sent(2, None, None, annotator="Ben")])
    removal.remove(store, [RAIN.id], annotator="Ben")
    status, output, _ = run("export", "--history")
    assert status == 0
    logged = [json.loads(entry) for entry in output.splitlines()]
    assert [entry["annotator"] for entry in logged] == ["Ann", "Ben", "Ben"]
    assert logged[0]["new"] == state_to_json(State("done"))
    assert set(logged[0]) == set(edits.Logged.__dataclass_fields__)
    assert len(run("export", "--history", "--annotator", "Ann")[1].splitlines()) == 1


def test_export_names_damaged_rows_and_writes_the_others(run: Run, store: Store) -> None:
    place(store)
    damage(store)
    status, output, errors = run("export", "--annotator", "Ben")
    assert (status, len(records(output))) == (1, 1)
    assert "is not 'Herat'" in errors


def damage(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(sql("UPDATE mentions SET surface = 'Herat'"))


def test_evaluate_prints_a_table(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "gold"
    gold.write_whole(folder / "a.jsonl", line(accept(KABUL)) + line(annotator="Cid"))
    status, output, errors = run("evaluate", "--gold", folder)
    assert (status, errors) == (0, "")
    lines = output.splitlines()
    assert lines[0] == "patterns 1 against 2 annotated articles"
    assert lines[2].split() == [
        *("precision", "recall", "F1", "95", "%", "of", "F1", "gold", "predicted")
    ]
    (gpe,) = (row.split() for row in lines if row.startswith("GPE"))
    assert gpe[1:4] == ["0.500", "1.000", "0.667"]
    assert gpe[-2:] == ["1", "2"]
    assert lines[3].startswith("all entities")
    assert any(row.startswith("entities, partial") for row in lines)


def test_evaluate_may_count_the_gold_of_one_annotator(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "gold"
    gold.write_whole(folder / "a.jsonl", line(accept(KABUL)) + line(annotator="Cid"))
    status, output, _ = run("evaluate", "--gold", folder, "--by", "Cid")
    assert status == 0
    assert "against 1 annotated articles" in output
    status, output, errors = run("evaluate", "--gold", folder, "--by", "Eve")
    assert (status, output) == (1, "")
    assert errors.startswith("no gold by Eve in ")


def test_evaluate_names_what_it_cannot_read(run: Run, tmp_path: Path) -> None:
    gold.write_whole(tmp_path / "gold" / "a.jsonl", "{\n" + line(accept(KABUL)))
    status, output, errors = run("evaluate", "--gold", tmp_path / "gold")
    assert status == 1
    assert "against 1 annotated articles" in output
    assert errors.startswith("a.jsonl, line 1: ")


@pytest.mark.parametrize("there", [True, False])
def test_evaluate_without_gold_says_so(run: Run, tmp_path: Path, there: bool) -> None:
    if there:
        (tmp_path / "gold").mkdir()
    status, output, errors = run("evaluate", "--gold", tmp_path / "gold")
    assert (status, output) == (1, "")
    assert errors.startswith("no gold ")


def test_doctor_finds_a_sound_store_sound(run: Run, store: Store, tmp_path: Path) -> None:
    place(store)
    gold.write(store, [RAIN.id], tmp_path / "gold")
    assert run("doctor", "--gold", tmp_path / "gold") == (0, "The store is sound.\n", "")


def test_doctor_names_damage_and_leaves_gold_alone(run: Run, store: Store, tmp_path: Path) -> None:
    place(store)
    gold.write(store, [RAIN.id], tmp_path / "gold")
    before = (tmp_path / "gold" / f"{RAIN.id}.jsonl").read_bytes()
    damage(store)
    status, output, _ = run("doctor", "--gold", tmp_path / "gold", "--repair-gold")
    assert status == 1
    assert output.count("is not 'Herat'") == 2
    assert (tmp_path / "gold" / f"{RAIN.id}.jsonl").read_bytes() == before


def test_doctor_finds_and_repairs_stale_gold(run: Run, store: Store, tmp_path: Path) -> None:
    place(store)
    folder = tmp_path / "gold"
    assert run("doctor", "--gold", folder) == (
        1,
        f"gold of article {RAIN.id}: differs from the store\n",
        "",
    )
    status, output, _ = run("doctor", "--gold", folder, "--repair-gold")
    assert (status, output.splitlines()[-1]) == (0, "The store is sound.")
    assert gold.stale(store, folder) == []
    assert run("doctor", "--gold", folder) == (0, "The store is sound.\n", "")


@pytest.mark.parametrize("command", ["doctor", "export"])
def test_a_store_that_is_not_there_is_not_made_to_be_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert main(["--store", str(tmp_path / "typo.db"), command]) == 1
    assert "there is no store at" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["doctor"], ["export"], ["import", "README.md"]])
def test_a_file_that_is_no_store_is_an_error_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    (tmp_path / "a.db").write_text("No database, but a long enough letter to somebody. " * 40)
    assert main(["--store", str(tmp_path / "a.db"), *command]) == 1
    assert capsys.readouterr().err == f"store {tmp_path / 'a.db'}: file is not a database\n"


@pytest.mark.parametrize("arguments", [[], ["fly"], ["export", "--status", "over"], ["import"]])
def test_a_command_line_that_makes_no_sense_is_explained(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: python -m annotator" in capsys.readouterr().err


def test_the_commands_run_as_a_program_of_their_own(texts: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "annotator", "--store", str(tmp_path / "a.db")]
    done = subprocess.run(
        [*command, "import", str(texts), "--no-suggestions"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "2 new, 1 unusable\n")
    assert done.stderr.startswith("void.txt: ")


def test_help_comes_at_once() -> None:
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "annotator", "--help"], cwd=ROOT, capture_output=True, check=True
        )
        taken.append(time.perf_counter() - begun)
    assert min(taken) < 0.3


def test_help_loads_no_library_that_is_slow_to_load() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "annotator", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {row.rpartition("|")[2].strip() for row in done.stderr.splitlines()}
    assert "argparse" in loaded
    assert not loaded & {"spacy", "pandas", "numpy", "sqlalchemy", "streamlit", "altair"}
