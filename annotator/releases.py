"""Releases of gold: named, immutable, with a manifest; written whole or not at all.

A release is a folder with ``articles.jsonl``, one line of the native format an article, and
``manifest.json``: who annotated what, in which part of the split it is, and the checksums by which
a reader can tell that nothing has changed.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from annotator import gold
from annotator.annotation import Invalid
from annotator.formats import native
from annotator.formats.native import Record
from annotator.mark import current
from annotator.store import Store, layers

ARTICLES, MANIFEST = "articles.jsonl", "manifest.json"
FORMAT = 1
FOLDER = "releases"  # within that of gold
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
# Shares of articles; which part an article is in follows from its id alone, for good.
PARTS = (("train", 0.7), ("dev", 0.15), ("test", 0.15))


@dataclass(frozen=True, slots=True)
class Release:
    """What was released, and the lines about articles that were left out."""

    folder: Path
    manifest: dict[str, Any]
    problems: tuple[str, ...] = ()


def part_of(article: str) -> str:
    """The part of the split in which an article always is: train, dev or test."""
    digest = hashlib.sha256(f"gloss split {article}".encode()).digest()
    place = int.from_bytes(digest[:8], "big") / 2**64
    for name, share in PARTS:
        place -= share
        if place < 0:
            return name
    return PARTS[-1][0]


def names(folder: Path) -> list[str]:
    """The releases in a folder, by name."""
    found = folder.glob(f"*/{MANIFEST}") if folder.is_dir() else ()
    return sorted(path.parent.name for path in found if NAME.fullmatch(path.parent.name))


def make(store: Store, folder: Path, name: str, annotator: str | None = None) -> Release:
    """Release what people are done with; raises Invalid where nothing can be, and OSError.

    Of an article that several people are done with the review is gold; without one it is left out,
    unless one of them is named. A name is used once: a release never changes.
    """
    if not NAME.fullmatch(name):
        raise Invalid(
            f"{name!r} is no name for a release: letters, digits, dots and dashes, at most 80"
        )
    if (folder / name).exists():
        raise Invalid(f"there is a release {name} already, and a release never changes")
    records, problems = _gathered(store, annotator)
    if not records:
        raise Invalid("nobody is done with any article that can be released")
    lines = [native.dumps(record) + "\n" for record in records]
    manifest = _manifest(name, records, lines)
    _write(folder, name, lines, manifest)
    return Release(folder / name, manifest, tuple(problems))


def load(folder: Path) -> list[Record]:
    """The records of a release; raises Invalid where its files are not what the manifest says."""
    manifest = manifest_of(folder)
    lines = (folder / ARTICLES).read_bytes()
    if hashlib.sha256(lines).hexdigest() != manifest["files"][ARTICLES]:
        raise Invalid(f"{folder.name}/{ARTICLES} is not what was released: its checksum differs")
    found = []
    for record in gold.read(folder / ARTICLES):
        if isinstance(record, Invalid):
            raise record
        found.append(record)
    return found


def manifest_of(folder: Path) -> dict[str, Any]:
    """The manifest of a release; raises Invalid for a folder without one that can be read."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT or not isinstance(manifest["files"][ARTICLES], str):
            raise ValueError("another format")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Invalid(f"{folder} is no release: {error}, expected {MANIFEST}") from error
    return dict(manifest)


def _gathered(store: Store, annotator: str | None) -> tuple[list[Record], list[str]]:
    records, problems = [], []
    done = layers.all_of(store, annotator=annotator, status="done")
    for article, found in groupby(done, key=lambda layer: layer.article.id):
        each = list(found)
        each = [layer for layer in each if layer.origin.reviewed] or each
        damaged = [problem for layer in each for problem in layer.problems]
        if damaged:
            problems.append(f"article {article} is left out: {damaged[0]}")
        elif len(each) > 1:
            who = ", ".join(sorted(layer.annotator for layer in each))
            problems.append(
                f"article {article} is left out: {who} are done with it; review it, or name one"
            )
        else:
            records.append(gold.record(each[0]))
    return sorted(records, key=lambda record: record.article.id), problems


def _manifest(name: str, records: list[Record], lines: list[str]) -> dict[str, Any]:
    articles = []
    for record, line in zip(records, lines, strict=True):
        said = current(record.marks)
        articles.append(
            {
                "id": record.article.id,
                "title": record.article.headline,
                "annotator": record.annotator,
                "reviewed": list(record.origin.reviewed),
                "blind": record.origin.blind,
                "part": part_of(record.article.id),
                "checked": list(record.state.checked),
                "entities": len(said.entities),
                "quotes": len(said.quotes),
                "sha256": hashlib.sha256(line.encode()).hexdigest(),
            }
        )
    return {
        "format": FORMAT,
        "name": name,
        "released": datetime.now(UTC).isoformat(timespec="seconds"),
        "native_format": native.FORMAT,
        "annotators": sorted({record.annotator or "" for record in records}),
        "parts": {part: sum(a["part"] == part for a in articles) for part, _ in PARTS},
        "files": {ARTICLES: hashlib.sha256("".join(lines).encode()).hexdigest()},
        "articles": articles,
    }


def _write(folder: Path, name: str, lines: Iterable[str], manifest: dict[str, Any]) -> None:
    """Make the folder whole under another name, then give it its own: all of it or nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=folder, prefix=f".{name}."))
    try:
        contents = {
            ARTICLES: "".join(lines),
            MANIFEST: json.dumps(manifest, indent=1, ensure_ascii=False) + "\n",
        }
        for file, text in contents.items():
            gold.write_whole(unfinished / file, text)
        unfinished.chmod(0o755)
        try:
            unfinished.rename(folder / name)
        except OSError as error:
            if (folder / name).exists():
                raise Invalid(f"there is a release {name} already") from error
            raise
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    gold.settled(folder)
