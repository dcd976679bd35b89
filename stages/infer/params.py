"""The section `infer` of params.yaml."""

from typing import Annotated, Literal

from annotated_types import Ge, Le

from ..core.params import Section

Precision = Literal["float32", "bfloat16"]


class InferParams(Section):
    """The hardware and precision for the logits; each value: params.yaml."""

    device: Literal["auto", "cuda", "mps", "cpu"]
    backend: Literal["auto", "torch", "openvino"]
    precision: Precision
    chunk: Annotated[int, Ge(1), Le(1_000_000)]
    engine: Literal["local", "ray"]
    workers: Literal["auto"] | Annotated[int, Ge(1), Le(1000)]
