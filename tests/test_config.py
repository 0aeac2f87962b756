from __future__ import annotations

from pathlib import Path

import pytest

from annotator import config
from annotator.annotation import check_line


def test_without_an_environment_all_is_kept_in_the_data_folder() -> None:
    found = config.load({})
    data = config.ROOT / "data"
    assert found.store == str(data / "annotator.db")
    assert (found.gold, found.samples) == (data / "gold", data / "samples")
    assert found.pipeline == "en_news"


def test_the_environment_names_each_of_them() -> None:
    found = config.load(
        {
            "GLOSS_STORE": "postgresql://host/gloss",
            "GLOSS_GOLD": "/elsewhere/gold",
            "GLOSS_SAMPLES": "texts",
            "GLOSS_IMPORTS": "/elsewhere/imports",
            "GLOSS_ANNOTATOR": "Ann",
            "GLOSS_PIPELINE": "en_core_web_sm",
        }
    )
    assert found == config.Config(
        "postgresql://host/gloss",
        Path("/elsewhere/gold"),
        Path("texts"),
        Path("/elsewhere/imports"),
        "Ann",
        "en_core_web_sm",
    )


def test_the_process_environment_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOSS_STORE", "elsewhere.db")
    assert config.load().store == "elsewhere.db"


def test_empty_variables_are_as_good_as_none() -> None:
    names = ("GLOSS_STORE", "GLOSS_GOLD", "GLOSS_ANNOTATOR", "GLOSS_PIPELINE")
    assert config.load(dict.fromkeys(names, "")) == config.load({})


def test_empty_samples_are_no_folder() -> None:
    assert not config.load({"GLOSS_SAMPLES": ""}).samples.is_dir()


@pytest.mark.parametrize("name", ["  Ann  Doe ", "Ann\nDoe", "A" * 300, "  ", "", "Ann " * 50])
def test_the_annotator_is_a_name_under_which_edits_can_be_kept(name: str) -> None:
    check_line("annotator", config.load({"GLOSS_ANNOTATOR": name}).annotator, 100)
