"""The two sheets: the first images of each class, and those on which the strategies differ most."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import vocabulary
from .captions import FAVOURITES, Caption, find_favourites, judge
from .choice import first_of_each_class, most_disputed
from .denormalise import denormalize, normalize
from .inputs import Exhibits
from .sheet import Heading, draw_sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DISPUTED_COLUMNS = 4


def contact_sheet(shown: Exhibits, images: int) -> "Figure":
    """The first images of each target, a row a target."""
    chosen = first_of_each_class(shown.labels, len(shown.targets), images)
    return _draw(shown, chosen, f"The first {images} test images of each class", columns=images)


def disagreement_sheet(shown: Exhibits, images: int) -> "Figure":
    """The images with the most different answers; a sheet without pictures where all agree."""
    answers = list(shown.predictions.values())
    disputed = most_disputed(answers, len(shown.labels))
    title = (
        f"Test images on which the strategies differ most: {min(images, len(disputed)):,} of the "
        f"{len(disputed):,} that are called more than one thing"
    )
    return _draw(shown, disputed[:images], title, columns=DISPUTED_COLUMNS)


def _draw(shown: Exhibits, chosen: NDArray[np.int64], title: str, columns: int) -> "Figure":
    side = shown.images.shape[1]
    subtitle = (
        f"{shown.weights['title']}. Pictures: its input, {side} × {side} pixels, denormalised. "
        f"Beside them: truth, its {FAVOURITES} favourites of {shown.logits.shape[1]}, the mapped "
        "answers:  ✓ right  ✗ wrong  – none"
    )
    scale = shown.weights["mean"], shown.weights["std"]  # not ImageNet's for every network
    pixels = denormalize(normalize(shown.images[chosen], *scale), *scale)
    heading = Heading(title, subtitle, shown.weights["notice"])
    return draw_sheet(pixels, [_caption(shown, index) for index in chosen], heading, columns)


def _caption(shown: Exhibits, index: int) -> Caption:
    names = [known.names[0] for known in vocabulary.imagenet()]
    truth = int(shown.labels[index])
    answers = {name: int(found[index]) for name, found in shown.predictions.items()}
    return Caption(
        index=int(index),
        truth=shown.targets[truth],
        favourites=find_favourites(shown.logits[index], names),
        answers=judge(answers, truth, shown.targets),
    )
