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
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

TIMES = 5
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def measured(pipeline: Path, corpus: Path) -> dict[str, float]:
    """Words a second (medians of TIMES), megabytes at the peak, and seconds to load."""
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

    rates = rate({"pipeline": whole, "encoder": alone, "tokenizer": tokenizer}, words)
    return {
        **rates,
        "words": words,
        "import": imported - started,
        "load": loaded - imported,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def rate(works: dict[str, Callable[[], None]], words: int) -> dict[str, float]:
    """Words a second of each, the medians of TIMES rounds in which they take turns."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(TIMES):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            took[name].append(time.perf_counter() - started)
    return {name: words / median(seconds) for name, seconds in took.items()}


if __name__ == "__main__":
    print(json.dumps(_figures(Path(sys.argv[1]), Path(sys.argv[2]))))
