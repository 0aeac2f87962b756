"""spaCy's own parts, trained on the vectors of the finished encoder."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example as Pair
from spacy.training.batchers import minibatch_by_words

from annotator.base.schemes import ENTITY_LABELS
from annotator.base.sources import Example
from annotator.pipelines.english import register
from annotator.pipelines.english.encoder import Session
from annotator.pipelines.english.tokens import tokenizer

if TYPE_CHECKING:
    from annotator.base.encoder import Student

WIDTH = 384
TRAINED = ("morphologizer", "parser")
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "*"}
WHITE = "_SP"  # the tag of white space
PARSER = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "parser",
    "extra_state_tokens": False,
    "hidden_width": 128,
    "maxout_pieces": 2,
    "use_upper": True,
    "nO": None,
    "tok2vec": LISTENER,
}
TAGGER = {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER, "nO": None, "normalize": False}


def part(nlp: Language, name: str) -> TrainablePipe:
    """A part that can be trained."""
    return cast(TrainablePipe, nlp.get_pipe(name))


def adopt(nlp: Language, student: Student, tags: Sequence[str]) -> None:
    """Give tagger, sentence recogniser and entities what the encoder's heads have learned."""
    example = Pair.from_dict(nlp.make_doc("Ships sank."), {"tags": ["NNS", "VBD", "."]})
    sizes = {"tagger": [*tags, WHITE], "senter": None, "ner": list(ENTITY_LABELS)}
    for name, labels in sizes.items():
        extra = {"labels": labels} if labels else {}
        part(nlp, name).initialize(lambda: [example], nlp=nlp, **extra)
    weights = {name: value.numpy() for name, value in student.state_dict().items()}
    tag, bias = weights["tag.weight"], weights["tag.bias"]
    # White space has no vector: its tag is the one that is likeliest without any.
    tag = np.concatenate([tag, np.zeros_like(tag[:1])])
    bias = np.concatenate([bias, [bias.max() + 1.0]])
    _set(part(nlp, "tagger"), "softmax", tag, bias)
    _set(part(nlp, "senter"), "softmax", weights["begin.weight"], weights["begin.bias"])
    _set(part(nlp, "ner"), "linear", weights["entity.weight"], weights["entity.bias"])


def _set(pipe: TrainablePipe, layer: str, weights: Any, bias: Any) -> None:
    node = next(node for node in pipe.model.walk() if node.name == layer)
    node.set_param("W", weights.astype("float32"))
    node.set_param("b", bias.astype("float32"))


def assembled(vocabulary: Sequence[str], weights: bytes) -> Language:
    """The whole pipeline, with its encoder ready and its other parts untrained."""
    register()
    nlp = spacy.blank("en")
    nlp.tokenizer = tokenizer(nlp)
    model = {"@architectures": "gloss.Encoder.v1", "width": WIDTH}
    nlp.add_pipe("tok2vec", name="encoder", config={"model": model})
    part(nlp, "encoder").model.shims[0] = Session(vocabulary, weights)
    nlp.add_pipe("senter", config={"model": TAGGER})
    nlp.add_pipe("gloss_quotations")
    nlp.add_pipe("tagger", config={"model": TAGGER})
    nlp.add_pipe("morphologizer", config={"model": TAGGER})
    nlp.add_pipe("parser", config={"model": PARSER})
    nlp.add_pipe("gloss_lemmas")
    nlp.add_pipe("gloss_entities", name="ner")
    nlp.add_pipe("gloss_names")
    nlp.add_pipe("gloss_quotes")
    nlp.add_pipe("gloss_speakers")
    return nlp


@dataclass(frozen=True, slots=True)
class Read:
    """A Doc with its vectors beside the same Doc with what is to be learned."""

    given: Doc
    gold: Doc

    def pair(self) -> Pair:
        return Pair(self.given, self.gold)


def chunks(example: Example, most: int = 160) -> Iterable[tuple[int, int]]:
    """Ranges of an example's words of at most about ``most``, cut where a sentence or line ends."""
    cuts = sorted({*(example.sentences or ()), *example.lines} - {0})
    start = 0
    for cut, after in zip(cuts, [*cuts[1:], len(example.words)], strict=False):
        if after - start > most:
            yield start, cut
            start = cut
    if start < len(example.words):
        yield start, len(example.words)


def docs(nlp: Language, example: Example) -> Iterable[Read]:
    """An example with trees in Docs, with a token of white space where a line begins."""
    for start, end in chunks(example):
        words: list[str] = []
        place: dict[int, int] = {}
        for number in range(start, end):
            if number in example.lines and words:
                words.append("\n\n")
            place[number] = len(words)
            words.append(example.words[number])
        gold = _parsed(nlp, example, words, place)
        given = Doc(nlp.vocab, words=words)
        given.tensor = part(nlp, "encoder").predict([given])[0]
        yield Read(given, gold)


def _parsed(nlp: Language, example: Example, words: list[str], place: dict[int, int]) -> Doc:
    size = len(words)
    tags, pos, lemmas = [WHITE] * size, ["SPACE"] * size, list(words)
    heads, deps = [max(i - 1, 0) for i in range(size)], ["dep"] * size
    assert example.trees is not None
    for number, at in place.items():
        tree = example.trees[number]
        tags[at], pos[at], lemmas[at] = tree.tag, tree.part, tree.lemma
        deps[at] = "ROOT" if tree.head < 0 else tree.relation
        heads[at] = at if tree.head < 0 else place[tree.head]
    return Doc(
        nlp.vocab,
        words=words,
        tags=tags,
        pos=pos,
        lemmas=lemmas,
        heads=heads,
        deps=deps,
    )


def train(
    nlp: Language,
    names: Sequence[str],
    given: Sequence[Read],
    held: Sequence[Read],
    epochs: int,
    say: Callable[[str], None],
    seed: int = 1,
) -> None:
    """Train these parts, all on the same Docs; keeps the averaged weights of the best epoch."""
    from thinc.api import Adam, fix_random_seed

    fix_random_seed(seed)
    chance = random.Random(seed)
    pairs = [read.pair() for read in given]
    parts = [part(nlp, name) for name in names]
    for one in parts:
        one.initialize(lambda: pairs, nlp=nlp)
    optimizer = Adam(0.001, use_averages=True, grad_clip=1.0, L2=1e-5)
    best, kept = -1.0, {}
    for epoch in range(epochs):
        chance.shuffle(pairs)
        losses: dict[str, float] = {}
        optimizer.learn_rate = 0.001 * (1 - 0.9 * epoch / epochs)
        for group in minibatch_by_words(pairs, 1500):
            for one in parts:
                one.update(group, sgd=optimizer, losses=losses, drop=0.2)
        with nlp.use_params(optimizer.averages):
            scores = score(nlp, names, held)
            mean = sum(scores.values()) / len(scores)
            if mean > best:
                best, kept = mean, {one.name: one.to_bytes() for one in parts}
        told = ", ".join(f"{name} {value:.4f}" for name, value in scores.items())
        say(f"{'+'.join(names)}, epoch {epoch + 1} of {epochs}: {told}")
    for one in parts:
        one.from_bytes(kept[one.name])


def score(nlp: Language, names: Sequence[str], held: Sequence[Read]) -> dict[str, float]:
    """How the parts do on Docs, by spaCy's Scorer; for choosing an epoch, not for the card."""
    pairs = []
    for read in held:
        doc = Doc(nlp.vocab, words=[t.text for t in read.given])
        doc.tensor = read.given.tensor
        for name, step in nlp.pipeline:
            if name in names:
                doc = step(doc)
        pairs.append(Pair(doc, read.gold))
    wanted = {"morphologizer": "pos_acc", "parser": "dep_las"}
    found = {}
    for name in names:
        found[name] = float(part(nlp, name).score(pairs).get(wanted[name]) or 0.0)
    return found
