"""Bytes to text: UTF-8, UTF-16 with its mark, and the encodings of older files.

Nothing is normalised: line ends, no-break spaces and composed letters stay as they were.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from annotator.annotation import Invalid

# What str.strip takes off, and a byte-order mark that was copied along.
WHITE = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\ufeff"
LONGEST_TEXT = 2_000_000  # characters of an article
MARKS = (  # UTF-32 first, since its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "UTF-32-LE"),
    (codecs.BOM_UTF32_BE, "UTF-32-BE"),
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF16_LE, "UTF-16-LE"),
    (codecs.BOM_UTF16_BE, "UTF-16-BE"),
)
NO_TEXT = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF87a": "a GIF image",
    b"GIF89a": "a GIF image",
    b"%PDF-": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x1f\x8b": "a gzip archive",
}
# Asked in order of how common they are; charset-normalizer alone would also offer their rare kin.
LEGACY = (
    *("cp1252", "mac_roman", "cp1251", "koi8_r", "mac_cyrillic", "cp1250", "iso8859_2", "cp1253"),
    *("cp1254", "cp1255", "cp1256", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
# What a Western text shows when it is read in the wrong Western encoding: a capital or a sign
# inside a word, a letter stuck to punctuation, an accented letter before a capital or alone (an Ó
# may stand alone before an Irish name).
_SIGNS = "†‡ˆ˜‰ƒ¤¦¨¬¯¸¹¼½¾§˙˚˝˛ˇ˘√∫≈∆◊∂∑∏∞≠≤≥±÷ﬁﬂ"
_ODD = re.compile(
    "[a-zà-öø-ÿœšž][À-ÖØ-ÞŒŠŽŸ]|[à-öø-ÿ][A-Z]|[À-ÖØ-Þ][A-Z][a-z]|[.,!?][À-ÖØ-öø-ÿ]"
    rf"|[^\W\d_][{_SIGNS}]|[{_SIGNS}][^\W\d_]|[^\W\d_m]³|[¤ýþÝÞ]|[а-яё][А-ЯЁ]"
    r"|\b[ÊÐÑëìîñ]\b"
)


def decode(data: bytes) -> str:
    """The text of a file, its byte-order mark removed and all else as it stands.

    Raises Invalid for what is no text, for an empty one, and where the encoding is unknown.
    """
    for start, kind in NO_TEXT.items():
        if data.startswith(start):
            raise Invalid(f"{kind}, expected plain text")
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return legible(data[len(mark) :].decode(encoding))
            except UnicodeDecodeError as error:
                raise _broken(encoding, len(mark) + error.start) from None
    if b"\0" in data:
        raise Invalid("binary data (it has NUL bytes), expected plain text")
    try:
        return legible(data.decode())
    except UnicodeDecodeError as error:
        if is_halved(data):
            raise Invalid("half a character (a lone surrogate), expected plain text") from None
        # Some sequences of UTF-8 may occur by chance in an older encoding, never most of them.
        lenient = data.decode(errors="replace")
        broken = lenient.count("\ufffd")
        if sum(c > "\x7f" for c in lenient) > 2 * broken:
            raise _broken("UTF-8", error.start) from None
    if re.search(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]", data):
        raise Invalid("binary data (it has control characters), expected plain text")
    return legible(_western(data) or _guess(data))


def encoding(data: bytes) -> str:
    """The name of the encoding of some lines of a file without a byte-order mark.

    UTF-8 where most of what is not ASCII is, else an older one; raises Invalid where it is unknown.
    """
    lenient = data.decode(errors="replace")
    broken = lenient.count("\ufffd")
    if sum(c > "\x7f" for c in lenient) > 2 * broken or not broken or is_halved(data):
        return "utf-8"
    for name in ("cp1252", "mac_roman"):
        with suppress(UnicodeDecodeError):
            text = data.decode(name)
            others = [c for c in text if c > "\x7f"]
            accented = sum(c.isalpha() for c in others)
            # In a long text some oddities are mistakes of its authors.
            is_odd = len(_ODD.findall(text)) > 0.05 * len(others)
            if accented <= 0.12 * sum(c.isalpha() for c in text) and not is_odd:
                return name
    text = _guess(data)
    for name in LEGACY:
        with suppress(UnicodeDecodeError):
            if data.decode(name) == text:
                return name
    raise Invalid("an encoding that is not known, expected UTF-8")


def legible(text: str) -> str:
    """The same text; raises Invalid where it has no ink, NUL characters or half characters."""
    if not text.strip(WHITE):
        raise Invalid("nothing but white space, expected text" if text else "empty, expected text")
    if "\0" in text:
        raise Invalid("a NUL character, expected plain text")
    if half := re.search("[\ud800-\udfff]", text):
        raise Invalid(f"half a character (a lone surrogate) at {half.start()}, expected plain text")
    return text


def check_length(text: str) -> None:
    """Raise Invalid for a text that is longer than any article."""
    if len(text) > LONGEST_TEXT:
        exact = len(text) < LONGEST_TEXT + 100_000
        found = f"{len(text):,}" if exact else f"{len(text) / 1_000_000:.1f} million"
        limit = LONGEST_TEXT // 1_000_000
        raise Invalid(f"{found} characters, expected at most {limit} million in one article")


def is_halved(data: bytes) -> bool:
    """True for UTF-8 but for halves of characters, which programs write that think in UTF-16."""
    try:
        return bool(data.decode(errors="surrogatepass"))
    except UnicodeDecodeError:
        return False


def has_mark(data: bytes) -> bool:
    """True when the bytes begin with a byte-order mark."""
    return data.startswith(tuple(mark for mark, _ in MARKS))


def _broken(encoding: str, at: int) -> Invalid:
    return Invalid(f"{encoding} that breaks at byte {at + 1}, expected a whole text")


def _western(data: bytes) -> str | None:
    """Windows-1252 or else Mac Roman where one of them reads without oddities.

    A short English article has too few accents for a statistical guess, and curly quotation
    marks are what its few high bytes mostly are.
    """
    for encoding in ("cp1252", "mac_roman"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        letters = [c for c in text if c.isalpha()]
        accented = sum(c > "\x7f" for c in letters)
        if accented <= 0.12 * len(letters) and not _ODD.search(text):
            return text
    return None


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes  # slow to import, and few files need it

    texts = []
    for match in from_bytes(data, cp_isolation=list(LEGACY)):
        with suppress(UnicodeDecodeError):  # of a long file it tries only parts
            texts.append(data.decode(match.encoding))
    if not texts:
        raise Invalid("an encoding that is not known, expected UTF-8")
    return next((text for text in texts if not _ODD.search(text)), texts[0])
