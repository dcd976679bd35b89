"""Runs a network with OpenVINO on the CPU: float32 as in torch, about three times as fast."""

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from ..core.arrays import IMAGENET_CLASSES, Images, Logits
from ..core.errors import ParamsError
from .classifier import Classifier, Compute
from .params import Precision

BATCH = 8  # fixed, because kernels are compiled for it; the last batch is padded
HINTS: dict[Precision, str] = {"float32": "f32", "bfloat16": "bf16"}


def prepare_classifier(
    classifier: Classifier, size: int, precision: Precision, threads: int | None = None
) -> Compute:
    """Compile the classifier for images of `size` pixels a side.

    threads: that it may use; None: one for each core. They do not change the logits.
    ParamsError if the CPU lacks bfloat16 and the user asks for it.
    """
    openvino = _import_openvino()
    core = openvino.Core()
    if precision == "bfloat16" and "BF16" not in core.get_property(
        "CPU", "OPTIMIZATION_CAPABILITIES"
    ):
        raise ParamsError(
            "params.yaml: infer.precision is 'bfloat16', which this CPU does not compute; "
            "allowed here: float32."
        )
    shape = (BATCH, size, size, 3)
    exported = torch.export.export(classifier, (torch.zeros(shape, dtype=torch.uint8),))
    model = openvino.convert_model(exported)
    model.reshape(list(shape))
    compiled = core.compile_model(
        model,
        "CPU",
        {
            "PERFORMANCE_HINT": "THROUGHPUT",
            # by default a recent CPU would compute in bfloat16
            "INFERENCE_PRECISION_HINT": HINTS[precision],
            **({} if threads is None else {"INFERENCE_NUM_THREADS": threads}),
        },
    )
    return _throughput(openvino.AsyncInferQueue(compiled))


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
