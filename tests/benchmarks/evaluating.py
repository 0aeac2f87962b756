"""How long 10,000 articles take to evaluate, gold and predictions from files."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.annotation import Annotation, Article, Entity, Quote, Span
from annotator.formats import native
from annotator.formats.native import Record
from annotator.mark import State, add
from tests.browser.conftest import ROOT

COUNT = 10_000
ENTITIES, QUOTES = 25, 4
LABELS = ("PERSON", "ORG", "GPE", "DATE", "CARDINAL")
STOCK = "the council of harbour ferries agreed to build new ships for old money on this debate"
WORDS = STOCK.split()


def record(number: int, noise: float) -> Record:
    """An article of 400 words with entities and quotes; ``noise`` of them are missing or wrong."""
    source = random.Random(number)
    words = source.choices(WORDS, k=400)
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    text = " ".join(words)
    wrong = random.Random(f"{number} {noise}")
    values: list[Annotation] = []
    for place in sorted(source.sample(range(0, 398), ENTITIES)):
        label = source.choice(LABELS)
        if wrong.random() < noise:
            label = wrong.choice(LABELS)
        if wrong.random() >= noise / 2:
            values.append(Entity(Span(starts[place], starts[place] + len(words[place])), label))
    for part in range(QUOTES):
        first = part * 90 + source.randrange(20)
        last = first + 30 - (5 if wrong.random() < noise else 0)
        content = Span(starts[first], starts[last] + len(words[last]))
        who = {"speaker_name": "Mira Olsen", "speaker_status": "named"}
        values.append(Quote((content,), "indirect", **who))
    return Record(Article(text), "ada", State("done"), tuple(map(add, values)))


def write(path: Path, noise: float) -> None:
    """The records of all articles as one file."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(COUNT):
            file.write(native.dumps(record(number, noise)) + "\n")


Row = Callable[[str, list[float], str, str], str]


def rows(folder: Path, times: int, row: Row) -> Iterator[str]:
    """Rows of the table: seconds and megabytes of the command ``evaluate``."""
    gold, predicted = folder / "gold.jsonl", folder / "predicted.jsonl"
    write(gold, 0.0)
    write(predicted, 0.2)
    command = ["-m", "annotator", "evaluate", "--gold", str(gold), "--predicted", str(predicted)]
    seconds, memory = [], []
    for _ in range(times):
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, "GLOSS_STORE": str(folder / "a.db")},
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        assert status == 0
        seconds.append(time.perf_counter() - began)
        memory.append(used.ru_maxrss / 1024)
    yield row(f"{COUNT:,} articles with gold and predictions evaluated", seconds, "60 s", "s")
    yield row("… memory", memory, "2,000 MB", "MB")
