"""Shows the test images, denormalised, with their label, top ImageNet classes and predictions.

It needs the images, so no stage that runs after a change of the mapping depends on it. It writes
to plots/gallery/: contact_sheet.png; disagreements.png; duplicates.csv, the test images that the
training set also contains (nearly); without_duplicates.csv, the accuracy of supervised strategies
without them. explorer/ makes report/explorer/, a page with all test images.
"""

from .denormalise import IMAGENET_MEAN, IMAGENET_STD, denormalize, normalize

__all__ = ["IMAGENET_MEAN", "IMAGENET_STD", "denormalize", "normalize"]
