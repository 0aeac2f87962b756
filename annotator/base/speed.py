"""How quickly a pipeline reads, and how much memory it takes: in a process of its own, one thread.

``python -m annotator.base.speed PIPELINE FOLDER`` reads the articles of the corpus in a folder and
prints the figures as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TIMES = 5
LENGTHS = (1_000, 10_000, 100_000)
SPEECH = ("gloss_quotes", "gloss_speakers")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def measured(pipeline: Path, corpus: Path) -> dict[str, float]:
    """Words a second (medians of TIMES), megabytes at the peak, and seconds to load.

    The parts of quotes and speakers are also measured on texts of LENGTHS words, put together from
    the same articles: milliseconds, under the number of words.
    """
    command = [sys.executable, "-m", "annotator.base.speed"]
    done = subprocess.run(
        [*command, str(pipeline.absolute()), str(corpus.absolute())],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **dict.fromkeys(THREADS, "1")},
        cwd=Path(__file__).parents[2],
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _figures(pipeline: Path, corpus: Path) -> dict[str, float]:
    started = time.perf_counter()
    import spacy

    from annotator.pipelines.english import register

    imported = time.perf_counter()
    register()
    nlp = spacy.load(pipeline)
    nlp("Ms Lee met Mr Falk in Paris on Monday.")
    loaded = time.perf_counter()
    from annotator.base.articles import records

    texts = [record.article.text for record in records(corpus, "test")]
    blank = spacy.blank("en")
    words = sum(not t.is_space for text in texts for t in blank(text))
    encoder: Any = nlp.get_pipe("encoder")
    given = [nlp.make_doc(text) for text in texts]

    def whole() -> None:
        for text in texts:
            nlp(text)

    def tokenizer() -> None:
        for text in texts:
            blank(text)

    def alone() -> None:
        for doc in given:
            encoder.predict([doc])

    rest = [name for name in nlp.pipe_names if name not in SPEECH]
    read = [_through(nlp, rest, nlp.make_doc(text)) for text in texts]

    def without() -> None:
        for text in texts:
            _through(nlp, rest, nlp.make_doc(text))

    def speech() -> None:
        for doc in read:
            _through(nlp, SPEECH, doc)

    works = {"pipeline": whole, "without": without, "speech": speech}
    rates = rate({**works, "encoder": alone, "tokenizer": tokenizer}, words)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    together = " ".join(texts).split(" ")
    for length in LENGTHS:
        many = together * (length // len(together) + 1)
        nlp.max_length = 100_000_000
        doc = _through(nlp, rest, nlp.make_doc(" ".join(many[:length])))
        took = [_seconds(partial(_through, nlp, SPEECH, doc)) for _ in range(3)]
        rates[str(length)] = median(took) * 1000
    return {
        **rates,
        "words": words,
        "import": imported - started,
        "load": loaded - imported,
        "memory": memory,
    }


def _through(nlp: Language, names: Iterable[str], doc: Doc) -> Doc:
    for name in names:
        doc = nlp.get_pipe(name)(doc)
    return doc


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def rate(works: dict[str, Callable[[], None]], words: int) -> dict[str, float]:
    """Words a second of each, the medians of TIMES rounds in which they take turns."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(TIMES):
        for name, work in works.items():
            took[name].append(_seconds(work))
    return {name: words / median(seconds) for name, seconds in took.items()}


if __name__ == "__main__":
    print(json.dumps(_figures(Path(sys.argv[1]), Path(sys.argv[2]))))
