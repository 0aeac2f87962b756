"""Trains the encoder, and the heads that become parts of the pipeline, on all corpora together."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from annotator.base.articles import Article, Pools, substituted
from annotator.base.encoder import UNTOLD, Alphabet, Student, batches, loss, stack
from annotator.base.quotation import requoted
from annotator.base.sources import Example, Named
from annotator.base.tags import BIO, allowed_tags, named, viterbi

EPOCHS = 5
SIZE = 2560  # pieces of a batch
FAST, SLOW = 1e-3, 1.5e-4  # learning rates of the heads and of the encoder
# How much of each source an epoch reads: tweets teach odd habits.
SHARE = {"btc": 0.15, "wnut17": 0.2, "re3d": 0.5, "crossner": 0.6}
COPIES = 2  # of each own article in an epoch, all but the first with other names
CAPITALS = 0.03  # of the windows in capitals throughout, as headlines are
MASKED = 0.05  # of the pieces hidden, so that the words around a name count too

Say = Callable[[str], None]


def epoch(
    open_: Sequence[Example],
    own: Sequence[Article],
    names: Pools,
    chance: random.Random,
) -> Iterator[Example]:
    """The examples of one pass: drawn, with names put in and quotation marks of all kinds."""
    for example in open_:
        if chance.random() < SHARE.get(example.source, 1.0):
            yield requoted(example, chance)
    for article in own:
        for copy in range(COPIES):
            example = substituted(article, names, chance) if copy else article.example
            yield requoted(example, chance)


def shouted(example: Example, chance: random.Random) -> Example:
    if chance.random() > CAPITALS:
        return example
    return replace(example, words=tuple(word.upper() for word in example.words))


def train(
    alphabet: Alphabet,
    weights: Path,
    open_: Sequence[Example],
    own: Sequence[Article],
    names: Pools,
    held: Sequence[Example],
    checkpoint: Path,
    say: Say,
    seed: int = 1,
    epochs: int = EPOCHS,
) -> Student:
    """The trained model; a checkpoint behind each epoch lets an interrupted run go on."""
    torch.manual_seed(seed)
    model = Student(list(alphabet.tags), list(alphabet.relations))
    model.encoder.load(weights)
    slow = {id(p) for p in model.encoder.parameters()}
    optimizer = torch.optim.AdamW(
        [
            {"params": list(model.encoder.parameters()), "lr": SLOW},
            {"params": [p for p in model.parameters() if id(p) not in slow], "lr": FAST},
        ],
        weight_decay=0.01,
    )
    done = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        done = saved["epochs"]
        say(f"going on behind epoch {done}")
    rates = (SLOW, FAST)
    for number in range(done, epochs):
        chance = random.Random(f"{seed} {number}")
        torch.manual_seed(seed * 1000 + number)
        windows = [
            window
            for example in epoch(open_, own, names, chance)
            for window in alphabet.windows(shouted(example, chance))
        ]
        groups = batches(windows, SIZE, chance)
        model.train()
        started, seen, total = time.monotonic(), 0, 0.0
        for step, group in enumerate(groups):
            along = (number + step / len(groups)) / epochs
            rate = min(along / 0.06, 1.0) * max(1.0 - along, 0.02)
            for parameters, full in zip(optimizer.param_groups, rates, strict=True):
                parameters["lr"] = full * rate
            batch = stack(group)
            hidden = (torch.rand(batch.pieces.shape) < MASKED) & (batch.mask > 0)
            batch.pieces[hidden] = 103  # [MASK]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                value = loss(model, batch)
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            seen += int(batch.mask.sum())
            total = 0.99 * total + 0.01 * value.item() if total else value.item()
            if step % 50 == 49:
                rest = (time.monotonic() - started) / (step + 1) * (len(groups) - step - 1)
                speed = seen / (time.monotonic() - started)
                say(
                    f"epoch {number + 1} of {epochs}, batch {step + 1} of {len(groups)}, "
                    f"loss {total:.3f}, {speed:,.0f} pieces a second, {rest / 60:.0f} min left"
                )
        written = checkpoint.with_suffix(".part")
        torch.save(
            {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "epochs": number + 1,
            },
            written,
        )
        written.replace(checkpoint)
        say(f"epoch {number + 1}: {measured(model, alphabet, held)}")
    return model.eval()


@torch.no_grad()
def measured(model: Student, alphabet: Alphabet, examples: Iterable[Example]) -> str:
    """How the heads do on examples: for a look at the training, not for the card."""
    model.eval()
    right = dict.fromkeys(("tag", "head", "begin"), 0)
    known = dict(right)
    tp = predicted = gold = 0
    for example in examples:
        for window in alphabet.windows(example):
            batch = stack([window])
            x = model.vectors(batch)
            for name, scores, truth in (
                ("tag", model.tag(x[:, 1:]), batch.tags),
                ("head", model.arcs(x), batch.heads),
            ):
                told = truth != UNTOLD
                right[name] += int((scores.argmax(-1) == truth)[told].sum())
                known[name] += int(told.sum())
            begins = model.begin(x[:, 1:]).argmax(-1) == 1
            truth = batch.begins == 1
            right["begin"] += int((begins & truth)[batch.begins != UNTOLD].sum()) * 2
            known["begin"] += int(begins[batch.begins != UNTOLD].sum() + truth.sum())
        if example.named is not None and not example.silent:
            found = {(n.start, n.end, n.labels) for n in decoded(model, alphabet, example)}
            true = {(n.start, n.end, n.labels) for n in example.named}
            tp, predicted, gold = tp + len(found & true), predicted + len(found), gold + len(true)
    shares = ", ".join(f"{name} {right[name] / max(known[name], 1):.4f}" for name in right)
    return f"{shares}, entities F1 {2 * tp / max(predicted + gold, 1):.4f}"


@torch.no_grad()
def decoded(model: Student, alphabet: Alphabet, example: Example) -> list[Named]:
    """The best entities that the tags open to each word allow, by Viterbi's algorithm."""
    model.eval()
    rows = [
        model.entity(model.vectors(stack([window]))[0, 1:]).log_softmax(-1).numpy()
        for window in alphabet.windows(example)
    ]
    scores = np.concatenate(rows) if rows else np.zeros((0, len(BIO)))
    allowed = allowed_tags(example) if example.silent else None
    if allowed is not None:
        scores = np.where(allowed, scores, -1e6)
    return named(viterbi(scores))
