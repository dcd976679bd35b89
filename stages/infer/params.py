"""The section `infer` of params.yaml."""

from typing import Annotated, Literal

from annotated_types import Ge, Le
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from ..core.params import Section

Precision = Literal["float32", "bfloat16"]
MOST_WORKERS = 1000


def _check_workers(value: object) -> object:
    """Of `auto` and a number together, pydantic's own message would name `auto` alone."""
    if value == "auto" or (type(value) is int and 1 <= value <= MOST_WORKERS):
        return value
    expected = f"'auto', or a whole number from 1 to {MOST_WORKERS}"
    raise PydanticCustomError("literal_error", "{expected}", {"expected": expected})


class InferParams(Section):
    """The hardware and precision for the logits; each value: params.yaml."""

    device: Literal["auto", "cuda", "mps", "cpu"]
    backend: Literal["auto", "torch", "openvino"]
    precision: Precision
    chunk: Annotated[int, Ge(1), Le(1_000_000)]
    engine: Literal["local", "ray"]
    workers: Annotated[Literal["auto"] | int, BeforeValidator(_check_workers)]
