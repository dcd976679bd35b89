"""BLM on tables small enough to check by hand; test_every_strategy.py has what all share."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from stages.map.strategies import bayesian
from tests.map.labelled import count_tables, from_counts

ONE = bayesian.Options(method="bayesian", smoothing=1.0)
NOTHING = bayesian.Options(method="bayesian", smoothing=0.0)


def test_weights_match_the_worked_example() -> None:
    """Shares are [[.5, .4], [.8, 0], [0, .5], [0, 0]]; each column is then scaled to 1."""
    train = from_counts([[5, 4], [4, 0], [0, 1], [0, 0]])
    expected = [[0.384615, 0.444444], [0.615385, 0.0], [0.0, 0.555556], [0.0, 0.0]]
    assert_allclose(bayesian.fit(train, ONE).weights, expected, atol=1e-6)


def test_scores_weigh_the_logits() -> None:
    """z = (1, 2, 4, 8): t0 gets .384615 + 2·.615385, t1 gets .444444 + 4·.555556."""
    mapper = bayesian.fit(from_counts([[5, 4], [4, 0], [0, 1], [0, 0]]), ONE)
    z = np.array([[1, 2, 4, 8]], np.float32)
    assert_allclose(mapper(z), [[1.615385, 2.666667]], atol=1e-5)
    assert mapper.probabilities == "softmax"


@given(count_tables(), st.floats(0, 5))
def test_weights_match_a_slow_loop(counts: NDArray[np.int64], smoothing: float) -> None:
    """ω[s, t] = M[s, t] / Σ M[·, t], element by element."""
    options = bayesian.Options(method="bayesian", smoothing=smoothing)
    weights = bayesian.fit(from_counts(counts.tolist()), options).weights
    for t in np.flatnonzero(counts.any(axis=0)):
        trust = [row[t] / (sum(row) + smoothing) if row[t] else 0.0 for row in counts.tolist()]
        assert_allclose(weights[:, t], [value / sum(trust) for value in trust], rtol=1e-5)


@given(count_tables(), st.floats(0, 5))
def test_columns_sum_to_1(counts: NDArray[np.int64], smoothing: float) -> None:
    options = bayesian.Options(method="bayesian", smoothing=smoothing)
    weights = bayesian.fit(from_counts(counts.tolist()), options).weights
    assert_allclose(weights.sum(axis=0), 1, rtol=1e-5)


def test_class_without_training_images_weighs_all_imagenet_classes_alike() -> None:
    assert_allclose(bayesian.fit(from_counts([[3, 0], [1, 0]]), ONE).weights[:, 1], 0.5)


def test_without_smoothing_a_class_that_is_never_top1_weighs_nothing() -> None:
    """0/0 counts as 0: the third row is neither NaN nor a share."""
    weights = bayesian.fit(from_counts([[2, 0], [0, 3], [0, 0]]), NOTHING).weights
    assert_allclose(weights, [[1, 0], [0, 1], [0, 0]])
