"""The test images as people see them: denormalised, with truth, ImageNet names and predictions.

Needs the images, so nothing that a mapping change runs depends on it. Writes
plots/gallery/contact_sheet.png and plots/gallery/disagreements.png.
"""

from stages.gallery.denormalise import IMAGENET_MEAN, IMAGENET_STD, denormalize, normalize

__all__ = ["IMAGENET_MEAN", "IMAGENET_STD", "denormalize", "normalize"]
