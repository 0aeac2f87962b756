"""What a reader sees as one character, and what as white space.

The cases of Unicode's extended grapheme clusters (UAX #29) that occur in news: combining marks,
variation selectors, emoji modifiers, joiners, tag characters, flags, Hangul letters, CR LF.
"""

from __future__ import annotations

import unicodedata

ZERO_WIDTH = "\u200b\ufeff"  # a space without width, and a byte-order mark that was copied along
NON_JOINER, JOINER = "\u200c", "\u200d"
# Letters that UAX #29 counts among the marks: sara am (Thai, Lao), half-width sound marks.
MARK_LETTERS = "\u0e33\u0eb3\uff9e\uff9f"
PICTURES = "‼⁉↔↕↖↗↘↙↩↪⤴⤵▪▫◾◽〰〽"  # pictures that are no "other symbol" to Unicode

# Hangul: leading, vowel and trailing letters; syllables without and with a trailing one.
HANGUL = (
    ("L", "\u1100", "\u115f"),
    ("L", "\ua960", "\ua97c"),
    ("V", "\u1160", "\u11a7"),
    ("V", "\ud7b0", "\ud7c6"),
    ("T", "\u11a8", "\u11ff"),
    ("T", "\ud7cb", "\ud7fb"),
)
HANGUL_FOLLOWS: dict[str, tuple[str, ...]] = {
    "": (),
    "L": ("L", "V", "LV", "LVT"),
    "V": ("V", "T"),
    "T": ("T",),
}
HANGUL_FOLLOWS |= {"LV": HANGUL_FOLLOWS["V"], "LVT": HANGUL_FOLLOWS["T"]}


def is_white(character: str) -> bool:
    """True for white space, with or without width."""
    return character.isspace() or character in ZERO_WIDTH


def cuts_grapheme(text: str, at: int) -> bool:
    """True when ``at`` stands inside what a reader sees as one character."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before < "\u0300" and after < "\u0300":
        return before == "\r" and after == "\n"
    if _extends(after):
        # After white space a mark has nothing to stand on, and words may begin there.
        return not is_white(before)
    if before == JOINER:  # binds what follows only between two pictures
        return _is_picture(after) and _ends_with_picture(text, at - 1)
    if is_flag_letter(before) and is_flag_letter(after):
        run = 0
        while run < at and is_flag_letter(text[at - 1 - run]):
            run += 1
        return run % 2 == 1
    return _hangul(after) in HANGUL_FOLLOWS[_hangul(before)]


def is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _extends(character: str) -> bool:
    """True for what belongs to the character before it, whatever that is."""
    return (
        character in (NON_JOINER, JOINER)
        or unicodedata.category(character) in ("Mn", "Me", "Mc")
        or character in MARK_LETTERS
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_picture(character: str) -> bool:
    # The block of pictures grows with each Unicode, faster than the tables that Python knows.
    return (
        unicodedata.category(character) == "So"
        or "\U0001f000" <= character <= "\U0001faff"
        or character in PICTURES
    )


def _ends_with_picture(text: str, end: int) -> bool:
    at = end - 1
    while at > 0 and _extends(text[at]):
        at -= 1
    return at >= 0 and _is_picture(text[at])


def _hangul(character: str) -> str:
    """The kind of a Hangul letter or syllable; empty for all else."""
    if "\uac00" <= character <= "\ud7a3":
        return "LVT" if (ord(character) - 0xAC00) % 28 else "LV"
    return next((kind for kind, first, last in HANGUL if first <= character <= last), "")
