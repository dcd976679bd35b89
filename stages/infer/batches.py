"""How many images a GPU computes at a time: as its free memory allows.

Another batch may mean other kernels, and so other last bits of the logits: the batch stands in
their provenance, and all logits of a run are computed with one.
"""

import gc
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from ..core.refusals import is_memory
from .hardware import Choice

Result = TypeVar("Result")

LARGEST = 256  # images; more of them are not faster
# bytes of a GPU's memory for each pixel of the input: 51 MB an image of 224 × 224, about twice what
# the layers of a VGG need
BYTES_A_PIXEL = 1024


def settle_batch(choice: Choice, size: int) -> Choice:
    """The choice with a batch for images of `size` pixels a side, if it is an NVIDIA GPU."""
    if choice.device != "cuda":
        return choice
    import torch

    free, _ = torch.cuda.mem_get_info()
    return replace(choice, batch=choose_batch(free, size))


def choose_batch(free: int, size: int) -> int:
    """A power of two from 1 to LARGEST that needs at most half of the free bytes, if any does."""
    fitting = free // (2 * BYTES_A_PIXEL * size**2)
    return min(LARGEST, 1 << max(fitting.bit_length() - 1, 0))


def halve_until_it_fits(choice: Choice, run: Callable[[Choice], Result]) -> Result:
    """What `run` returns; where the GPU's memory is not enough, it is run again with half a batch.

    The error is raised where the choice has no batch, or one image is too much.
    """
    while True:
        try:
            return run(choice)
        except RuntimeError as error:
            if not is_memory(error) or choice.batch in (None, 1):
                raise
        # outside of the block: the error's traceback holds what is to be freed
        choice = replace(choice, batch=(choice.batch or 0) // 2)
        logging.info(f"The GPU's memory is too small: again with {choice.batch} images at a time.")
        _free_memory()


def _free_memory() -> None:
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
