"""Question 3: the cost of each wrong choice in the preprocessing of a 32×32 picture."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from ..core.arrays import Images, Logits
from ..preprocess.recipe import Resizing
from ..preprocess.resize import resize
from ..tables.study import Aspect, Outcome
from . import intervals, mapping
from .mapping import Bools
from .network import Run
from .sample import Sample
from .statistics import Statistics

Interpolation = Literal["nearest", "bilinear", "bicubic"]


@dataclass(frozen=True)
class Variant:
    """One way from a picture to the network: resized, normalised, channels in RGB or BGR order.

    against: the name of the variant from which it departs in one way.
    """

    name: str
    aspect: Aspect
    against: str
    pictures: Resizing
    normalised: Statistics
    bgr: bool = False


def variants(
    usual: Resizing, right: Statistics, own: Statistics, sizes: Sequence[int], title: str
) -> tuple[Variant, ...]:
    """The reference, then variants that differ from it in one way; another size with bicubic
    interpolation is compared with the usual size with bicubic interpolation.

    usual: the resizing of the reference; right: the statistics of the network's training; own:
    those of the images, which are called `title`.
    """
    nothing = Statistics((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    side, smooth = usual.size, usual.interpolation
    cropped = f"{round(side * 256 / 224)} px, middle {side} cut out"
    reference = f"{side} px, {smooth}, the network's mean and std"
    names = {n: f"{side} px, {n}" for n in get_args(Interpolation)} | {smooth: reference}
    return (
        Variant(reference, "reference", reference, usual, right),
        Variant("not normalised: values in [0, 1]", "normalisation", reference, usual, nothing),
        Variant(f"{title}'s mean and std", "normalisation", reference, usual, own),
        Variant("BGR instead of RGB", "channels", reference, usual, right, bgr=True),
        Variant(cropped, "crop", reference, _changed(usual, crop="center"), right),
        *(
            Variant(names[n], "interpolation", reference, _changed(usual, interpolation=n), right)
            for n in names
            if n != smooth
        ),
        *(
            Variant(
                f"{s} px, {n}", "size", names[n], _changed(usual, size=s, interpolation=n), right
            )
            for s in sizes
            for n in ("bilinear", "bicubic")
            if s != side
        ),
    )


def measure_variants(
    tried: Sequence[Variant], sample: Sample, run: Run, members: Bools, confidence: float
) -> Iterator[Outcome]:
    """Compare each variant with an earlier one; the first is compared with itself."""
    right_of: dict[str, Bools] = {}
    for variant in tried:
        logging.info(f"preprocessing: {variant.name}")
        right = mapping.map_logits(
            logits_of(variant, sample.images, run), sample.labels, members
        ).right
        right_of[variant.name] = right
        yield Outcome(
            aspect=variant.aspect,
            variant=variant.name,
            against=variant.against,
            size=variant.pictures.size,
            interpolation=variant.pictures.interpolation,
            accuracy=intervals.share(right, confidence),
            difference=intervals.share_difference(right_of[variant.against], right, confidence),
            images=len(right),
        )


def logits_of(variant: Variant, images: Images, run: Run) -> Logits:
    """Logits (N, 1000) of images (N, 32, 32, 3) after the preprocessing of a variant."""
    pictures = resize(images, variant.pictures)
    if variant.bgr:
        pictures = np.ascontiguousarray(pictures[..., ::-1])
    return run(pictures, variant.normalised.mean, variant.normalised.std)


def _changed(usual: Resizing, **changes: object) -> Resizing:
    return Resizing.model_validate({**usual.model_dump(), **changes})
