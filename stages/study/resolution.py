"""Question 8: the domain gap, made wider on purpose: the same images with ever fewer pixels.

Only down is possible: CIFAR-10's originals were never larger than this. Interpolation is the
same throughout, so nothing but the number of pixels changes.
"""

import logging
from collections.abc import Iterator, Sequence

from ..core.arrays import Images
from ..preprocess.params import PreprocessParams
from ..preprocess.resize import resize
from ..tables.study import ResolutionResult
from . import intervals, mapping
from .mapping import Bools, MappedImages
from .network import Run
from .sample import Sample
from .statistics import Statistics


def coarsen(images: Images, pixels: int) -> Images:
    """Images (N, H, H, 3) with their detail reduced to `pixels` a side: (N, pixels, pixels, 3)."""
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
) -> Iterator[ResolutionResult]:
    """One result for each number of pixels a side; each is enlarged the usual way."""
    first: MappedImages | None = None
    for pixels in ladder:
        logging.info(f"resolution: {pixels} pixels")
        pictures = resize(coarsen(sample.images, pixels), usual)
        logits = run(pictures, normalised.mean, normalised.std)
        found = mapping.map_logits(logits, sample.labels, members)
        first = found if first is None else first
        yield _compare(pixels, first, found, confidence)


def _compare(
    pixels: int, first: MappedImages, found: MappedImages, confidence: float
) -> ResolutionResult:
    of_mapped = found.confidence[found.mapped]
    return ResolutionResult(
        pixels=pixels,
        mapped=intervals.share(found.mapped, confidence),
        mapped_change=intervals.share_difference(first.mapped, found.mapped, confidence),
        confidence=intervals.mean(found.confidence, confidence, 0),
        confidence_change=intervals.mean(found.confidence - first.confidence, confidence),
        mapped_confidence=(
            intervals.mean(of_mapped, confidence, 0) if len(of_mapped) > 1 else None
        ),
        accuracy=intervals.share(found.right, confidence),
        accuracy_change=intervals.share_difference(first.right, found.right, confidence),
        images=len(found.right),
    )
