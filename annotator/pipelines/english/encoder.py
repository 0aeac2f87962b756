"""The encoder as a part of any spaCy pipeline: a vector for each token, for other parts to read.

In a pipeline's config it is the model of a ``tok2vec`` component; taggers, parsers and entity
recognisers read it by ``spacy.Tok2VecListener.v1`` and are trained as usual, while it stays as it
is. It runs in onnxruntime, on one thread, each window by itself, so that what it gives for a text
does not depend on what was read beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import srsly
from thinc.api import Model
from thinc.shims import Shim

from annotator.pipelines.english.pieces import Pieces, segment, windows

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from spacy.tokens import Doc

MOST = 158  # pieces of a window, its two marks aside: what it was trained on

Vectors = np.ndarray[Any, np.dtype[np.float32]]


class Session(Shim):
    """The encoder's weights and vocabulary, as bytes and as what runs them."""

    def __init__(self, vocabulary: Sequence[str] = (), weights: bytes = b"") -> None:
        super().__init__(None)
        self.vocabulary, self.weights = tuple(vocabulary), weights
        self._pieces: Pieces | None = None
        self._runs: InferenceSession | None = None

    def to_bytes(self) -> bytes:
        """Both, as msgpack."""
        packed = {"vocabulary": list(self.vocabulary), "weights": self.weights}
        return cast(bytes, srsly.msgpack_dumps(packed))

    def from_bytes(self, data: bytes) -> Session:
        """Take over what ``to_bytes`` gave."""
        packed = srsly.msgpack_loads(data)
        Session.__init__(self, packed["vocabulary"], packed["weights"])
        return self

    def to_disk(self, path: str | Path) -> None:
        """As one file."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path) -> Session:
        """Take over what ``to_disk`` wrote."""
        return self.from_bytes(Path(path).read_bytes())

    def copy(self) -> Session:
        """Another session of the same weights."""
        return Session(self.vocabulary, self.weights)

    def to_device(self, device_type: str, device_id: int) -> None:
        """The encoder runs on the processor, wherever the parts that read it run."""

    @property
    def pieces(self) -> Pieces:
        if self._pieces is None:
            self._pieces = Pieces(self.vocabulary)
        return self._pieces

    def run(self, inputs: dict[str, Vectors]) -> Vectors:
        """The vectors of the first pieces of a window's words."""
        if self._runs is None:
            from onnxruntime import InferenceSession, SessionOptions

            options = SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._runs = InferenceSession(self.weights, options, providers=["CPUExecutionProvider"])
        return cast(Vectors, self._runs.run(None, inputs)[0])


def encoder(width: int) -> Model[list[Doc], list[Vectors]]:
    """The architecture ``gloss.Encoder.v1``: Docs to a row of ``width`` numbers for each token.

    White space has zeros. Its weights come with the pipeline that it is loaded from, and no
    training changes them.
    """
    return Model("encoder", _forward, dims={"nO": width}, shims=[Session()])


def _forward(
    model: Model[list[Doc], list[Vectors]], docs: list[Doc], is_train: bool
) -> tuple[list[Vectors], Callable[[Any], list[Doc]]]:
    session = cast(Session, model.shims[0])
    width = model.get_dim("nO")
    return [_read(session, doc, width) for doc in docs], lambda gradient: docs


def _read(session: Session, doc: Doc, width: int) -> Vectors:
    rows = np.zeros((len(doc), width), dtype=np.float32)
    words: list[str] = []
    places: list[int] = []
    opens: list[bool] = []
    opening = True
    for token in doc:
        text = token.text
        if token.is_space:
            opening = opening or "\n" in text
            continue
        words.append(text)
        places.append(token.i)
        opens.append(opening)
        opening = False
    pieces = [session.pieces.word(word) for word in words]
    for start, end in windows([len(p) for p in pieces], words, opens, MOST):
        numbers, segments, first = [session.pieces.start], [0], []
        for word, opened, own in zip(
            words[start:end], opens[start:end], pieces[start:end], strict=True
        ):
            first.append(len(numbers))
            numbers += own
            segments += [segment(word, opened)] * len(own)
        numbers.append(session.pieces.end)
        segments.append(0)
        rows[places[start:end]] = session.run(
            {
                "pieces": np.array([numbers], dtype=np.int64),
                "segments": np.array([segments], dtype=np.int64),
                "first": np.array(first, dtype=np.int64),
            }
        )
    return rows
