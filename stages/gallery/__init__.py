"""The test images as people see them: denormalised, with truth, ImageNet names and predictions.

Needs the images, so nothing that a mapping change runs depends on it. Writes to plots/gallery/:
contact_sheet.png, disagreements.png, and which test images the training set nearly has as well
(duplicates.csv), with what they add to the accuracy of supervised strategies
(without_duplicates.csv). explorer/ makes report/explorer/, a page with all of them.
"""

from .denormalise import IMAGENET_MEAN, IMAGENET_STD, denormalize, normalize

__all__ = ["IMAGENET_MEAN", "IMAGENET_STD", "denormalize", "normalize"]
