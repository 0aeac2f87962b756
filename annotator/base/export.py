"""The trained encoder as a file that onnxruntime reads: eight-bit weights, one vector a word."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from torch import Tensor, nn

from annotator.base.encoder import Encoder


class Words(nn.Module):
    """One window: the vectors of the pieces that begin its words."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pieces: Tensor, segments: Tensor, first: Tensor) -> Tensor:
        """``pieces`` and ``segments``: 1 × length; ``first``: words → words × WIDTH."""
        x = self.encoder(pieces, segments, torch.zeros(1))
        return x[0].index_select(0, first)


def save(encoder: Encoder, path: Path, quantized: bool = True) -> None:
    """Write the encoder to ``path`` in ONNX; weights of eight bits unless told otherwise."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers import optimizer

    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        example = (
            torch.full((1, 12), 7, dtype=torch.int64),
            torch.zeros((1, 12), dtype=torch.int64),
            torch.arange(5),
        )
        torch.onnx.export(
            Words(encoder).eval(),
            example,
            str(plain),
            input_names=["pieces", "segments", "first"],
            output_names=["vectors"],
            dynamic_axes={
                "pieces": {1: "length"},
                "segments": {1: "length"},
                "first": {0: "words"},
            },
            opset_version=17,
            dynamo=False,
        )
        fused = Path(folder) / "fused.onnx"
        model = optimizer.optimize_model(
            str(plain), model_type="bert", num_heads=12, hidden_size=384
        )
        model.save_model_to_file(str(fused))
        if quantized:
            quantize_dynamic(
                str(fused),
                str(path),
                weight_type=QuantType.QInt8,
                per_channel=True,
                # Seven bits of eight: processors without VNNI would overflow on the eighth.
                reduce_range=True,
                extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
            )
        else:
            path.write_bytes(fused.read_bytes())
