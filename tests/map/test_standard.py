"""Logits in deviations from what is usual."""

import numpy as np
from numpy.testing import assert_allclose

from stages.core.rows import CHUNK
from stages.map import affine
from stages.map.standard import fit_scaler


def test_standardised_logits_match_the_worked_example() -> None:
    """Centred rows (1, −1) and (3, −3): means ±2, deviations 1."""
    logits = np.array([[5, 3], [9, 3]], np.float32)
    assert fit_scaler(logits).transform(logits).tolist() == [[-1, 1], [1, -1]]


def test_many_images_are_measured_as_by_numpy() -> None:
    logits = np.random.default_rng(0).normal(3, 2, size=(CHUNK + 5, 4)).astype(np.float32)
    centred = logits.astype(np.float64) - logits.mean(axis=1, keepdims=True)
    scaler = fit_scaler(logits)
    assert_allclose(scaler.mean, centred.mean(axis=0), atol=1e-6)
    assert_allclose(scaler.std, centred.std(axis=0), rtol=1e-5)


def test_logit_that_never_varies_is_0() -> None:
    logits = np.array([[1, -1, 0.1], [-1, 1, 0.1]], np.float32)
    assert_allclose(fit_scaler(logits).transform(logits), [[1, -1, 0], [-1, 1, 0]], atol=1e-6)
    assert fit_scaler(logits).std[2] == 1


def test_mapper_of_logits_equals_weights_of_standardised_logits() -> None:
    draw = np.random.default_rng(0)
    logits = draw.normal(3, 2, size=(50, 6)).astype(np.float32)
    weights, bias = draw.normal(size=(6, 4)), np.array([0.5, -np.inf, 1, 2])
    scaler = fit_scaler(logits)
    mapper = affine.unscale_weights(scaler, weights, bias)
    assert_allclose(mapper(logits), scaler.transform(logits) @ weights + bias, atol=1e-9)
