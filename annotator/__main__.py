"""The command line: python -m annotator COMMAND, a thin skin over the functions of the package.

Each command imports what it needs, so that help and small commands answer at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import commands, config, evaluate, processes
from annotator.annotation import Invalid
from annotator.mark import STATUSES
from annotator.terminal import complain

if TYPE_CHECKING:
    from annotator.ingest.columns import Always


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
    listed = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)

    command = listed.add_parser("import", help="add articles, and labels that came with them")
    command.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="files, folders and zip archives"
    )
    command.add_argument(
        "--annotator", default=defaults.annotator, help="who adds them (default: %(default)s)"
    )
    command.add_argument(
        "--columns",
        type=columns,
        metavar="FIELD=COLUMN,…",
        help="which column of a table is what: text=body,date=published (text=lead+body for two)",
    )
    command.add_argument("--preview", action="store_true", help="only say what would be added")
    command.add_argument(
        "--problems", type=Path, metavar="FILE", help="write what was unusable to a file as well"
    )
    command.add_argument(
        "--no-suggestions", action="store_true", help="leave the suggestions to the dashboard"
    )
    command.set_defaults(run=commands.take_in, pipeline=defaults.pipeline)

    command = listed.add_parser("annotate", help="annotate files, without the store")
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    _pipeline(command, defaults.pipeline)
    _output(command)
    command.set_defaults(run=commands.annotate)

    command = listed.add_parser("export", help="write what people annotated")
    command.add_argument("--annotator", metavar="NAME", help="of one annotator or pipeline only")
    which = command.add_mutually_exclusive_group()
    which.add_argument("--status", choices=STATUSES, help="only what is in this state")
    which.add_argument("--history", action="store_true", help="every edit ever made, in order")
    _output(command)
    command.set_defaults(run=commands.export)

    command = listed.add_parser(
        "evaluate", help="compare a pipeline, a file or a person with gold, or two of them"
    )
    _pipeline(command, defaults.pipeline)
    command.add_argument(
        "--predicted", type=Path, metavar="FILE", help="a file of predictions instead (.jsonl)"
    )
    command.add_argument(
        "--annotator", metavar="NAME", help="the work of one annotator in the gold files instead"
    )
    command.add_argument(
        "--against", metavar="SYSTEM", help="a second pipeline, file or annotator beside the first"
    )
    command.add_argument(
        "--errors", type=Path, metavar="FILE", help="write every error of the first as CSV"
    )
    _gold(command, defaults.gold)
    command.add_argument(
        "--corpus",
        choices=("train", "dev", "test"),
        help="a part of the project's own corpus instead",
    )
    command.add_argument("--by", metavar="NAME", help="count the gold of this annotator alone")
    command.add_argument("--release", metavar="NAME", help="a release of gold instead")
    command.add_argument(
        "--part", choices=("train", "dev", "test"), help="the articles of this part alone"
    )
    command.set_defaults(run=evaluate.evaluate)

    command = listed.add_parser("agree", help="how far the annotators of the gold agree")
    _gold(command, defaults.gold)
    command.set_defaults(run=evaluate.agree, corpus=None, release=None, part=None)

    command = listed.add_parser(
        "release", help="put all that people are done with into a release that never changes"
    )
    command.add_argument("name", metavar="NAME", help="of the release")
    command.add_argument(
        "--annotator", metavar="NAME", help="the work of this annotator alone (default: everybody)"
    )
    _gold(command, defaults.gold)
    command.set_defaults(run=commands.release)

    command = listed.add_parser("corpus", help="check, count and build the project's own corpus")
    command.add_argument("paths", nargs="*", type=Path, metavar="FILE", help="these articles only")
    command.add_argument(
        "--folder",
        type=Path,
        default=config.ROOT / "data" / "corpus",
        help="(default: %(default)s)",
    )
    command.add_argument(
        "--output", type=Path, metavar="FOLDER", help="where train, dev and test are written"
    )
    command.add_argument(
        "--extend-split", action="store_true", help="give a part to articles that have none"
    )
    command.add_argument(
        "--differences", action="store_true", help="print in what the two passes differ, no more"
    )
    command.set_defaults(run=commands.corpus)

    command = listed.add_parser("train-base", help="build the bundled pipeline again")
    command.add_argument(
        "--corpora", type=Path, required=True, metavar="FOLDER", help="where the open corpora lie"
    )
    command.add_argument(
        "--output", type=Path, required=True, metavar="FOLDER", help="where it is written"
    )
    command.set_defaults(run=commands.train_base)

    command = listed.add_parser("score", help="measure the bundled pipeline, for its card")
    command.add_argument(
        "--corpora", type=Path, required=True, metavar="FOLDER", help="where the corpora lie"
    )
    command.add_argument(
        "--folder",
        type=Path,
        default=config.ROOT / "data" / "pipelines" / "en_news",
        help="the pipeline (default: %(default)s)",
    )
    command.set_defaults(run=commands.score)

    command = listed.add_parser("work", help="do what pages ask for, in a process of its own")
    command.add_argument("kind", choices=processes.KINDS)
    command.add_argument("--imports", type=Path, default=defaults.imports, help=argparse.SUPPRESS)
    _pipeline(command, defaults.pipeline)
    command.set_defaults(run=commands.work)

    command = listed.add_parser("doctor", help="check the store and the gold files")
    command.add_argument("--repair-gold", action="store_true", help="write stale gold files again")
    _gold(command, defaults.gold)
    command.set_defaults(run=commands.doctor)
    return whole


def columns(given: str) -> Always:
    """Columns from FIELD=COLUMN, divided by commas; the text may be several, joined by +."""
    from annotator.ingest.columns import FIELDS, Always, Columns

    chosen = dict(pair.strip().partition("=")[::2] for pair in given.split(","))
    if wrong := [field for field in chosen if field not in FIELDS]:
        raise argparse.ArgumentTypeError(f"{wrong[0]!r} is none of {', '.join(FIELDS)}")
    if not chosen.get("text"):
        raise argparse.ArgumentTypeError("which column is the text? text=COLUMN")
    text = tuple(chosen.pop("text").split("+"))
    return Always(Columns(text, **{field: column or None for field, column in chosen.items()}))


def _pipeline(command: argparse.ArgumentParser, default: str) -> None:
    command.add_argument(
        "--pipeline",
        default=default,
        metavar="NAME",
        help="en_news, patterns, or a spaCy pipeline's name or folder (default: %(default)s)",
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
