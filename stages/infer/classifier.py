"""A network with its normalisation: from pictures to logits."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from ..core.arrays import IMAGENET_CLASSES, Images, Logits
from ..core.errors import DataError
from ..core.refusals import is_memory

# From images (N, H, W, 3) to logits (N, 1000); after each batch it calls its second argument with
# the number of images in the batch
Compute = Callable[[Images, Callable[[int], object]], Logits]


class Classifier(nn.Module):
    """Normalises on the device, because uint8 pictures need a quarter of the bytes to move there.

    layout: the memory order of the network's input and of its kernels. mirrored: whether logits are
    the mean of those of a picture and of its mirror image.
    """

    mean: Tensor
    std: Tensor

    def __init__(
        self,
        network: nn.Module,
        mean: Sequence[float],
        std: Sequence[float],
        layout: torch.memory_format = torch.channels_last,
        *,
        mirrored: bool = False,
    ) -> None:
        super().__init__()
        self.layout, self.mirrored = layout, mirrored
        self.network = network.to(memory_format=layout)
        self.register_buffer("mean", torch.tensor(mean).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(std).view(1, 3, 1, 1))

    def forward(self, images: Tensor) -> Tensor:
        """images uint8 (N, H, W, 3), RGB; returns logits (N, 1000)."""
        pixels = images.permute(0, 3, 1, 2).to(torch.float32, memory_format=self.layout) / 255
        pixels = (pixels - self.mean) / self.std
        logits: Tensor = self.network(pixels)
        return (logits + self.network(pixels.flip(3))) / 2 if self.mirrored else logits


def check_classifier(classifier: Classifier, name: str, size: int) -> None:
    """DataError if the network does not accept such images or does not have 1000 outputs."""
    try:
        with torch.inference_mode():
            logits = classifier(torch.zeros((1, size, size, 3), dtype=torch.uint8))
    except (RuntimeError, AssertionError, ValueError) as error:
        if is_memory(error):  # of the machine, and not of the size
            raise
        raise DataError(
            f"{name} does not take images of {size} pixels: {error}. "
            "Set preprocess.size in params.yaml; 224 suits most networks."
        ) from error
    if logits.shape != (1, IMAGENET_CLASSES):
        raise DataError(
            f"{name} gives {tuple(logits.shape)[1:]} values an image; wanted: "
            f"{IMAGENET_CLASSES} logits, one for each ImageNet class."
        )
