"""The encoder: MiniLM with what a word's case says, trained on all that the corpora know at once.

The transformer is BERT's (Devlin et al. 2019) with the weights of all-MiniLM-L6-v2 (Wang et al.
2020). Over it stand, for training only, a head for tags, one for where sentences begin, one for
entities and the biaffine attention of Dozat & Manning (2017) for trees. An entity head learns from
partial annotation by the marginal likelihood of all the tags that are allowed for a word (Tsuboi et
al. 2008).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from annotator.base.sources import Example
from annotator.base.tags import BIO, allowed_tags
from annotator.pipelines.english.pieces import SEGMENTS, Pieces, segment, windows

WIDTH, LAYERS, HEADS, POSITIONS = 384, 6, 12, 512
MOST = 160  # pieces of a window
ARC, RELATION = 256, 96
UNTOLD = -100


class Layer(nn.Module):
    """One block of self-attention and feed-forward, each with its residual and norm."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide, self.narrow = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.last = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape

        def heads(y: Tensor) -> Tensor:
            return y.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = heads(self.query(x)), heads(self.key(x)), heads(self.value(x))
        scores = query @ key.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + mask
        seen = self.drop(scores.softmax(-1)) @ value
        seen = seen.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm(x + self.drop(self.out(seen)))
        return self.last(x + self.drop(self.narrow(functional.gelu(self.wide(x)))))


class Encoder(nn.Module):
    """Piece numbers, segment numbers → a vector for each piece."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(30_522, WIDTH)
        self.places = nn.Embedding(POSITIONS, WIDTH)
        self.segments = nn.Embedding(SEGMENTS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.drop = nn.Dropout(dropout)

    def forward(self, pieces: Tensor, segments: Tensor, mask: Tensor) -> Tensor:
        """``pieces`` and ``segments``: batch × length; ``mask``: 0, or very low where padded."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.segments(segments) + self.places(places)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load(self, path: Path) -> None:
        """Take over the weights of a BERT in the safetensors format."""
        given = load_file(path)
        with torch.no_grad():
            self.words.weight.copy_(given["embeddings.word_embeddings.weight"])
            self.places.weight.copy_(given["embeddings.position_embeddings.weight"])
            # All segments begin as BERT's first: what they mean is learned.
            self.segments.weight.copy_(
                given["embeddings.token_type_embeddings.weight"][:1].expand(SEGMENTS, WIDTH)
            )
        _take(self.norm, given, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            at = f"encoder.layer.{number}"
            for ours, theirs in (
                ("query", "attention.self.query"),
                ("key", "attention.self.key"),
                ("value", "attention.self.value"),
                ("out", "attention.output.dense"),
                ("norm", "attention.output.LayerNorm"),
                ("wide", "intermediate.dense"),
                ("narrow", "output.dense"),
                ("last", "output.LayerNorm"),
            ):
                _take(getattr(layer, ours), given, f"{at}.{theirs}")


def _take(module: nn.Module, given: dict[str, Tensor], name: str) -> None:
    module.load_state_dict({kind: given[f"{name}.{kind}"] for kind in ("weight", "bias")})


class Student(nn.Module):
    """The encoder with all its heads, over the first piece of each word."""

    def __init__(self, tags: Sequence[str], relations: Sequence[str]) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.tag = nn.Linear(WIDTH, len(tags))
        self.begin = nn.Linear(WIDTH, 2)
        self.entity = nn.Linear(WIDTH, len(BIO))
        self.dependent, self.head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.dependent_label, self.head_label = (
            nn.Linear(WIDTH, RELATION),
            nn.Linear(WIDTH, RELATION),
        )
        self.arc = nn.Parameter(torch.zeros(ARC + 1, ARC))
        self.label = nn.Parameter(torch.zeros(len(relations), RELATION + 1, RELATION + 1))
        nn.init.orthogonal_(self.arc)
        self.drop = nn.Dropout(0.2)

    def vectors(self, batch: Batch) -> Tensor:
        """batch × (1 + words) × WIDTH; the first is the window's start and serves as the root."""
        mask = (1.0 - batch.mask[:, None, None, :]) * -1e4
        x = self.encoder(batch.pieces, batch.segments, mask)
        rows = batch.first[..., None].expand(-1, -1, WIDTH)
        return self.drop(x.gather(1, rows))

    def arcs(self, x: Tensor) -> Tensor:
        """Scores of heads: batch × words × (1 + words)."""
        one = functional.gelu(self.dependent(x[:, 1:]))
        one = torch.cat([one, torch.ones_like(one[..., :1])], -1)
        return one @ self.arc @ functional.gelu(self.head(x)).transpose(1, 2)

    def relations(self, x: Tensor, heads: Tensor) -> Tensor:
        """Scores of the relation of each word to its head: batch × words × relations."""
        one = functional.gelu(self.dependent_label(x[:, 1:]))
        two = functional.gelu(self.head_label(x))
        two = two.gather(1, heads[..., None].expand(-1, -1, RELATION))
        one = torch.cat([one, torch.ones_like(one[..., :1])], -1)
        two = torch.cat([two, torch.ones_like(two[..., :1])], -1)
        return torch.einsum("bni,rij,bnj->bnr", one, self.label, two)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an example in numbers; UNTOLD where the source does not say."""

    pieces: list[int]
    segments: list[int]
    first: list[int]
    tags: list[int]
    heads: list[int]  # 0 for the root, else 1 + the place of the head in the window
    relations: list[int]
    begins: list[int]
    allowed: np.ndarray | None  # words × BIO: which tags an entity head may give


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows side by side."""

    pieces: Tensor
    segments: Tensor
    mask: Tensor
    first: Tensor
    tags: Tensor
    heads: Tensor
    relations: Tensor
    begins: Tensor
    allowed: Tensor
    words: Tensor  # batch × words: which are there


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The numbers of pieces, tags and relations."""

    pieces: Pieces
    tags: dict[str, int]
    relations: dict[str, int]

    def windows(self, example: Example) -> Iterator[Window]:
        """An example cut to what the encoder reads at once."""
        pieces = [self.pieces.word(word) for word in example.words]
        opens = [place in example.lines for place in range(len(pieces))]
        allowed = allowed_tags(example)
        for start, end in windows([len(p) for p in pieces], example.words, opens, MOST - 2):
            numbers, segments, first = [self.pieces.start], [0], [0]
            for place in range(start, end):
                first.append(len(numbers))
                numbers += pieces[place]
                kind = segment(example.words[place], opens[place] or place == start == 0)
                segments += [kind] * len(pieces[place])
            numbers.append(self.pieces.end)
            segments.append(0)
            size = end - start
            tags = heads = relations = begins = [UNTOLD] * size
            if example.trees is not None:
                trees = example.trees[start:end]
                tags = [self.tags.get(t.tag, UNTOLD) for t in trees]
                heads = [
                    0 if t.head < 0 else t.head - start + 1 if start <= t.head < end else UNTOLD
                    for t in trees
                ]
                relations = [
                    self.relations[t.relation] if h != UNTOLD else UNTOLD
                    for t, h in zip(trees, heads, strict=True)
                ]
            if example.sentences is not None:
                begins = [int(place in example.sentences) for place in range(start, end)]
            part = None if allowed is None else allowed[start:end]
            yield Window(numbers, segments, first, tags, heads, relations, begins, part)


def batches(given: Sequence[Window], size: int, chance: random.Random) -> list[list[Window]]:
    """The windows in batches of about ``size`` pieces and like lengths, in random order."""
    order = sorted(given, key=lambda w: len(w.pieces) + chance.random() * 16)
    found: list[list[Window]] = []
    for window in order:
        if found and (len(found[-1]) + 1) * max(len(window.pieces), 8) <= size:
            found[-1].append(window)
        else:
            found.append([window])
    chance.shuffle(found)
    return found


def stack(given: Sequence[Window]) -> Batch:
    """Windows side by side, the shorter ones padded."""
    length = max(len(w.pieces) for w in given)
    most = max(len(w.tags) for w in given)

    def padded(rows: Sequence[Sequence[int]], width: int, fill: int) -> Tensor:
        table = np.full((len(rows), width), fill, dtype=np.int64)
        for number, row in enumerate(rows):
            table[number, : len(row)] = row
        return torch.from_numpy(table)

    allowed = np.ones((len(given), most, len(BIO)), dtype=bool)
    for number, window in enumerate(given):
        if window.allowed is not None:
            allowed[number, : len(window.allowed)] = window.allowed
    pieces = padded([w.pieces for w in given], length, 0)
    return Batch(
        pieces,
        padded([w.segments for w in given], length, 0),
        padded([[1] * len(w.pieces) for w in given], length, 0).float(),
        padded([w.first for w in given], most + 1, 0),
        padded([w.tags for w in given], most, UNTOLD),
        padded([w.heads for w in given], most, UNTOLD),
        padded([w.relations for w in given], most, UNTOLD),
        padded([w.begins for w in given], most, UNTOLD),
        torch.from_numpy(allowed),
        padded([[1] * len(w.tags) for w in given], most, 0).bool(),
    )


def loss(model: Student, batch: Batch) -> Tensor:
    """The sum of what each head has yet to learn, over the words of which something is told."""
    x = model.vectors(batch).float()
    words = x[:, 1:]

    def told(scores: Tensor, gold: Tensor) -> Tensor:
        known = gold != UNTOLD
        if not known.any():
            return scores.sum() * 0
        return functional.cross_entropy(scores[known], gold[known])

    total = told(model.tag(words), batch.tags) + 0.5 * told(model.begin(words), batch.begins)
    scores = model.entity(words)
    marginal = scores.masked_fill(~batch.allowed, -1e4).logsumexp(-1)
    apart = (scores.logsumexp(-1) - marginal)[batch.words & ~batch.allowed.all(-1)]
    if len(apart):
        total = total + 2.0 * apart.mean()
    if (batch.heads != UNTOLD).any():
        there = torch.cat([torch.ones_like(batch.words[:, :1]), batch.words], 1)
        arcs = model.arcs(x).masked_fill(~there[:, None, :], -1e4)
        total = total + told(arcs, batch.heads)
        relations = model.relations(x, batch.heads.clamp(min=0))
        total = total + told(relations, batch.relations)
    return total
