"""Reading and writing on the command line: complaints, progress, files, the store."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.annotation import Invalid

if TYPE_CHECKING:
    from annotator.store import Store


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
