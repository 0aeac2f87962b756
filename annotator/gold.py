"""Gold on disk: for each article that somebody is done with, one file of the native format.

``<article>.jsonl`` holds a line for each annotator who is done. The store stays the original:
a file is written whole or not at all, and can be written again at any time.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from annotator.annotation import Invalid
from annotator.formats import native
from annotator.formats.native import Record
from annotator.ingest import records, source
from annotator.store import Store, layers


def record(layer: layers.Layer) -> Record:
    """A layer of the store as a record of the native format."""
    return Record(layer.article, layer.annotator, layer.state, layer.marks, layer.origin)


def write(store: Store, articles: Iterable[str], folder: Path) -> None:
    """Bring the gold files of these articles in line with the store; raises OSError.

    Raises Invalid for a damaged layer, and leaves its gold as it was when it was whole.
    """
    for article in articles:
        path = folder / f"{article}.jsonl"
        written = None
        # Until the store says the same afterwards: whoever is last leaves what is newest.
        while (lines := _lines(layers.done(store, article))) != written:
            if lines:
                write_whole(path, lines)
            else:
                path.unlink(missing_ok=True)
            written = lines


def stale(store: Store, folder: Path) -> list[str]:
    """The articles whose gold file differs from what the store holds."""
    done = groupby(layers.all_of(store, status="done"), key=lambda layer: layer.article.id)
    wanted = {article: _lines(of_article) for article, of_article in done}
    there = {path.stem: path for path in folder.glob("*.jsonl")} if folder.is_dir() else {}
    different = {
        article
        for article, lines in wanted.items()
        if article not in there or there[article].read_bytes() != lines.encode()
    }
    return sorted(different | (there.keys() - wanted.keys()))


def read(folder: Path) -> Iterator[Record | Invalid]:
    """All gold in a folder, by article, or in one file; a bad line is the error that names it."""
    for path in [folder] if folder.is_file() else sorted(folder.glob("*.jsonl")):
        try:
            yield from records.read(source.from_path(path, path.name))
        except OSError as error:
            yield Invalid(f"{path.name}: {error.strerror or error}, expected a file to read")


def _lines(found: Iterable[layers.Layer]) -> str:
    lines = []
    for layer in found:
        if layer.problems:
            raise Invalid(layer.problems[0])
        lines.append(native.dumps(record(layer)) + "\n")
    return "".join(lines)


def write_whole(path: Path, text: str) -> None:
    """Put the text at ``path``, on disk for good, or leave what was there; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)  # noqa: PTH105 - atomic, with strings as mkstemp gives them
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    settled(path.parent)


def settled(folder: Path) -> None:
    """Wait until the names in a folder are on disk."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
