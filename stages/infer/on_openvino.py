"""Runs a network with OpenVINO on the CPU: float32 as in torch, about three times as fast."""

import io
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from ..core.arrays import IMAGENET_CLASSES, Images, Logits
from ..core.errors import ParamsError
from ..core.refusals import is_memory
from .classifier import Classifier, Compute
from .params import Precision

BATCH = 8  # fixed, because kernels are compiled for it; the last batch is padded
HINTS: dict[Precision, str] = {"float32": "f32", "bfloat16": "bf16"}


def prepare_classifier(
    classifier: Classifier, size: int, precision: Precision, threads: int | None = None
) -> Compute:
    """Compile the classifier for images of `size` pixels a side.

    threads: the most that it uses; None: all that the system gives. ParamsError if the CPU lacks
    bfloat16 and the user asks for it.
    """
    return run_compiled(compile_classifier(classifier, size, precision, threads))


def compile_classifier(
    classifier: Classifier, size: int, precision: Precision, threads: int | None = None
) -> Any:
    """OpenVINO's compiled model."""
    core = _import_openvino().Core()
    _check_precision(core, precision)
    model = convert_classifier(classifier, size)
    return core.compile_model(model, "CPU", _settings(precision, threads))


def convert_classifier(classifier: Classifier, size: int) -> Any:
    """OpenVINO's model, not yet compiled, for batches of BATCH images."""
    openvino, shape = _import_openvino(), (BATCH, size, size, 3)
    exported = torch.export.export(classifier, (torch.zeros(shape, dtype=torch.uint8),))
    model = openvino.convert_model(exported)
    model.reshape(list(shape))
    return model


def pack_compiled(compiled: Any) -> bytes:
    """A compiled model as bytes, for the same OpenVINO on the same processor."""
    packed: bytes = compiled.export_model().getvalue()
    return packed


def unpack_compiled(packed: bytes, precision: Precision, threads: int | None = None) -> Any | None:
    """The compiled model again, or None where this OpenVINO does not take the bytes.

    It has to be told its precision again: by default it would compute in bfloat16.
    """
    core = _import_openvino().Core()
    _check_precision(core, precision)
    try:
        return core.import_model(io.BytesIO(packed), "CPU", _settings(precision, threads))
    except RuntimeError as error:
        if is_memory(error):
            raise
        return None


def run_compiled(compiled: Any) -> Compute:
    """A function that computes with a compiled model."""
    return _throughput(_import_openvino().AsyncInferQueue(compiled))


def _settings(precision: Precision, threads: int | None) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "PERFORMANCE_HINT": "THROUGHPUT",
        # by default a recent CPU would compute in bfloat16
        "INFERENCE_PRECISION_HINT": HINTS[precision],
    }
    return settings if threads is None else {**settings, "INFERENCE_NUM_THREADS": threads}


def _check_precision(core: Any, precision: Precision) -> None:
    capabilities = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    if precision == "bfloat16" and "BF16" not in capabilities:
        raise ParamsError(
            "params.yaml: infer.precision is 'bfloat16', which this CPU does not compute; "
            "allowed here: float32."
        )


def _throughput(queue: Any) -> Compute:
    def compute(images: Images, done: Callable[[int], object]) -> Logits:
        logits = np.empty((len(images), IMAGENET_CLASSES), dtype=np.float32)

        def keep(request: Any, start: int) -> None:
            wanted = logits[start : start + BATCH]
            wanted[:] = request.get_output_tensor(0).data[: len(wanted)]

        queue.set_callback(keep)
        for start in range(0, len(images), BATCH):
            part = images[start : start + BATCH]
            batch = np.zeros((BATCH, *part.shape[1:]), dtype=np.uint8)
            batch[: len(part)] = part
            queue.start_async({0: batch}, start)  # waits while all requests are busy
            done(len(part))
        queue.wait_all()
        return logits

    return compute


def _import_openvino() -> Any:
    """Import openvino without its telemetry, which reports each import over the network."""
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    import openvino

    return openvino
