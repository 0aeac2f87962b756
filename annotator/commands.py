"""What each command does, from its arguments to its exit code: 0 when all went well, else 1."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from annotator import processes
from annotator.annotation import Article, Invalid
from annotator.terminal import complain, opened, progress, write

if TYPE_CHECKING:
    import argparse

    from annotator.formats.native import Record
    from annotator.ingest import Found
    from annotator.store import Store


def take_in(arguments: argparse.Namespace) -> int:
    """Add what the paths hold, and suggest annotations for what has none."""
    from annotator import batch, ingest, intake
    from annotator.imports import remembered
    from annotator.store import suggestions

    with opened(arguments.store) as store:
        choices = arguments.columns or remembered(store)
        found = (one for path in arguments.paths for one in ingest.read(path, choices))
        if arguments.preview:
            return preview(store, found)
        taken = intake.take(store, counted(found), annotator=arguments.annotator)
        progress("")
        for problem in taken.problems:
            complain(problem)
        if arguments.problems:
            write(iter(taken.problems), arguments.problems)
        print(taken)
        added = taken.added
        if not (added.new or added.again or added.known):
            return 1
        missing = 0 if arguments.no_suggestions else suggestions.count_missing(store)
        if missing:
            made = 0
            for made, _ in enumerate(batch.suggest_missing(store, arguments.pipeline), 1):
                progress(f"suggestions for {made} of {missing}")
            progress("")
            print(f"suggestions for {made}")
    return 0


def preview(store: Store, found: Iterable[Found]) -> int:
    """Say what an import would add, and which column of a table would be what."""
    from annotator import intake
    from annotator.preview import Preview

    seen = Preview()
    for part in intake.parts(seen.noting(found)):
        for problem in seen.add(store, part):
            complain(problem)
        progress(f"{seen.things:,} read")
    progress("")
    for table in seen.tables:
        print(f"{table.name}: {table.columns}")
    print(intake.in_words(seen.counts))
    return 0


def work(arguments: argparse.Namespace) -> int:
    """Do what is asked for in the store, until nobody holds this process any more."""
    from annotator import work
    from annotator.store import turns

    rest = processes.rest(held=not sys.stdin.isatty())
    with opened(arguments.store) as store:
        while True:
            with turns.alone(store, arguments.kind) as mine:
                if mine and arguments.kind == "imports":
                    work.take_in(store, arguments.imports, rest)
                elif mine:
                    work.suggest(store, arguments.pipeline, rest)
            if mine or not rest():
                return 0


def annotate(arguments: argparse.Namespace) -> int:
    """Write what a pipeline suggests for the articles that the paths hold."""
    from annotator import ingest, pipelines
    from annotator.formats import native

    pipeline = pipelines.load(arguments.pipeline)

    def records() -> Iterator[Record]:
        number = 0
        for path in arguments.paths:
            for found in ingest.read(path):
                if isinstance(found, Invalid):
                    complain(str(found))
                if isinstance(found, Invalid | ingest.Table):
                    continue
                article = found if isinstance(found, Article) else found.article
                yield native.Record(article, pipeline.name, marks=pipeline.suggest(article.text))
                number += 1
                if arguments.output:
                    progress(f"{number} annotated")
        progress("")

    written = write((native.dumps(record) for record in records()), arguments.output)
    return 0 if written else 1


def export(arguments: argparse.Namespace) -> int:
    """Write the layers of the store as native lines, or the log of edits."""
    from annotator import gold
    from annotator.formats import native
    from annotator.store import edits, layers

    who = arguments.annotator
    bad = 0

    def records() -> Iterator[Record]:
        nonlocal bad
        for layer in layers.all_of(store, annotator=who, status=arguments.status):
            bad += sum(map(complain, layer.problems))
            yield gold.record(layer)

    with opened(arguments.store, new=False) as store:
        if arguments.history:
            lines = (json.dumps(asdict(e), ensure_ascii=False) for e in edits.log(store, None, who))
        else:
            lines = (native.dumps(record) for record in records())
        write(lines, arguments.output)
    return 1 if bad else 0


def corpus(arguments: argparse.Namespace) -> int:
    """Print what the corpus holds and what is wrong with it; write it in the native format."""
    from annotator.corpus import Entry, checking, read, split
    from annotator.corpus.statistics import statistics
    from annotator.formats import native

    folder, bad = arguments.folder, 0
    if arguments.differences:
        write(checking.differing(folder), None)
        return 0
    entries: list[Entry] = []
    for found in read(arguments.paths or sorted((folder / "articles").glob("*.txt"))):
        if isinstance(found, Invalid):
            bad += complain(str(found))
        else:
            entries.append(found)
    print(statistics(entries))
    if arguments.paths:
        return 1 if bad else 0
    place = folder / "split.tsv"
    parts = split.load(place) if place.is_file() else {}
    if arguments.extend_split:
        parts = split.extend(parts, entries)
        write(split.dumps(parts).splitlines(), place)
    bad += sum(map(complain, checking.faults(folder, entries, parts)))
    for part in split.SHARES:
        inside = [entry for entry in entries if parts.get(entry.name) == part]
        print(f"{part}: {len(inside)} articles")
        if arguments.output and not bad:
            lines = (native.dumps(entry.record) for entry in inside)
            write(lines, arguments.output / f"{part}.jsonl")
    if agreed := checking.passes(folder):
        print(f"\nthe two passes:\n{checking.shown(agreed)}")
    return 1 if bad else 0


def train_base(arguments: argparse.Namespace) -> int:
    """Build the bundled pipeline again from its corpora."""
    from annotator import config
    from annotator.base import recipe

    corpus = config.ROOT / "data" / "corpus"
    recipe.make(arguments.corpora, corpus, arguments.output, print)
    return 0


def score(arguments: argparse.Namespace) -> int:
    """Measure the bundled pipeline on what it was not trained on; write it into its card."""
    from annotator import config
    from annotator.base import card

    corpus = config.ROOT / "data" / "corpus"
    figures = card.measure(arguments.folder, arguments.corpora, corpus, progress)
    progress("")
    print(card.shown(figures))
    card.write(arguments.folder, figures)
    return 0


def release(arguments: argparse.Namespace) -> int:
    """Put all that people are done with into a release that never changes."""
    from annotator import releases

    with opened(arguments.store, new=False) as store:
        made = releases.make(
            store, arguments.gold / releases.FOLDER, arguments.name, arguments.annotator
        )
    for problem in made.problems:
        complain(problem)
    parts = ", ".join(f"{part} {number}" for part, number in made.manifest["parts"].items())
    print(f"{made.folder}: {len(made.manifest['articles'])} articles ({parts})")
    return 0


def doctor(arguments: argparse.Namespace) -> int:
    """Print a line for each thing in the store or the gold files that is not as it should be."""
    from annotator import gold
    from annotator.store import doctor

    sound = True
    with opened(arguments.store, new=False) as store:
        for problem in doctor.problems(store):
            sound = False
            print(problem)
        if not sound:
            return 1  # gold is made from the store, so a damaged one must not renew it
        stale = gold.stale(store, arguments.gold)
        if arguments.repair_gold:
            gold.write(store, stale, arguments.gold)
        for article in stale:
            done = "written again" if arguments.repair_gold else "differs from the store"
            print(f"gold of article {article}: {done}")
    if stale and not arguments.repair_gold:
        return 1
    print("The store is sound.")
    return 0


def counted(found: Iterable[Found]) -> Iterator[Found]:
    """The same, with their number shown as they pass."""
    for number, one in enumerate(found, 1):
        if number % 100 == 0:
            progress(f"{number:,} read")
        yield one
