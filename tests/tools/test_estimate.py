"""How long a run would take here."""

import numpy as np
import pytest

from stages.core.arrays import Images, Logits
from stages.core.errors import ParamsError
from tools import estimate


@pytest.mark.parametrize(
    ("images", "rate", "expected"),
    [
        (60_000, 40.0, "60,000 images at 40 a second (here): about 25 minutes of inference"),
        (60_000, 5.0, "60,000 images at 5 a second (here): about 3.3 hours of inference"),
        (10, 40.0, "10 images at 40 a second (here): about 1 minute of inference"),
    ],
)
def test_the_answer_is_in_words(images: int, rate: float, expected: str) -> None:
    assert estimate.describe_time(images, rate, "here") == expected


def test_the_rate_counts_the_sample_and_not_the_warm_up() -> None:
    seen: list[int] = []

    def compute(images: Images, done: object) -> Logits:
        seen.append(len(images))
        return np.zeros((len(images), 1000), dtype=np.float32)

    assert estimate.measure_rate(compute, 4) > 0
    assert seen == [4, 4]  # 4 pictures have no 16 to warm up with; the second call is timed


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("resnet50", "many"), "wanted: digits"),
        (("resnet5", "1"), "no architecture of torchvision"),
    ],
)
def test_words_that_make_no_sense_are_refused(words: tuple[str, str], message: str) -> None:
    with pytest.raises(ParamsError, match=message):
        estimate.main(*words)
