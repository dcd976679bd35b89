"""The infer section."""

from typing import Literal

from pydantic import PositiveInt

from stages.core.params import Section

Precision = Literal["float32", "bfloat16"]


class InferParams(Section):
    """Where and how the logits are computed; what each value means: params.yaml."""

    device: Literal["auto", "cuda", "mps", "cpu"]
    backend: Literal["auto", "torch", "openvino"]
    precision: Precision
    chunk: PositiveInt
