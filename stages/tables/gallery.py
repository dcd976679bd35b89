"""What `gallery` writes of test images that are in the training set, too, or nearly."""

from dataclasses import dataclass

from .table import Table


@dataclass(frozen=True)
class Duplicate:
    """One pair, by the places of its images."""

    test_image: int
    train_image: int
    similarity: float  # correlation of pixels, in [−1, 1]


@dataclass(frozen=True)
class WithoutDuplicates:
    """Accuracy of a supervised strategy on all test images, and on those that are no duplicates."""

    strategy: str
    images: int
    duplicates: int
    accuracy: float  # a share in [0, 1]
    accuracy_without: float


DUPLICATES = Table(Duplicate, "plots/gallery/duplicates.csv", "gallery")
WITHOUT_DUPLICATES = Table(WithoutDuplicates, "plots/gallery/without_duplicates.csv", "gallery")
