"""Two sheets: the first images of each class, and the images on which strategies differ most."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .. import vocabulary
from .captions import TOP_CLASSES, Caption, judge_predictions, name_top_classes
from .choice import choose_disputed_images, choose_first_images
from .denormalise import denormalize, normalize
from .inputs import GalleryImages
from .sheet import Heading, draw_sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DISPUTED_COLUMNS = 4


def draw_contact_sheet(shown: GalleryImages, images: int) -> "Figure":
    """The first images of each target, one target in each row."""
    chosen = choose_first_images(shown.labels, len(shown.targets), images)
    return _draw(shown, chosen, f"The first {images} test images of each class", columns=images)


def draw_disagreements(shown: GalleryImages, images: int) -> "Figure":
    """The images with the most different predictions; a sheet without pictures if all agree."""
    predictions = list(shown.predictions.values())
    disputed = choose_disputed_images(predictions, len(shown.labels))
    title = (
        f"Test images on which the strategies differ most: {min(images, len(disputed)):,} of the "
        f"{len(disputed):,} with more than one predicted class, equal ones by number"
    )
    return _draw(shown, disputed[:images], title, columns=DISPUTED_COLUMNS)


def _draw(shown: GalleryImages, chosen: NDArray[np.int64], title: str, columns: int) -> "Figure":
    side = shown.pictures.recipe.size
    subtitle = (
        f"{shown.weights['title']}. Pictures: its input, {side} × {side} pixels, denormalised. "
        f"Beside them: truth, its top {TOP_CLASSES} of {shown.logits.shape[1]} classes, the mapped "
        "predictions:  ✓ right  ✗ wrong  – rejected"
    )
    scale = shown.weights["mean"], shown.weights["std"]  # some networks do not use ImageNet's
    pixels = denormalize(normalize(shown.pictures.read("test", chosen), *scale), *scale)
    heading = Heading(title, subtitle, shown.weights["notice"])
    return draw_sheet(pixels, [_caption(shown, index) for index in chosen], heading, columns)


def _caption(shown: GalleryImages, index: int) -> Caption:
    names = [one.names[0] for one in vocabulary.imagenet()]
    truth = int(shown.labels[index])
    predictions = {name: int(found[index]) for name, found in shown.predictions.items()}
    return Caption(
        index=int(index),
        truth=shown.targets[truth],
        top_classes=name_top_classes(shown.logits[index], names),
        predictions=judge_predictions(predictions, truth, shown.targets),
    )
