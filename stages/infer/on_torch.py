"""Runs a network with eager torch: on a GPU, and on a CPU without OpenVINO."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from ..core.arrays import Images, Logits
from .classifier import Classifier, Compute
from .hardware import Device
from .params import Precision

# Images in a batch; larger ones are not faster. Every batch is full (the last one is padded), so
# the logits of an image do not depend on the number of images.
BATCH: dict[Device, int] = {"cuda": 128, "mps": 64, "cpu": 8}


def layout_for(device: Device, precision: Precision) -> torch.memory_format:
    """Channels last if convolutions are faster with it: on a CPU, and on a GPU's tensor cores."""
    if device == "cpu" or (device == "cuda" and precision == "bfloat16"):
        return torch.channels_last
    return torch.contiguous_format


def prepare_classifier(classifier: Classifier, device: Device, precision: Precision) -> Compute:
    """Move the classifier to the device, and return a function that computes there."""
    _settle_arithmetic()
    model = classifier.to(device)

    def compute(images: Images, done: Callable[[int], object]) -> Logits:
        # results stay on the device: fetching one would wait for it, and leave the GPU idle while
        # the next batch is read
        logits: list[Tensor] = []
        with torch.inference_mode(), torch.autocast(device, torch.bfloat16, precision != "float32"):
            for start in range(0, len(images), BATCH[device]):
                part = images[start : start + BATCH[device]]
                batch = _staged(part, BATCH[device], device).to(device, non_blocking=True)
                logits.append(model(batch)[: len(part)])
                done(len(part))
            return torch.cat(logits).float().cpu().numpy()

    return compute


def _staged(part: Images, size: int, device: Device) -> Tensor:
    """A full batch in pinned memory, which a GPU reads while it computes the batch before."""
    batch = torch.zeros((size, *part.shape[1:]), dtype=torch.uint8, pin_memory=device == "cuda")
    np.copyto(batch.numpy()[: len(part)], part)
    return batch


def _settle_arithmetic() -> None:
    """No TF32, which keeps only 10 bits of a float32; the same kernels in every run."""
    # not `fp32_precision`, the newer way: after it, torch.export raises (2.14)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False
