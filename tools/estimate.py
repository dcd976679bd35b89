"""Estimates the time of inference here: `python -m tools.estimate ARCHITECTURE IMAGES`, a minute.

A network of that architecture with random weights computes random pictures; neither changes speed.
"""

import logging
import time
from typing import Any

import numpy as np

from stages.core import front_door, params
from stages.core.errors import ParamsError
from stages.infer import backends, hardware, on_torch, progress
from stages.infer.classifier import Classifier, Compute
from stages.infer.params import InferParams

SIZE = 224  # pixels a side, what `make full` uses
WARM_UP = 16  # images before the measurement: the first batches are slower
SAMPLE = 64
IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


def main(architecture: str, images: str) -> None:
    """Log the time for this number of images on this machine, with the section `infer`."""
    if not images.isdecimal():
        raise ParamsError(f"the number of images is {images!r}; wanted: digits, such as 60000.")
    asked = params.load_section("infer", InferParams)
    choice = hardware.choose_hardware(
        asked, hardware.available_devices(), hardware.openvino_is_installed()
    )
    layout = on_torch.layout_for(choice.device, asked.precision)
    model = Classifier(_random_network(architecture), *IMAGENET, layout).eval()
    rate = measure_rate(backends.prepare_classifier(model, SIZE, choice, asked.precision), SAMPLE)
    logging.info(describe_time(int(images), rate, f"{choice.backend} on {choice.device}"))


def measure_rate(compute: Compute, sample: int) -> float:
    """Images per second, after a warm-up."""
    pictures = np.random.default_rng(0).integers(0, 256, (sample, SIZE, SIZE, 3), dtype=np.uint8)
    compute(pictures[:WARM_UP], lambda count: None)
    started = time.perf_counter()
    compute(pictures, lambda count: None)
    return sample / (time.perf_counter() - started)


def describe_time(images: int, rate: float, where: str) -> str:
    """One line with the rate and the time in minutes or hours."""
    length = progress.describe_duration(images / rate)
    return f"{images:,} images at {rate:.0f} a second ({where}): about {length} of inference"


def _random_network(architecture: str) -> Any:
    from torchvision import models

    if architecture not in models.list_models(module=models):
        raise ParamsError(f"{architecture!r} is no architecture of torchvision, such as resnet50.")
    return models.get_model(architecture, weights=None)


if __name__ == "__main__":
    front_door.run(main, "architecture", "images")
