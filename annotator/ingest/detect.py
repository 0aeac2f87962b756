"""Which kind of file it is, told by its content; its name only where the content leaves it open."""

from __future__ import annotations

import re
from pathlib import PurePath

from annotator.annotation import Invalid
from annotator.ingest.encodings import MARKS, NO_TEXT
from annotator.ingest.source import Source

TABLES = (".csv", ".tsv", ".tab")
JSON = (".json", ".jsonl", ".ndjson")
OFFICE = {  # a file inside a ZIP archive that tells what the archive is
    "word/document.xml": "word",
    "xl/workbook.xml": "sheets",
    "xl/workbook.bin": "sheets",
}
OPEN_DOCUMENTS = {"spreadsheet": "sheets", "text": "an OpenDocument text, expected .docx or .txt"}
_NATIVE = re.compile(r'^\s*\{\s*"format"\s*:\s*1\s*[,}]', re.MULTILINE)
_JSON = re.compile(r'\s*(\{\s*(["}]|$)|\[\s*(\{|\]|$))')
_PAGE = re.compile(
    r"<(!doctype\s+html|html|head|body|article|main|section|div|p|h[1-6]|table)\b", re.IGNORECASE
)
_FIELD = re.compile(r"[!-9;-~]+:")
# A text may begin with "Date:" and "From:"; these stand in messages alone.
_MESSAGE = re.compile(
    r"^(message-id|mime-version|received|return-path|delivered-to|content-type"
    r"|content-transfer-encoding|to):",
    re.IGNORECASE | re.MULTILINE,
)


def kind_of(source: Source) -> str:
    """The name of the reader for a file; raises Invalid, with the reason, where there is none."""
    head = source.head()
    if not head:
        raise Invalid("empty, expected an article")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(source)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(source)
    for start, what in NO_TEXT.items():
        if head.startswith(start):
            raise Invalid(f"{what}, expected an article")
    return _written(_decoded(head), PurePath(source.name).suffix.lower())


def _written(text: str, ending: str) -> str:
    text = text.lstrip("\ufeff")
    start = text.lstrip()
    if start.startswith("<") and _PAGE.search(start[:2000]):
        return "html"
    if start.startswith("<?xml"):
        raise Invalid("XML that is no web page, expected an article")
    if _is_message(text):
        return "mail"
    if _NATIVE.search(text):
        return "records"
    if ending in JSON or _JSON.match(text):
        return "objects"
    if ending in TABLES or _is_table(start):
        return "tables"
    if _PAGE.search(start[:2000]) and ending in (".html", ".htm", ".xhtml"):
        return "html"
    return "text"


def _decoded(head: bytes) -> str:
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, errors="replace")
    return head.decode(errors="replace")


def _is_message(text: str) -> bool:
    """True for an e-mail or a page saved as one: fields at the top, some of a message's own."""
    top = re.split(r"\r?\n\r?\n", text, maxsplit=1)[0]
    lines = [line for line in top.splitlines() if not line.startswith((" ", "\t", "From "))]
    fields = len(lines) > 1 and all(_FIELD.match(line) for line in lines)
    return (
        fields and re.search("^from:", top, re.I | re.M) is not None and bool(_MESSAGE.search(top))
    )


def _is_table(text: str) -> bool:
    """True where the first line names columns, as no sentence does: a text and something else."""
    from annotator.ingest import columns

    first = text.splitlines()[0] if text else ""
    return any(
        first.count(delimiter) and columns.is_header(first.split(delimiter))
        for delimiter in "\t,;|"
    )


def _packed(source: Source) -> str:
    """What a ZIP archive is; files of today's office programs are such archives."""
    from annotator.ingest.archive import opened

    with source.open() as stream, opened(stream) as archive:
        names = set(archive.namelist())
        for inner, kind in OFFICE.items():
            if inner in names:
                return kind
        if "mimetype" in names:
            with archive.open("mimetype") as member:
                mimetype = member.read(200).decode(errors="replace")
            for what, kind in OPEN_DOCUMENTS.items():
                if mimetype.startswith(f"application/vnd.oasis.opendocument.{what}"):
                    if kind.isalpha():
                        return kind
                    raise Invalid(kind)
            raise Invalid(f"a document of the type {mimetype[:80]!r}, expected an article")
        if "ppt/presentation.xml" in names:
            raise Invalid("a presentation, expected an article")
    return "archive"


def _compound(source: Source) -> str:
    """What an older office file is; a protected one of today hides in such a file as well."""
    start = source.head(4_000_000)
    if "WordDocument".encode("utf-16-le") in start:
        raise Invalid("a Word document of the old kind, expected .docx")
    if "EncryptedPackage".encode("utf-16-le") in start:
        raise Invalid("protected by a password, expected a file without one")
    return "sheets"
