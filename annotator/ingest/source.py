"""A file to be read: its name for people, its size, and its bytes as often as asked for."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from annotator.annotation import Invalid

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """``open`` gives a new seekable stream each time; ``size`` is in bytes."""

    name: str
    size: int
    open: Callable[[], BinaryIO]

    def head(self, size: int = 64 * 1024) -> bytes:
        """The first bytes, from which a kind of file is recognised."""
        with self.open() as stream:
            return stream.read(size)

    def whole(self, most: int) -> bytes:
        """All bytes; raises Invalid where they are more than ``most``."""
        if self.size > most:
            raise Invalid(f"{megabytes(self.size)}, expected at most {megabytes(most)} in one file")
        with self.open() as stream:
            return stream.read()

    def sha256(self) -> str:
        """The checksum of the bytes as they came, in hexadecimal digits."""
        digest = hashlib.sha256()
        with self.open() as stream:
            while chunk := stream.read(CHUNK):
                digest.update(chunk)
        return digest.hexdigest()


def from_bytes(data: bytes, name: str) -> Source:
    return Source(name, len(data), lambda: io.BytesIO(data))


def from_path(path: Path, name: str) -> Source:
    """The file at a path; raises OSError where there is none."""
    return Source(name, path.stat().st_size, lambda: path.open("rb"))


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
