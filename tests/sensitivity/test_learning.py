"""Learning curves on clusters that few labels separate."""

import numpy as np
import pytest

from stages.core.errors import ParamsError
from stages.map.evidence import Evidence
from stages.map.strategies import lda, prototype
from stages.sensitivity.learning import Learned, draw_of_each, measure_learning_curve
from tests.map.unlabelled import images, knowledge

LABELS = np.repeat([0, 1, 2], [20, 20, 3])


def test_as_many_of_each_class_are_drawn() -> None:
    drawn = draw_of_each(LABELS, 3, seed=0)
    assert np.bincount(LABELS[drawn]).tolist() == [3, 3, 3]
    assert drawn.tolist() == sorted(set(drawn.tolist()))


def test_a_smaller_draw_lies_in_a_larger_one_and_a_seed_is_another_draw() -> None:
    assert set(draw_of_each(LABELS, 1, 4)) < set(draw_of_each(LABELS, 3, 4))
    assert set(draw_of_each(LABELS, 3, 4)) != set(draw_of_each(LABELS, 3, 5))


def test_too_few_images_of_a_class_are_an_error_that_names_it() -> None:
    with pytest.raises(ParamsError, match="has 4, but class 2 has only 3 training images"):
        draw_of_each(LABELS, 4, seed=0)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("prototype", prototype.Options(method="prototype")),
        ("lda", lda.Options(method="lda", shrinkage="ledoit_wolf")),
    ],
)
def test_more_labels_do_better(name: str, options: prototype.Options | lda.Options) -> None:
    z, labels = images([0.34, 0.33, 0.33], count=300)
    evidence = Evidence(knowledge([[0], [1], [2]]), z, labels, z[:1])
    curve = measure_learning_curve(name, options, evidence, (1, 10), draws=5, folds=5)
    assert (curve.strategy, curve.labels) == (name, (1, 10, 80))  # 300 images less a fifth, by 3
    assert curve.accuracies.shape == (3, 5)
    assert curve.means[0] < curve.means[1] <= curve.means[2]


def test_what_a_line_is_worth_is_read_off_the_means() -> None:
    curve = Learned("any", (1, 10, 100), np.array([[0.1, 0.3], [0.5, 0.7], [0.8, 0.8]]))
    assert curve.label_equivalent(0.6) == pytest.approx(10)
    assert curve.label_equivalent(0.81) is None
