"""Files that are articles: one module a kind, each from bytes and a name to values.

Errors are values too: each is yielded as an Invalid where it occurred ("NAME: what was found,
what was expected"), so that a bad file or line never costs the good ones around it. A table is
yielded before its articles, so that a person can see which column was taken for what.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from annotator.annotation import Article, Invalid
from annotator.formats.native import Record
from annotator.ingest import archive, columns, detect
from annotator.ingest import languages as languages
from annotator.ingest import source as source
from annotator.ingest.columns import Columns as Columns
from annotator.ingest.columns import Table as Table
from annotator.ingest.source import Source

log = logging.getLogger(__name__)

Found = Article | Record | Table | Invalid
Choices = columns.Choices
NO_CHOICES: Choices = {}

# Readers of one article, by the largest file that they are given.
LARGEST = {
    "text": 20_000_000,
    "html": 20_000_000,
    "mail": 50_000_000,
    "word": 100_000_000,
    "pdf": 100_000_000,
}


def read(path: Path, choices: Choices = NO_CHOICES) -> Iterator[Found]:
    """What a file holds, or all files of a folder in the order of their names.

    Files of a folder are named by their path inside it; hidden files and folders are passed over.
    """
    if path.is_dir():
        for name, problem in _listing(path):
            yield from [problem] if problem else _read(path / name, name, choices)
    else:
        yield from _read(path, path.name, choices)


def from_bytes(data: bytes, name: str, choices: Choices = NO_CHOICES) -> Iterator[Found]:
    """What a file of this name and these bytes holds."""
    yield from from_source(source.from_bytes(data, _legible(name)), choices)


def from_source(one: Source, choices: Choices = NO_CHOICES) -> Iterator[Found]:
    """What a file holds; an archive holds what its files do."""
    try:
        kind = detect.kind_of(one)
    except (Invalid, OSError) as error:
        yield Invalid(f"{one.name}: {_reason(error)}")
        return
    if kind != "archive":
        yield from _articles(one, kind, choices)
        return
    for member in archive.members(one):
        if isinstance(member, Invalid):
            yield member
            continue
        try:
            inner = detect.kind_of(member)
            if inner == "archive":
                raise Invalid("an archive inside an archive, expected files")
        except (Invalid, OSError) as error:
            yield Invalid(f"{member.name}: {_reason(error)}")
            continue
        yield from _articles(member, inner, choices)


def _articles(one: Source, kind: str, choices: Choices) -> Iterator[Found]:
    """What a file of a known kind holds, each article with where it comes from."""
    about: dict[str, Any] = {}
    try:
        for found in _reader(one, kind, choices):
            if isinstance(found, Article):
                about = about or {"file": one.name, "file_sha256": one.sha256()}
                yield _complete(found, about)
            elif isinstance(found, Record):
                yield replace(found, article=_complete(found.article, {}))
            else:
                yield found
    except (Invalid, OSError) as error:
        yield Invalid(f"{one.name}: {_reason(error)}")
    except Exception as error:  # a library that stumbles over one file must not cost the others
        log.exception("%s cannot be read", one.name)
        yield Invalid(
            f"{one.name}: damaged ({type(error).__name__}), expected a readable {kind} file"
        )


def _reader(one: Source, kind: str, choices: Choices) -> Iterator[Found]:
    if kind == "records":
        from annotator.ingest import records

        return records.read(one)
    if kind in LARGEST:
        return _whole(kind)(one.whole(LARGEST[kind]), one.name)
    from annotator.ingest import objects, sheets, tables

    reader = {"tables": tables.read, "sheets": sheets.read, "objects": objects.read}[kind]
    return reader(one, choices)


def _whole(kind: str) -> Callable[[bytes, str], Iterator[Article | Invalid]]:
    from annotator.ingest import html, mail, pdf, text, word

    return {
        "text": text.read,
        "html": html.read,
        "mail": mail.read,
        "word": word.read,
        "pdf": pdf.read,
    }[kind]


def _complete(article: Article, about: Mapping[str, Any]) -> Article:
    language = languages.code(article.language) if article.language else None
    return replace(
        article,
        language=language or languages.recognise(article.text),
        meta={**article.meta, **about},
    )


def _read(path: Path, name: str, choices: Choices) -> Iterator[Found]:
    name = _legible(name)
    try:
        if not path.is_file():
            path.stat()  # says why where there is nothing at all
            yield Invalid(f"{name}: neither a file nor a folder, expected one of them")
            return
        one = source.from_path(path, name)
    except OSError as error:
        yield Invalid(f"{name}: {error.strerror or error}, expected a file or folder to read")
        return
    yield from from_source(one, choices)


def _legible(name: str) -> str:
    return name.encode(errors="replace").decode()  # a disk may hold names that are no Unicode


def _reason(error: Invalid | OSError) -> str:
    if isinstance(error, OSError):
        return f"{error.strerror or error}, expected a file to read"
    return str(error)


def _listing(folder: Path) -> list[tuple[str, Invalid | None]]:
    """The names of a folder's files, sorted, each folder that cannot be listed as its error."""
    names: list[tuple[str, Invalid | None]] = []

    def refuse(error: OSError) -> None:
        name = os.path.relpath(error.filename, folder)
        reason = f"{name}: {error.strerror or error}, expected a folder to read"
        names.append((name, Invalid(reason)))

    for place, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = [f for f in folders if not archive.is_passed_over(f)]
        inside = Path(place).relative_to(folder)
        names += [((inside / f).as_posix(), None) for f in files if not archive.is_passed_over(f)]
    return sorted(names, key=lambda n: PurePath(n[0]).parts)
