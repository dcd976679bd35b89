"""Question 8: the domain gap, made wider on purpose: the same images with fewer and fewer pixels.

CIFAR-10 has no larger originals, so images can only get coarser. Interpolation is always the same,
so only the number of pixels changes.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stages.core.arrays import Images
from stages.preprocess.params import PreprocessParams
from stages.preprocess.resize import resize
from stages.study import intervals, mapping
from stages.study.intervals import Estimate
from stages.study.mapping import Bools, MappedImages
from stages.study.network import Run
from stages.study.sample import Sample
from stages.study.statistics import Statistics


@dataclass(frozen=True)
class Rung:
    """One resolution; each change is paired, against the first rung.

    mapped: share of images whose top-1 class is mapped; mapped_confidence: mean top-1 probability
    of these images alone (they are others at each resolution, so it has no change).
    """

    pixels: int
    mapped: Estimate
    mapped_change: Estimate
    confidence: Estimate
    confidence_change: Estimate
    mapped_confidence: Estimate
    accuracy: Estimate
    accuracy_change: Estimate
    images: int


def coarsen(images: Images, pixels: int) -> Images:
    """Images (N, H, H, 3) reduced to `pixels` a side: (N, pixels, pixels, 3)."""
    if images.shape[1] == pixels:
        return images
    return resize(images, PreprocessParams(size=pixels, interpolation="bilinear", crop="none"))


def measure_resolutions(
    ladder: Sequence[int],
    sample: Sample,
    usual: PreprocessParams,
    run: Run,
    normalised: Statistics,
    members: Bools,
    confidence: float,
) -> Iterator[Rung]:
    """One row for each number of pixels a side; the images are then enlarged as usual."""
    first: MappedImages | None = None
    for pixels in ladder:
        logging.info(f"resolution: {pixels} pixels")
        pictures = resize(coarsen(sample.images, pixels), usual)
        logits = run(pictures, normalised.mean, normalised.std)
        found = mapping.map_logits(logits, sample.labels, members)
        first = found if first is None else first
        yield _rung(pixels, first, found, confidence)


def _rung(pixels: int, first: MappedImages, found: MappedImages, confidence: float) -> Rung:
    return Rung(
        pixels=pixels,
        mapped=intervals.share(found.mapped, confidence),
        mapped_change=intervals.share_difference(first.mapped, found.mapped, confidence),
        confidence=intervals.mean(found.confidence, confidence, 0),
        confidence_change=intervals.mean(found.confidence - first.confidence, confidence),
        mapped_confidence=intervals.mean(found.confidence[found.mapped], confidence, 0),
        accuracy=intervals.share(found.right, confidence),
        accuracy_change=intervals.share_difference(first.right, found.right, confidence),
        images=len(found.right),
    )
