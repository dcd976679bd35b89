"""The training images that every experiment looks at: test images are for reporting mappings."""

from dataclasses import dataclass

import numpy as np

from ..core.arrays import Images, Labels
from ..core.errors import ParamsError


@dataclass(frozen=True)
class Sample:
    """Images uint8 (N, 32, 32, 3) and their labels (N,)."""

    images: Images
    labels: Labels

    def part(self, start: int, count: int) -> "Sample":
        """Images start to start + count."""
        kept = slice(start, start + count)
        return Sample(self.images[kept], self.labels[kept])


def draw_sample(images: Images, labels: Labels, count: int, seed: int) -> Sample:
    """`count` different images at random; ParamsError where there are fewer."""
    if count > len(images):
        raise ParamsError(
            f"params.yaml: study asks for {count} images and the training split has "
            f"{len(images)}. Lower study.images or study.gradients."
        )
    chosen = np.random.default_rng(seed).choice(len(images), count, replace=False)
    return Sample(images[chosen], labels[chosen])
