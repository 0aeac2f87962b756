"""Quotation marks of all kinds, whichever a source happens to use."""

from __future__ import annotations

import random
from dataclasses import replace

from annotator.base.sources import Example

DOUBLE = {'"', "``", "''", "“", "”"}
STYLES = (("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("``", "''"), ("«", "»"))
WEIGHTS = (8, 6, 3, 2, 1, 0.5)
LEFT_ALONE = 0.3
CURLY = 0.5  # of the texts: ’ for the apostrophe


def requoted(example: Example, chance: random.Random) -> Example:
    """The example with its double quotation marks in one style drawn by chance.

    Marks are taken to open and close by turns; a line begins anew, as a paragraph does.
    """
    curly = chance.random() < CURLY
    opening, closing = chance.choices(STYLES, WEIGHTS)[0]
    change = chance.random() > LEFT_ALONE
    opened = False
    words = []
    for place, word in enumerate(example.words):
        if place in example.lines:
            opened = False
        if change and word in DOUBLE:
            opened = word != "”" and word != "''" and (not opened or word in ("“", "``"))
            word = opening if opened else closing
        elif "'" in word and word != "'" and word != "''":
            word = word.replace("'", "’") if curly else word
        words.append(word)
    return replace(example, words=tuple(words))
