"""The part ``gloss_entities``: a linear layer over the encoder's vectors, read by Viterbi.

It learns from partial annotation by the marginal likelihood of all the tags that a word may have
(Tsuboi et al. 2008), so a word that nobody judged teaches nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, Span
from thinc.api import Linear, Model, chain, with_array

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example
    from spacy.vocab import Vocab

NEVER = -1e9
Array = np.ndarray[Any, np.dtype[np.float32]]


def tags_of(labels: Sequence[str]) -> tuple[str, ...]:
    """The tags of labels: O, and B and I for each, in their order."""
    return ("O", *(f"{mark}-{label}" for label in labels for mark in "BI"))


def steps(tags: Sequence[str]) -> Array:
    """tags × tags: NEVER where an I does not follow the B or I of its label, else 0."""
    table = np.zeros((len(tags), len(tags)), dtype=np.float32)
    for after, tag in enumerate(tags):
        if tag[0] == "I":
            table[:, after] = NEVER
            table[after - 1 : after + 1, after] = 0.0
    return table


def best(scores: Array, table: Array, breaks: Sequence[bool]) -> list[int]:
    """The best path through scores, words × tags; no entity goes over a break."""
    if not len(scores):
        return []
    begins = np.where(table[0] < 0, NEVER, 0.0)  # what may stand behind O may stand first
    path = scores[0] + begins
    back = []
    for row, broken in zip(scores[1:], breaks[1:], strict=True):
        ways = path[:, None] + table
        back.append(ways.argmax(0))
        path = ways.max(0) + row
        if broken:
            path = path + begins
    found = [int(path.argmax())]
    for step in reversed(back):
        found.append(int(step[found[-1]]))
    return found[::-1]


def layer(tok2vec: Model[list[Doc], list[Array]]) -> Model[list[Doc], list[Array]]:
    """The architecture ``gloss.Entities.v1``: a score for each tag of each token."""
    output: Model[Any, Any] = with_array(Linear(nI=tok2vec.maybe_get_dim("nO")))
    return cast("Model[list[Doc], list[Array]]", chain(tok2vec, output))


class Entities(TrainablePipe):  # type: ignore[misc]  # it carries no types
    """Finds entities; trained as any part of spaCy, on Docs whose entities may be partly known."""

    def __init__(
        self, vocab: Vocab, model: Model[list[Doc], list[Array]], name: str = "ner"
    ) -> None:
        self.vocab, self.model, self.name = vocab, model, name
        self.cfg: dict[str, Any] = {"labels": []}
        self._rehearsal_model = None
        self.scorer = _score

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.cfg["labels"])

    @property
    def label_data(self) -> list[str]:
        return list(self.cfg["labels"])

    def add_label(self, label: str) -> int:
        """Make room for another label, whose words are as unlikely as unknown; 0 if it is known."""
        if label in self.labels:
            return 0
        self.cfg["labels"].append(label)
        old = self.output
        if old.has_dim("nO"):
            weights: Any = old.get_param("W")
            bias: Any = old.get_param("b")
            wider = Linear(nO=len(bias) + 2, nI=weights.shape[1])
            low: Any = np.full(2, bias.min() - 2.0, dtype=bias.dtype)
            unknown: Any = np.zeros_like(weights[:2])
            for key, value in {"W": [weights, unknown], "b": [bias, low]}.items():
                wider.set_param(key, cast(Any, np.concatenate(value)))
            self.model = chain(self.model.layers[0], with_array(wider))
        return 1

    @property
    def output(self) -> Model[Any, Any]:
        """The linear layer itself."""
        return next(node for node in self.model.walk() if node.name == "linear")

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        *,
        nlp: Language | None = None,
        labels: Sequence[str] | None = None,
    ) -> None:
        """Take the labels, or those of the examples, and begin with small weights."""
        examples = list(get_examples())
        seen = {ent.label_ for one in examples for ent in one.reference.ents}
        for label in labels or sorted(seen):
            self.add_label(label)
        self.output.set_dim("nO", 1 + 2 * len(self.labels))
        self.model.initialize(X=[one.predicted for one in examples[:10]])

    def predict(self, docs: Iterable[Doc]) -> list[list[int]]:
        """The number of the tag of each token that is no white space."""
        given = list(docs)
        table = steps(tags_of(self.labels))
        scores = self.model.predict(given)
        return [
            best(rows[inked(doc)], table, breaks(doc))
            for doc, rows in zip(given, scores, strict=True)
        ]

    def set_annotations(self, docs: Iterable[Doc], paths: Sequence[Sequence[int]]) -> None:
        """Put the entities of the paths into ``doc.ents``."""
        tags = tags_of(self.labels)
        for doc, path in zip(docs, paths, strict=True):
            found: list[list[int]] = []
            for place, number in zip(inked(doc), path, strict=True):
                if tags[number][0] == "B":
                    found.append([place, place + 1, number])
                elif tags[number][0] == "I":
                    found[-1][1] = place + 1
            doc.set_ents([Span(doc, start, end, tags[n][2:]) for start, end, n in found])

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Any = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from examples; tokens whose entity is missing teach nothing."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        given = list(examples)
        scores, backwards = self.model.begin_update([one.predicted for one in given])
        gradients = []
        for example, rows in zip(given, scores, strict=True):
            gradient, lost = self._gradient(example, rows)
            gradients.append(gradient)
            losses[self.name] += lost
        backwards(gradients)
        if sgd is not None:
            self.finish_update(sgd)
        return losses

    def _gradient(self, example: Example, rows: Array) -> tuple[Array, float]:
        allowed = np.ones(rows.shape, dtype=bool)
        tags = tags_of(self.labels)
        gold = example.get_aligned_ner()
        for place, tag in enumerate(gold):
            plain = (tag or "").replace("L-", "I-").replace("U-", "B-")
            if plain in tags:
                allowed[place] = False
                allowed[place, tags.index(plain)] = True
        share = _softmax(rows)
        right = np.where(allowed, share, 0.0)
        right = right / np.maximum(right.sum(1, keepdims=True), 1e-12)
        told: Any = ~allowed.all(1)
        lost = -np.log(np.maximum((share * allowed).sum(1)[told], 1e-12)).sum()
        gradient = np.where(told[:, None], share - right, 0.0).astype(np.float32)
        return gradient, float(lost)


def _softmax(rows: Array) -> Array:
    raised = np.exp(rows - rows.max(1, keepdims=True))
    shares: Array = raised / raised.sum(1, keepdims=True)
    return shares


def inked(doc: Doc) -> list[int]:
    """The places of the tokens that are no white space."""
    return [token.i for token in doc if not token.is_space]


def breaks(doc: Doc) -> list[bool]:
    """For each of them, whether a paragraph begins with it."""
    places = [-1, *inked(doc)]
    return [
        any(doc[i].text.count("\n") > 1 for i in range(before + 1, place))
        for before, place in pairwise(places)
    ]


def _score(examples: Iterable[Example], **kwargs: Any) -> dict[str, Any]:
    from spacy.scorer import get_ner_prf

    scores: dict[str, Any] = get_ner_prf(examples)
    return scores
