"""Question 8: the domain gap, made wider on purpose: the same images with ever fewer pixels.

Only down is possible: CIFAR-10's originals were never larger than this. Interpolation is the
same throughout, so nothing but the number of pixels changes.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..core.arrays import Images
from ..preprocess.params import PreprocessParams
from ..preprocess.resize import resize
from . import intervals, mapping
from .intervals import Estimate
from .mapping import Bools, Reading
from .network import Run
from .sample import Sample
from .statistics import Statistics


@dataclass(frozen=True)
class Rung:
    """One resolution; each change is paired, against the first rung.

    mapped: share of favourites that stand for a target; mapped_confidence: mean probability of
    those favourites alone (which images they are differs from rung to rung, so it has no change).
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
    """Images (N, H, H, 3) with their detail reduced to `pixels` a side: (N, pixels, pixels, 3)."""
    if images.shape[1] == pixels:
        return images
    return resize(images, PreprocessParams(size=pixels, interpolation="bilinear", crop="none"))


def measure(
    ladder: Sequence[int],
    sample: Sample,
    usual: PreprocessParams,
    run: Run,
    normalised: Statistics,
    members: Bools,
    confidence: float,
) -> Iterator[Rung]:
    """One rung for each number of pixels a side; each is enlarged the usual way."""
    first: Reading | None = None
    for pixels in ladder:
        logging.info(f"resolution: {pixels} pixels")
        pictures = resize(coarsen(sample.images, pixels), usual)
        logits = run(pictures, normalised.mean, normalised.std)
        found = mapping.read(logits, sample.labels, members)
        first = found if first is None else first
        yield _rung(pixels, first, found, confidence)


def _rung(pixels: int, first: Reading, found: Reading, confidence: float) -> Rung:
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
