"""Word documents (.docx): the paragraphs of the body, as they read when all changes are accepted.

Those in tables count; headers, footers, notes, comments and text boxes do not.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from annotator.annotation import Appearance, Article, Invalid
from annotator.ingest import properties
from annotator.ingest.encodings import WHITE, legible
from annotator.ingest.source import CHUNK, megabytes

MOST = 200_000_000  # bytes of all parts, unpacked
MOST_XML = 30_000_000  # bytes of one part of XML, which takes its manifold in memory
MOST_PARTS = 10_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Wrapped text that is gone, is told twice, or is no part of the running text
_LEFT_OUT = frozenset(
    (
        *(f"{_W}{name}" for name in ("del", "moveFrom", "rPr", "pPr", "sdtPr", "tblPr", "trPr")),
        *(f"{_W}{name}" for name in ("drawing", "pict", "object", "txbxContent", "rt")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    )
)
_SIGNS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\xad",
}
_TEMPLATE = "python-docx"  # writes its own name and the date of its template into what it makes
_DAMAGED = "a Word document that is damaged or breaks off, expected a whole one"


def read(data: bytes, name: str) -> Iterator[Article | Invalid]:
    """The article of a .docx file, or the reason why there is none."""
    try:
        yield _article(data)
    except Invalid as error:
        yield Invalid(f"{name}: {error}")


def _article(data: bytes) -> Article:
    _check(data)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        titles, paragraphs = _contents(document)
        facts = _facts(document)
    except Invalid:
        raise
    except Exception:  # each missing or misplaced part has its own way to fail
        raise Invalid(_DAMAGED) from None
    text = "\n\n".join(paragraphs).strip(WHITE)
    if not text:
        raise Invalid("a Word document without text, expected an article")
    byline = properties.author(facts.get("author"))
    return Article(
        legible(text),
        " ".join(titles) or properties.title(facts.get("title")),
        appearances=(Appearance(byline=byline),) if byline else (),
        # The day on which a file was begun is not that of publication
        meta={"created": facts["created"]} if "created" in facts else {},
    )


def _check(data: bytes) -> None:
    """Raise Invalid unless the data are an archive that unpacks to what an article may need."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Invalid("protected by a password, expected a document without one")
        raise Invalid("an office document of an old kind, expected one saved as .docx")
    if not data.startswith(b"PK"):
        raise Invalid("no Word document, expected one saved as .docx")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            declared = sum(part.file_size for part in parts)
            if declared > MOST or len(parts) > MOST_PARTS:
                raise Invalid(
                    f"a Word document of {len(parts):,} parts that unpacks to"
                    f" {megabytes(declared)}, expected at most {megabytes(MOST)}"
                )
            if "[Content_Types].xml" not in archive.namelist():
                raise Invalid("an archive that is no Word document, expected one saved as .docx")
            left = MOST
            for part in parts:
                left -= _unpacked(archive, part, left)
    except Invalid:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise Invalid(_DAMAGED) from None
    except RuntimeError:  # how zipfile asks for a password
        raise Invalid("protected by a password, expected a document without one") from None


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """The true size of a part; raises Invalid where it is too large or declares entities."""
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    limit, size, last = min(most, MOST_XML) if is_xml else most, 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise Invalid(
                    "a Word document with a part that unpacks to more than"
                    f" {megabytes(limit)}, expected an article"
                )
            # No program writes a document type into these, and entities need one
            if is_xml and b"<!DOCTYPE" in (last + chunk).replace(b"\0", b""):
                raise Invalid("a Word document that declares entities, expected one without")
            last = chunk[-32:]
    return size


def _contents(document: Any) -> tuple[list[str], list[str]]:
    """The lines of the title, and the paragraphs below it."""
    from docx.text.paragraph import Paragraph

    titles: list[str] = []
    paragraphs: list[str] = []
    carried = ""
    for element in _paragraphs(document.element.body):
        carried += "".join(_texts(element))
        if element.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None:
            continue  # its end was deleted, so it goes on in the next
        text, carried = carried, ""
        if not text.strip(WHITE):
            continue
        style = None if paragraphs else Paragraph(element, document).style
        if style is not None and style.name == "Title":
            titles.append(re.sub(r"\s*\n\s*", " ", text).strip(WHITE))
        else:
            paragraphs.append(text)
    if carried.strip(WHITE):
        paragraphs.append(carried)
    return titles, paragraphs


def _paragraphs(root: Any) -> Iterator[Any]:
    """All paragraphs below an element in order, those of tables and content controls too."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{_W}p":
            yield element
        elif element.tag not in _LEFT_OUT and not _is_deleted_row(element):
            waiting += reversed(list(element))


def _is_deleted_row(element: Any) -> bool:
    return element.tag == f"{_W}tr" and element.find(f"{_W}trPr/{_W}del") is not None


def _texts(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph, piece by piece."""
    waiting = list(reversed(list(paragraph)))
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag == f"{_W}t":
            yield element.text or ""
        elif tag == f"{_W}br":
            if element.get(f"{_W}type") in (None, "textWrapping"):
                yield "\n"
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag not in _LEFT_OUT and not (tag == f"{_W}r" and _is_hidden(element)):
            waiting += reversed(list(element))


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in ("0", "false", "off")


def _facts(document: Any) -> dict[str, str]:
    """Title, author and day of creation from the properties, where the document has any."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    package = document.part.package
    try:
        package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)
    except KeyError:
        return {}  # asked for them, python-docx would make some up
    core = package.core_properties
    facts = {"title": core.title, "author": core.author}
    if core.created and core.author != _TEMPLATE:
        facts["created"] = core.created.date().isoformat()
    return facts
