"""Question 8: the domain gap, made wider on purpose: the same images with fewer and fewer pixels.

CIFAR-10 has no larger originals, so images can only get coarser. Interpolation is always the same,
so only the number of pixels changes.
"""

import logging
from collections.abc import Iterator, Sequence

from ..core.arrays import Images
from ..preprocess.recipe import Resizing
from ..preprocess.resize import resize
from ..tables.study import ResolutionResult
from . import intervals, mapping
from .mapping import Bools, MappedImages
from .network import Run
from .sample import Sample
from .statistics import Statistics


def coarsen(images: Images, pixels: int) -> Images:
    """Images (N, H, H, 3) reduced to `pixels` a side: (N, pixels, pixels, 3)."""
    if images.shape[1] == pixels:
        return images
    return resize(images, Resizing(size=pixels, interpolation="bilinear", crop="none"))


def measure_resolutions(
    ladder: Sequence[int],
    sample: Sample,
    usual: Resizing,
    run: Run,
    normalised: Statistics,
    members: Bools,
    confidence: float,
) -> Iterator[ResolutionResult]:
    """One result for each number of pixels a side; each is enlarged the usual way."""
    first: MappedImages | None = None
    for pixels in ladder:
        logging.info(f"resolution: {pixels} pixels")
        pictures = resize(coarsen(sample.images, pixels), usual)
        logits = run(pictures, normalised.mean, normalised.std)
        mapped_images = mapping.map_logits(logits, sample.labels, members)
        first = mapped_images if first is None else first
        yield _compare(pixels, first, mapped_images, confidence)


def _compare(
    pixels: int, first: MappedImages, mapped_images: MappedImages, confidence: float
) -> ResolutionResult:
    of_mapped = mapped_images.confidence[mapped_images.mapped]
    return ResolutionResult(
        pixels=pixels,
        mapped=intervals.share(mapped_images.mapped, confidence),
        mapped_change=intervals.share_difference(first.mapped, mapped_images.mapped, confidence),
        confidence=intervals.mean(mapped_images.confidence, confidence, 0),
        confidence_change=intervals.mean(mapped_images.confidence - first.confidence, confidence),
        mapped_confidence=(
            intervals.mean(of_mapped, confidence, 0) if len(of_mapped) > 1 else None
        ),
        accuracy=intervals.share(mapped_images.right, confidence),
        accuracy_change=intervals.share_difference(first.right, mapped_images.right, confidence),
        images=len(mapped_images.right),
    )
