"""ZIP archives: their files are read as if they stood in a folder, and nothing is unpacked to disk.

Hostile archives cost at most a bounded amount of memory and time: names that climb out, files that
unpack to a multiple that no text has, and directories that are larger than any collection's.
"""

from __future__ import annotations

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO

from annotator.annotation import Invalid
from annotator.ingest.source import CHUNK, Source, megabytes

DENSEST = 200  # a text shrinks to a tenth, a table of zeros to a hundredth, a bomb to a thousandth
SMALL = 10_000_000  # bytes that may be as dense as they like
LARGEST = 1_000_000_000  # bytes of one file, unpacked
MOST_NAMES = 100_000_000  # bytes of the archive's list of its files
IN_MEMORY = 8_000_000  # bytes; a larger file is unpacked to a temporary one without a name
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError)


@contextmanager
def opened(stream: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """An archive to read from; raises Invalid where it is none, or breaks off."""
    _check_names(stream)
    try:
        archive = zipfile.ZipFile(stream)
    except (*BROKEN, ValueError) as error:
        raise Invalid(
            "a ZIP archive that breaks off or is damaged, expected a whole one"
        ) from error
    with archive:
        yield archive


def members(source: Source) -> Iterator[Source | Invalid]:
    """The files of an archive, in the order of their names, and a line for each that is refused."""
    with source.open() as stream:
        try:
            with opened(stream) as archive:
                for info in sorted(archive.infolist(), key=lambda info: info.filename):
                    name = _legible(info.filename)
                    if info.is_dir() or is_passed_over(name.replace("\\", "/")):
                        continue
                    if refused := _refused(info, name):
                        yield Invalid(f"{source.name}: {refused}")
                    else:
                        yield _member(archive, info, f"{source.name}/{name}")
        except Invalid as error:
            yield Invalid(f"{source.name}: {error}")


def is_passed_over(name: str) -> bool:
    """True for what systems leave behind in folders and archives, and for hidden files."""
    parts = PurePosixPath(name).parts
    left = ("__MACOSX", "Thumbs.db", "desktop.ini")
    return any(part in left or (part[:1] == "." and part != "..") for part in parts)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Source:
    def unpack() -> BinaryIO:
        unpacked = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        try:
            with archive.open(info) as packed:
                while chunk := packed.read(CHUNK):
                    unpacked.write(chunk)
        except BROKEN as error:
            unpacked.close()
            raise Invalid("damaged inside its archive, expected a whole file") from error
        unpacked.seek(0)
        return unpacked  # type: ignore[return-value]

    return Source(name, info.file_size, unpack)


def _refused(info: zipfile.ZipInfo, name: str) -> str | None:
    """Why a file of an archive is not read; None if it is."""
    climbs = ".." in PurePosixPath(name.replace("\\", "/")).parts
    if climbs or name.startswith(("/", "\\")) or PureWindowsPath(name).drive:
        return f"{name!r} lies outside the archive, expected names inside it"
    if info.flag_bits & 1:
        return f"{name} is protected by a password, expected a file without one"
    if info.file_size > LARGEST:
        return (
            f"{name} unpacks to {megabytes(info.file_size)}, expected at most {megabytes(LARGEST)}"
        )
    if info.file_size > SMALL and info.file_size > DENSEST * max(info.compress_size, 1):
        times = info.file_size // max(info.compress_size, 1)
        return f"{name} unpacks to {times:,} times its size, which no text does"
    return None


def _check_names(stream: BinaryIO) -> None:
    """Raise Invalid where the list of files alone would fill the memory."""
    end = stream.seek(0, 2)
    stream.seek(max(0, end - 66_000))
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and len(tail) >= at + 16:
        (size,) = struct.unpack("<L", tail[at + 12 : at + 16])
        if MOST_NAMES < size < 0xFFFFFFFF or (size == 0xFFFFFFFF and end > MOST_NAMES):
            raise Invalid(f"a ZIP archive with a list of files of {megabytes(size)}")


def _legible(name: str) -> str:
    return name.encode(errors="replace").decode()
