"""Files that are articles: one module a kind, each from bytes and a name to values.

Errors are values too: each is yielded as an Invalid where it occurred ("NAME: what was found,
what was expected"), so that a bad file or line never costs the good ones around it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

from annotator.annotation import Article, Invalid
from annotator.formats.native import Record
from annotator.ingest import records, text

Found = Article | Record | Invalid

KINDS: dict[str, Callable[[bytes, str], Iterator[Found]]] = {
    ".txt": text.read,
    ".jsonl": records.read,
}


def read(path: Path) -> Iterator[Found]:
    """What a file holds, or all files of a folder in the order of their names.

    Files of a folder are named by their path inside it; hidden files and folders are passed over.
    """
    if path.is_dir():
        for name, found in _listing(path):
            yield from _read(path / name, name) if found is None else [found]
    else:
        yield from _read(path, path.name)


def from_bytes(data: bytes, name: str) -> Iterator[Found]:
    """What a file of this name and these bytes holds; the name's ending says which kind it is."""
    name = name.encode(errors="replace").decode()  # a disk may hold names that are no Unicode
    kind = PurePath(name).suffix.lower()
    if kind in KINDS:
        yield from KINDS[kind](data, name)
    else:
        ending = f"a file ending in {kind}" if kind else "a file name without an ending"
        yield Invalid(f"{name}: {ending}, expected {' or '.join(KINDS)}")


def _read(path: Path, name: str) -> Iterator[Found]:
    if path.suffix.lower() not in KINDS and path.is_file():
        yield from from_bytes(b"", name)  # refused by its name: a film need not be loaded for that
        return
    try:
        data = path.read_bytes()
    except OSError as error:
        yield Invalid(f"{name}: {error.strerror or error}, expected a file or folder to read")
        return
    yield from from_bytes(data, name)


def _listing(folder: Path) -> list[tuple[str, Invalid | None]]:
    """The names of a folder's files, sorted, each folder that cannot be listed as its error."""
    names: list[tuple[str, Invalid | None]] = []

    def refuse(error: OSError) -> None:
        name = os.path.relpath(error.filename, folder)
        reason = f"{name}: {error.strerror or error}, expected a folder to read"
        names.append((name, Invalid(reason)))

    for place, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [f for f in folders if not f.startswith(".")]
        inside = Path(place).relative_to(folder)
        names += [((inside / f).as_posix(), None) for f in files if not f.startswith(".")]
    return sorted(names, key=lambda n: PurePath(n[0]).parts)
