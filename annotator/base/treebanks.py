"""How well a pipeline reads a treebank, counted as in CoNLL 2018 (Zeman et al. 2018).

Words, sentences, tags, lemmas and trees are compared over the characters that are no white space,
so that a text may be read raw. Labelled attachment ignores the subtypes of relations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.base.sources import Sentence, Tree
from annotator.evaluation import Counts

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Word:
    """A word by the places of its first character and of the one behind its last."""

    start: int
    end: int
    tree: Tree  # ``head`` is the place of another word in the same list


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says, by somebody: words in order, and sentences as ranges of characters."""

    words: tuple[Word, ...]
    sentences: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Gold:
    """A document of a treebank: its raw text, its tokens, and what is right.

    Between two paragraphs stands a token of two line ends, as a tokenizer would have it.
    """

    text: str
    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    reading: Reading


NAMES = ("words", "sentences", "tags", "lemmas", "UAS", "LAS")


@dataclass(slots=True)
class Scores:
    """Counts by what is compared; they add."""

    counts: dict[str, Counts] = field(default_factory=lambda: dict.fromkeys(NAMES, Counts()))

    def add(self, gold: Reading, given: Reading) -> None:
        """Count one document."""
        places = {(w.start, w.end): number for number, w in enumerate(given.words)}
        pairs = [
            (number, places[w.start, w.end])
            for number, w in enumerate(gold.words)
            if (w.start, w.end) in places
        ]
        counterpart = dict(pairs)
        right = dict.fromkeys(NAMES, 0)
        right["sentences"] = len(gold.sentences & given.sentences)
        for one, two in pairs:
            ours, theirs = given.words[two].tree, gold.words[one].tree
            right["words"] += 1
            right["tags"] += ours.tag == theirs.tag
            right["lemmas"] += theirs.lemma == "_" or ours.lemma == theirs.lemma
            head = counterpart.get(theirs.head) if theirs.head >= 0 else -1
            attached = ours.head == head
            right["UAS"] += attached
            right["LAS"] += attached and _plain(ours.relation) == _plain(theirs.relation)
        for name in NAMES:
            sizes = (
                (len(gold.sentences), len(given.sentences))
                if name == "sentences"
                else (len(gold.words), len(given.words))
            )
            tp = right[name]
            self.counts[name] += Counts(tp, sizes[1] - tp, sizes[0] - tp)

    def f1(self) -> dict[str, float]:
        """The F1 of each."""
        return {name: count.f1 or 0.0 for name, count in self.counts.items()}


def _plain(relation: str) -> str:
    return relation.partition(":")[0].lower()


def documents(sentences: Iterable[Sentence]) -> Iterator[Gold]:
    """The documents of a treebank with their raw text; paragraphs stand apart by an empty line."""
    held: list[Sentence] = []
    for sentence in sentences:
        if sentence.opens == "document" and held:
            yield _document(held)
            held = []
        held.append(sentence)
    if held:
        yield _document(held)


def _document(sentences: Sequence[Sentence]) -> Gold:
    text = ""
    words: list[str] = []
    spaces: list[bool] = []
    trees: list[Tree] = []
    ranges: set[tuple[int, int]] = set()
    count = 0  # characters that are no white space
    found: list[Word] = []
    for sentence in sentences:
        if sentence.opens == "paragraph" and text:
            text = text.rstrip() + "\n\n"
            spaces[-1] = False
            words.append("\n\n")
            spaces.append(False)
        first, begun = len(trees), count
        for word, tree, space in zip(sentence.words, sentence.trees, sentence.spaces, strict=True):
            text += word + " " * space
            words.append(word)
            spaces.append(space)
            trees.append(tree)
            size = sum(not c.isspace() for c in word)
            head = tree.head + first if tree.head >= 0 else -1
            found.append(
                Word(
                    count,
                    count + size,
                    Tree(tree.tag, tree.part, tree.lemma, head, tree.relation),
                )
            )
            count += size
        ranges.add((begun, count))
    reading = Reading(tuple(found), frozenset(ranges))
    return Gold(text.rstrip(), tuple(words), tuple(spaces), reading)


def reading(doc: Doc) -> Reading:
    """What a pipeline made of a text."""
    at: dict[int, int] = {}
    bounds: list[tuple[int, int]] = []
    count = 0
    for token in doc:
        size = sum(not c.isspace() for c in token.text)
        if size:
            at[token.i] = len(bounds)
            bounds.append((count, count + size))
        count += size
    words = []
    ranges = set()
    for sentence in doc.sents:
        inked = [at[t.i] for t in sentence if t.i in at]
        if inked:
            ranges.add((bounds[inked[0]][0], bounds[inked[-1]][1]))
        for token in sentence:
            if token.i in at:
                head = -1 if token.head.i == token.i else at.get(token.head.i, -2)
                tree = Tree(token.tag_, token.pos_, token.lemma_, head, token.dep_)
                words.append(Word(*bounds[at[token.i]], tree))
    return Reading(tuple(words), frozenset(ranges))


def score(nlp: Language, gold: Iterable[Gold], raw: bool) -> Scores:
    """A pipeline on documents: from raw text, or on their gold words.

    With gold words it still has to find the sentences.
    """
    from spacy.tokens import Doc

    scores = Scores()
    read: Callable[[Gold], Doc] = (
        (lambda one: nlp(one.text))
        if raw
        else (lambda one: nlp(Doc(nlp.vocab, words=list(one.words), spaces=list(one.spaces))))
    )
    for one in gold:
        scores.add(one.reading, reading(read(one)))
    return scores
