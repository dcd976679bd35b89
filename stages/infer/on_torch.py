"""Torch, eager: on a GPU, and on a CPU where OpenVINO is missing."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from ..core.arrays import Images, Logits
from .classifier import Classifier, Compute
from .hardware import Device
from .params import Precision

# Images at once; more bring no speed. Every batch is full (the last one is padded), so an image's
# logits do not depend on how many there are.
BATCH: dict[Device, int] = {"cuda": 128, "mps": 64, "cpu": 8}


def layout_for(device: Device, precision: Precision) -> torch.memory_format:
    """Channels last where convolutions are made for it: on a CPU, and on a GPU's tensor cores."""
    if device == "cpu" or (device == "cuda" and precision == "bfloat16"):
        return torch.channels_last
    return torch.contiguous_format


def prepare_classifier(classifier: Classifier, device: Device, precision: Precision) -> Compute:
    """Move the classifier to the device; what is returned computes there."""
    _settle_arithmetic()
    model = classifier.to(device)

    def compute(images: Images, done: Callable[[int], object]) -> Logits:
        # results stay on the device: fetching one would wait for it, and leave the GPU idle while
        # the next batch is read
        found: list[Tensor] = []
        with torch.inference_mode(), torch.autocast(device, torch.bfloat16, precision != "float32"):
            for start in range(0, len(images), BATCH[device]):
                part = images[start : start + BATCH[device]]
                batch = _staged(part, BATCH[device], device).to(device, non_blocking=True)
                found.append(model(batch)[: len(part)])
                done(len(part))
            return torch.cat(found).float().cpu().numpy()

    return compute


def _staged(part: Images, size: int, device: Device) -> Tensor:
    """A full batch in memory that a GPU can read by itself, while it computes the one before."""
    batch = torch.zeros((size, *part.shape[1:]), dtype=torch.uint8, pin_memory=device == "cuda")
    np.copyto(batch.numpy()[: len(part)], part)
    return batch


def _settle_arithmetic() -> None:
    """Float32 means float32: no TF32, which keeps 10 bits; the same kernels in every run."""
    # not `fp32_precision`, the newer way: after it, torch.export raises (2.14)
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False
