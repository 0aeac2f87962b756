"""What the encoder reads: word pieces, and for each word what its letters' case and place say.

The encoder's vocabulary is uncased, which leaves too little of a name. So the case of a word, and
whether it opens a line, travel in the input that BERT (Devlin et al. 2019) calls the segment.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

PAD, UNKNOWN, START, END = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
SHAPES = ("lower", "Title", "UPPER", "mixed", "initial", "digits", "sign")
SEGMENTS = 2 * len(SHAPES)  # each within a line, and each at the beginning of one
LONGEST_WORD = 100  # characters; what is longer is no word
MOST = 8  # pieces of one word; what stands behind them would only crowd the window
STOPS = frozenset(".!?…”\"’'»)]")


class Pieces:
    """Words to the numbers of their pieces, by WordPiece's longest match (Wu et al. 2016)."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = tuple(vocabulary)
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[int, ...]] = {}
        self.start, self.end = self._numbers[START], self._numbers[END]

    def word(self, word: str) -> tuple[int, ...]:
        """The pieces of one word: at least one, at most MOST."""
        found = self._known.get(word)
        if found is None:
            if len(self._known) > 50_000:  # a long-lived process keeps a bounded memory
                self._known.clear()
            pieces = [number for part in _parts(word) for number in self._match(part)]
            found = self._known[word] = tuple(pieces[:MOST]) or (self._numbers[UNKNOWN],)
        return found

    def _match(self, part: str) -> list[int]:
        found: list[int] = []
        start = 0
        if len(part) > LONGEST_WORD:
            return [self._numbers[UNKNOWN]]
        while start < len(part):
            for end in range(len(part), start, -1):
                piece = ("##" if start else "") + part[start:end]
                if piece in self._numbers:
                    found.append(self._numbers[piece])
                    start = end
                    break
            else:
                return [self._numbers[UNKNOWN]]
        return found


def _parts(word: str) -> Iterator[str]:
    """A word in lower case without accents, cut at its signs, as the vocabulary was made."""
    plain = unicodedata.normalize("NFD", word.lower())
    run = ""
    for character in plain:
        if unicodedata.category(character) == "Mn":
            continue
        if character.isalnum():
            run += character
        else:
            if run:
                yield run
            run = ""
            if not character.isspace():
                yield character
    if run:
        yield run


def shape(word: str) -> int:
    """Which of SHAPES a word has."""
    if any(c.isdigit() for c in word):
        return 5
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 6
    if len(letters) == 1:
        return 4 if letters[0].isupper() else 0
    if all(c.isupper() for c in letters):
        return 2
    if not any(c.isupper() for c in letters):
        return 0
    if letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        return 1
    return 3


def segment(word: str, opens_line: bool) -> int:
    """The number of a word's segment, less than SEGMENTS."""
    return shape(word) + len(SHAPES) * opens_line


def windows(
    lengths: Sequence[int], words: Sequence[str], opens: Sequence[bool], most: int
) -> Iterable[tuple[int, int]]:
    """Ranges of words that follow one another, each of at most ``most`` pieces.

    A range ends where a line ends, else behind a stop, else wherever it is full.
    """
    start = 0
    while start < len(words):
        size, end = 0, start
        line = stop = start
        while end < len(words) and size + lengths[end] <= most:
            if end > start and opens[end]:
                line = end
            size += lengths[end]
            end += 1
            if words[end - 1] in STOPS:
                stop = end
        if end < len(words):
            if not opens[end]:
                end = next((cut for cut in (line, stop) if cut - start > (end - start) // 2), end)
            end = max(end, start + 1)
        yield start, end
        start = end
