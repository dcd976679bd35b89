"""Runs a network with torch: eagerly on a CPU without OpenVINO, as a stream on an NVIDIA GPU."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from ..core.arrays import Images, Logits
from . import on_cuda
from .classifier import Classifier, Compute
from .hardware import Device
from .params import Precision
from .stream import Stream

# Images in a batch; larger ones are not faster. Every batch is full (the last one is padded), so
# the logits of an image do not depend on the number of images.
BATCH: dict[Device, int] = {"cuda": 128, "mps": 64, "cpu": 8}


def layout_for(device: Device, precision: Precision) -> torch.memory_format:
    """Channels last if convolutions are faster with it: on a CPU, and on a GPU's tensor cores."""
    if device == "cpu" or (device == "cuda" and precision == "bfloat16"):
        return torch.channels_last
    return torch.contiguous_format


def prepare_classifier(
    classifier: Classifier, device: Device, precision: Precision, batch: int | None = None
) -> Compute:
    """Move the classifier to the device, and return a function that computes there.

    batch: images in a batch; None: BATCH.
    """
    _settle_arithmetic()
    size = batch or BATCH[device]
    if device == "cuda":
        return Stream(on_cuda.CapturedNetwork(classifier, precision, size))
    return _eager(classifier.to(device), device, precision, size)


def _eager(model: Classifier, device: Device, precision: Precision, size: int) -> Compute:
    def compute(images: Images, done: Callable[[int], object]) -> Logits:
        # results stay on the device: fetching one would wait for it
        logits: list[Tensor] = []
        with torch.inference_mode(), torch.autocast(device, torch.bfloat16, precision != "float32"):
            for start in range(0, len(images), size):
                part = images[start : start + size]
                batch = torch.zeros((size, *part.shape[1:]), dtype=torch.uint8)
                np.copyto(batch.numpy()[: len(part)], part)
                logits.append(model(batch.to(device))[: len(part)])
                done(len(part))
            return torch.cat(logits).float().cpu().numpy()

    return compute


def _settle_arithmetic() -> None:
    """No TF32, which keeps only 10 bits of a float32; the same kernels in every run."""
    # not `fp32_precision`, the newer way: after it, torch.export raises (2.14)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False
