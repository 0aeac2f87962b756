"""Pipelines from this package, from the machine and from a directory."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.annotation import Invalid
from annotator.pipelines import PATTERNS, Pipeline

# Pipelines that come with the project, and any that a person lays beside them.
FOLDER = Path(__file__).resolve().parents[2] / "data" / "pipelines"

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

VERSION = 1

# One token for a word or a number, one for any other character: an entity of ours can begin and
# end at any of them, and no text, however odd, takes more than linear time.
TOKEN = re.compile(r"[\w\u0300-\u036f]+|[^\S ]+| +|[^\w\s]", re.DOTALL)


def installed() -> tuple[str, ...]:
    """The spaCy pipelines installed as packages on this machine."""
    # What spacy.util.get_installed_models reads, without the wait for spaCy.
    return tuple(sorted({point.name for point in entry_points(group="spacy_models")}))


def bundled() -> tuple[str, ...]:
    """The pipelines that lie in the project's own folder."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/config.cfg")))


def patterns() -> Pipeline:
    """The pipeline of patterns, with its lists read and its patterns compiled."""
    import spacy

    from annotator.pipelines.entities import fill

    language = spacy.blank("en")
    tokenized = tokenizer(language.vocab)
    pipeline = Pipeline(f"{PATTERNS} {VERSION}", lambda text: fill(tokenized(text)))
    pipeline.suggest("“Paris,” Ms Lee of Acme Ltd said on Monday. He said that she spoke of it.")
    return pipeline


def trained(name: str, known: Sequence[str]) -> Pipeline:
    """A spaCy pipeline by package name or directory; raises Invalid for anything else."""
    import spacy

    from annotator.pipelines.english import register

    ours = name in bundled()
    directory = FOLDER / name if ours else Path(name)
    if name not in known and not _is_pipeline(directory):
        raise Invalid(
            f"pipeline {name!r} is neither a spaCy pipeline's directory nor one of "
            f"{', '.join(known)}"
        )
    register()
    try:
        language = _package(name) if name in known and not ours else spacy.load(directory)
        language("Paris, Ms Lee said.")  # what cannot read shows it now, not in the tenth article
    except Exception as error:  # whatever a foreign pipeline's parts may raise
        raise Invalid(f"pipeline {name!r} cannot be loaded: {error}") from error
    meta = language.meta
    title = name if name in known else f"{meta['lang']}_{meta['name']}"
    return Pipeline(f"{title} {meta['version']}", _parser(language), meta["lang"])


def _package(name: str) -> Language:
    (point, *_) = entry_points(group="spacy_models", name=name)
    language: Language = point.load().load()
    return language


def _is_pipeline(directory: Path) -> bool:
    try:
        return (directory / "config.cfg").is_file()
    except (OSError, ValueError):  # a name that no file system can hold
        return False


def _parser(language: Language) -> Callable[[str], Doc]:
    def parse(text: str) -> Doc:
        language.max_length = max(language.max_length, len(text) + 1)
        return language(text)

    return parse


def tokenizer(vocab: Vocab) -> Callable[[str], Doc]:
    """A function from a text to a Doc with exactly this text and no entities."""
    from spacy.tokens import Doc

    def tokenized(text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for piece in TOKEN.findall(text):
            if piece[0] == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
                piece = piece[1:]
            if piece:
                words.append(piece)
                spaces.append(False)
        return Doc(vocab, words=words, spaces=spaces)

    return tokenized
