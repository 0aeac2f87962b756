"""Mails (.eml) and web pages saved as one file (.mhtml), which are mails by their form.

Attachments are named, never read; the signature below "-- " is left out.
"""

from __future__ import annotations

import binascii
import email
import re
from collections.abc import Iterator
from email import errors, utils
from email.header import decode_header
from email.message import Message

from annotator.annotation import LONGEST, Appearance, Article, Invalid
from annotator.ingest import html, metadata
from annotator.ingest.blocks import blocks, parse
from annotator.ingest.encodings import WHITE, decode, legible
from annotator.ingest.source import megabytes

MOST = 50_000_000  # bytes with all attachments and pictures; the text itself may have html.MOST
_LONGEST_HEADER = 10_000
_NAMED = (".txt", ".html", ".htm", ".pdf", ".docx", ".eml")  # attachments that may be articles
_STUB = re.compile(r"browser|html|web ?version|navigat|navegador|online (?:an|be)", re.IGNORECASE)
_CUT = (errors.InvalidBase64LengthDefect, errors.InvalidBase64PaddingDefect)
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


def read(data: bytes, name: str) -> Iterator[Article | Invalid]:
    """The article of an .eml or .mhtml file, or the reason why there is none."""
    try:
        yield _article(data)
    except Invalid as error:
        yield Invalid(f"{name}: {error}")


def _article(data: bytes) -> Article:
    if len(data) > MOST:
        raise Invalid(f"{megabytes(len(data))}, expected a mail of {megabytes(MOST)}")
    if not data.strip():
        raise Invalid("empty, expected a mail")
    try:
        # The older policy, since the newer one fails at many a header that is not as it should be
        message = email.message_from_bytes(data)
    except RecursionError:
        raise Invalid("a mail with parts nested too deep, expected an article") from None
    if not message.keys() or b"\0" in data[:1000]:
        raise Invalid("no mail, expected one with headers such as Subject and Date")
    address = _header(message, "Snapshot-Content-Location")
    if address or (_header(message, "From") or "").startswith("<Saved by"):
        return _page(message, address)
    return _letter(message)


def _page(message: Message, address: str | None) -> Article:
    """The article of a saved page: the first part that is HTML."""
    for part, _ in _parts(message):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            address = address or _header(part, "Content-Location")
            page = html.decode_page(_bytes(part), part.get_content_charset())
            return html.article(page, metadata.web_address(address))
    raise Invalid("a saved page without HTML, expected an article")


def _letter(message: Message) -> Article:
    plain: list[str] = []
    pages: list[str] = []
    attached: list[str] = []
    for part, is_attached in _parts(message):
        kind, charset = part.get_content_type(), part.get_content_charset()
        if kind in _ENCRYPTED:
            raise Invalid("an encrypted mail, expected one that can be read")
        if is_attached:
            attached += _names(part)
        elif kind == "text/plain" and (data := _bytes(part)).strip():
            plain.append(_plain(html.decode_as(data, charset), part))
        elif kind == "text/html" and (data := _bytes(part)).strip():
            pages.append(html.decode_page(data, charset))
    subject = _header(message, "Subject") or ""
    text = "\n\n".join(part.partition("\n-- \n")[0] for part in plain).strip(WHITE)
    if pages and (not text or _STUB.search(text)):
        written = "\n\n".join(_shown(page, subject) for page in pages).strip(WHITE)
        text = written if len(written) > 2 * len(text) else text
    if not text:
        raise Invalid("a mail without text, expected an article")
    if text.startswith("-----BEGIN PGP MESSAGE"):
        raise Invalid("an encrypted mail, expected one that can be read")
    published = metadata.stated(_header(message, "Date"))
    sender, host = _sender(message)
    appearance = Appearance(published, host, byline=sender)
    return Article(
        legible(text),
        subject,
        appearances=(appearance,) if appearance != Appearance() else (),
        meta={"attachments": attached} if attached else {},
    )


def _parts(message: Message) -> Iterator[tuple[Message, bool]]:
    """The parts that hold something, and whether each is attached; none of attached mails."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        if any(isinstance(d, errors.CloseBoundaryNotFoundDefect) for d in part.defects):
            raise Invalid("a mail that breaks off, expected a whole one")
        is_attached = part.get_content_disposition() == "attachment"
        is_mail = part.get_content_type() == "message/rfc822"
        payload = part.get_payload()
        if part.get_content_type() == "multipart/encrypted" or is_attached or is_mail:
            yield part, True
        elif isinstance(payload, list):
            waiting += (p for p in reversed(payload) if isinstance(p, Message))
        else:
            yield part, bool(part.get_filename())


def _bytes(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, binascii.Error):
        raise Invalid("a mail with a damaged part, expected a whole one") from None
    if any(isinstance(defect, _CUT) for defect in part.defects):
        raise Invalid("a mail that breaks off, expected a whole one")
    data = data if isinstance(data, bytes) else b""
    if len(data) > html.MOST:
        raise Invalid(f"{megabytes(len(data))} of text, expected {megabytes(html.MOST)}")
    return data


def _plain(text: str, part: Message) -> str:
    """A text as it was before it was sent: line ends of a mail are LF, flowed lines are one."""
    text = text.replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    is_spaceless = str(part.get_param("delsp", "")).lower() == "yes"
    lines: list[list[str]] = []  # each of the pieces that flow together
    open_depth = None  # of quotation, where the last line goes on
    for line in text.split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words.removeprefix(" ")
        is_soft = words.endswith(" ") and words != "-- "
        flowed = words[:-1] if is_soft and is_spaceless else words
        if open_depth == depth and words != "-- ":
            lines[-1].append(flowed)
        else:
            lines.append([">" * depth + (" " if depth and words else ""), flowed])
        open_depth = depth if is_soft else None
    return "\n".join("".join(pieces) for pieces in lines)


def _shown(page: str, subject: str) -> str:
    """The text of an HTML part: the article in it, or all of it where that is less than half."""
    root = parse(page)
    found = blocks(root)
    texts = [block.text for block in html.choose(root, found)]
    if 2 * sum(map(len, texts)) < sum(len(block.text) for block in found):
        texts = [block.text for block in found]
    if len(texts) > 1 and texts[0] == subject:
        del texts[0]  # a headline that the header repeats
    return "\n\n".join(texts)


def _header(message: Message, name: str) -> str | None:
    """A header as one line, its encoded words decoded."""
    raw = next((v for n, v in message.raw_items() if n.lower() == name.lower()), None)
    return _decoded(str(raw)) if raw is not None and len(str(raw)) < _LONGEST_HEADER else None


def _decoded(raw: str) -> str | None:
    raw = re.sub(r"[\r\n]+(?=[ \t])", "", raw)
    if re.search("[\udc80-\udcff]", raw):  # bytes that no header should have
        raw = _recognised(raw.encode("ascii", "surrogateescape"))
    pieces = []
    try:
        for piece, charset in decode_header(raw):
            if isinstance(piece, str):
                pieces.append(piece)
            elif charset:
                pieces.append(html.decode_as(piece, charset))
            else:
                pieces.append(piece.decode("latin-1"))
        line = legible(" ".join("".join(pieces).splitlines())).strip(WHITE)
    except (Invalid, ValueError, errors.HeaderParseError):
        return None
    return line


def _recognised(data: bytes) -> str:
    try:
        return decode(data)
    except Invalid:
        return data.decode("latin-1")


def _sender(message: Message) -> tuple[str | None, str | None]:
    """The name and the host of who sent it."""
    raw = next((str(v) for n, v in message.raw_items() if n.lower() == "from"), "")
    try:
        found = utils.getaddresses([raw]) if len(raw) < _LONGEST_HEADER else []
    except RecursionError:  # comments inside comments
        found = []
    name, address = found[0] if found else ("", "")
    if not address and (last := re.search(r"<([^<>\s]+)>\s*$", raw)):
        address = last[1]  # newer Pythons refuse a sender whose name is an address
    sender = _decoded(name) if name else None
    host = re.fullmatch(r"[^@\s]+@([A-Za-z0-9.-]+\.[A-Za-z]{2,})", address)
    is_name = sender and len(sender) <= LONGEST and "@" not in sender
    return sender if is_name else None, host[1].lower() if host else None


def _names(part: Message) -> Iterator[str]:
    """The name of an attachment that may be an article."""
    name = _decoded(part.get_filename() or "") or ""
    if not name and part.get_content_type() == "message/rfc822":
        name = "message.eml"
    if name.lower().endswith(_NAMED) and len(name) <= LONGEST:
        yield name
