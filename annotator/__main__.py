"""The command line: python -m annotator COMMAND, a thin skin over the functions of the package.

Each command imports what it needs, so that help and small commands answer at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import config
from annotator.annotation import Article, Invalid
from annotator.mark import STATUSES

if TYPE_CHECKING:
    from annotator.formats.native import Record
    from annotator.store import Store


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 when all went well, 1 when something did not, which was then said."""
    arguments = parser().parse_args(argv)
    try:
        done: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (Invalid, OSError) as error:
        return complain(str(error))
    except KeyboardInterrupt:
        return complain("interrupted; what was finished before is kept")
    return done


def parser() -> argparse.ArgumentParser:
    """All commands with their options, their defaults taken from the environment."""
    defaults = config.load()
    whole = argparse.ArgumentParser(
        prog="python -m annotator",
        description="Gloss without a browser: take articles in, annotate, export, evaluate, check.",
    )
    whole.add_argument(
        "--store", default=defaults.store, help="file or database URL (default: %(default)s)"
    )
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)

    command = commands.add_parser("import", help="add articles, and labels that came with them")
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    command.add_argument(
        "--annotator", default=defaults.annotator, help="who adds them (default: %(default)s)"
    )
    command.add_argument(
        "--no-suggestions", action="store_true", help="leave the suggestions to the dashboard"
    )
    command.set_defaults(run=take_in, pipeline=defaults.pipeline)

    command = commands.add_parser("annotate", help="annotate files, without the store")
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    _pipeline(command, defaults.pipeline)
    _output(command)
    command.set_defaults(run=annotate)

    command = commands.add_parser("export", help="write what people annotated")
    command.add_argument("--annotator", metavar="NAME", help="of one annotator or pipeline only")
    which = command.add_mutually_exclusive_group()
    which.add_argument("--status", choices=STATUSES, help="only what is in this state")
    which.add_argument("--history", action="store_true", help="every edit ever made, in order")
    _output(command)
    command.set_defaults(run=export)

    command = commands.add_parser("evaluate", help="compare a pipeline with gold")
    _pipeline(command, defaults.pipeline)
    _gold(command, defaults.gold)
    command.set_defaults(run=evaluate)

    command = commands.add_parser("doctor", help="check the store and the gold files")
    command.add_argument("--repair-gold", action="store_true", help="write stale gold files again")
    _gold(command, defaults.gold)
    command.set_defaults(run=doctor)
    return whole


def take_in(arguments: argparse.Namespace) -> int:
    """Add what the paths hold, and suggest annotations for what has none."""
    from annotator import batch, ingest, intake
    from annotator.store import counts

    found = (one for path in arguments.paths for one in ingest.read(path))
    with opened(arguments.store) as store:
        taken = intake.take(store, found, annotator=arguments.annotator)
        for problem in taken.problems:
            complain(problem)
        print(taken)
        added = taken.added
        if not (added.new or added.again or added.known):
            return 1
        missing = 0 if arguments.no_suggestions else len(counts.without_suggestions(store))
        if missing:
            for number, _ in enumerate(batch.suggest_missing(store, arguments.pipeline), 1):
                progress(f"suggestions for {number} of {missing}")
            progress("")
            print(f"suggestions for {missing}")
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


def evaluate(arguments: argparse.Namespace) -> int:
    """Print how well a pipeline finds what is marked in the gold files."""
    from annotator import batch, gold, pipelines

    if not arguments.gold.is_dir():
        return complain(
            f"no gold at {arguments.gold}: mark an article as done, or name a folder with --gold"
        )
    bad = 0

    def records() -> Iterator[Record]:
        nonlocal bad
        for found in gold.read(arguments.gold):
            if isinstance(found, Invalid):
                bad += complain(str(found))
            else:
                yield found

    pipeline = pipelines.load(arguments.pipeline)
    scores = batch.score(records(), pipeline)
    if not scores.articles:
        return complain(f"no gold in {arguments.gold}: mark an article as done first")
    print(f"{pipeline.name} against {scores.articles} annotated articles\n")
    print(scores)
    return 1 if bad else 0


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


@contextmanager
def opened(where: str, *, new: bool = True) -> Iterator[Store]:
    """The store, closed afterwards; raises Invalid where it cannot be used or made."""
    from annotator.store import SQLAlchemyError, TooNew, open_store, reason

    if not new and "://" not in where and not Path(where).expanduser().exists():
        raise Invalid(f"there is no store at {where}")
    try:
        store = open_store(where)
        try:
            yield store
        finally:
            store.close()
    except SQLAlchemyError as error:
        raise Invalid(f"store {where}: {reason(error)}") from error
    except TooNew as error:
        raise Invalid(f"store {where}: {error}") from error


def write(lines: Iterable[str], output: Path | None) -> int:
    """Print lines as they come, or put them into a file, whole or not at all; how many."""
    number = 0
    if output:
        from annotator.gold import write_whole

        every = list(lines)
        write_whole(output, "".join(line + "\n" for line in every))
        return len(every)
    for line in lines:
        number += 1
        sys.stdout.buffer.write(line.encode() + b"\n")
    return number


def complain(problem: str) -> int:
    """Say on standard error what is wrong; always 1, to be counted or to exit with."""
    print(problem, file=sys.stderr)
    return 1


def progress(words: str) -> None:
    """Show how far a long command is, on one line of a terminal and nowhere else."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)


def _pipeline(command: argparse.ArgumentParser, default: str) -> None:
    command.add_argument(
        "--pipeline",
        default=default,
        metavar="NAME",
        help="patterns, or a spaCy pipeline's name or folder (default: %(default)s)",
    )


def _gold(command: argparse.ArgumentParser, default: Path) -> None:
    command.add_argument(
        "--gold",
        type=Path,
        default=default,
        metavar="FOLDER",
        help="where gold is kept (default: %(default)s)",
    )


def _output(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--output", type=Path, metavar="FILE", help="instead of standard output, written whole"
    )


if __name__ == "__main__":
    sys.exit(main())
