"""Lists of words as people read and edit them: in lines, with spaces between."""

from __future__ import annotations


def wordset(listed: str) -> frozenset[str]:
    """The words of a list; a no-break space joins the words of one entry."""
    return frozenset(word.replace("\u00a0", " ") for word in listed.split(" ") if word)
