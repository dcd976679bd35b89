"""Labels against accuracy, on clusters that few labels tell apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stages.map.evidence import Evidence
from stages.map.strategies import lda, prototype, standardise
from stages.sensitivity.learning_curve import (
    ALL,
    Point,
    draw_labelled,
    find_worth,
    trace_curve,
    trace_line,
)
from tests.map.unlabelled import images, knowledge

LABELS = np.repeat([0, 1, 2], [20, 20, 3])
EVERYONE = np.ones(43, dtype=bool)


def test_as_many_of_each_label_are_drawn_and_all_of_a_scarce_one() -> None:
    drawn = draw_labelled(LABELS, EVERYONE, 5, seed=0)
    assert np.bincount(LABELS[drawn]).tolist() == [5, 5, 3]
    assert draw_labelled(LABELS, EVERYONE, ALL, seed=0).tolist() == list(range(43))


@given(seed=st.integers(0, 50), small=st.integers(1, 5), more=st.integers(0, 5))
def test_smaller_draws_are_part_of_larger_ones(seed: int, small: int, more: int) -> None:
    few = draw_labelled(LABELS, EVERYONE, small, seed)
    many = draw_labelled(LABELS, EVERYONE, small + more, seed)
    assert set(few) <= set(many)


def test_held_out_images_are_never_drawn() -> None:
    allowed = np.arange(43) % 5 != 0
    assert allowed[draw_labelled(LABELS, allowed, ALL, seed=0)].all()
    assert allowed[draw_labelled(LABELS, allowed, 4, seed=0)].all()


def _evidence() -> Evidence:
    z, labels = images([0.34, 0.33, 0.33], count=300)
    return Evidence(knowledge([[0], [1], [2]]), z, labels, z[:1])


def test_more_labels_do_better_and_vary_less() -> None:
    chosen = {
        "prototype": prototype.Options(method="prototype"),
        "lda": lda.Options(method="lda", shrinkage="ledoit_wolf"),
    }
    points = trace_curve(_evidence(), chosen, (1, 10, ALL), range(5), folds=5)
    found = {(one.strategy, one.per_class): one for one in points}
    assert len(points) == 6
    assert found["lda", 1].labels == 1
    assert found["lda", 10].labels == 10
    assert found["lda", ALL].labels == pytest.approx(80, abs=0.1)
    for name in chosen:
        assert found[name, 1].mean < found[name, 10].mean <= found[name, ALL].mean
        assert found[name, ALL].deviation < found[name, 1].deviation


def test_the_fit_never_sees_what_it_is_scored_on() -> None:
    """Labels drawn at random teach nothing: memorised images would score far above a third."""
    z = np.random.default_rng(0).normal(size=(300, 30)).astype(np.float32)
    labels = np.random.default_rng(1).integers(3, size=300)
    evidence = Evidence(knowledge([[0], [1], [2]]), z, labels, z[:1])
    chosen = {"lda": lda.Options(method="lda", shrinkage="ledoit_wolf")}
    (point,) = trace_curve(evidence, chosen, (ALL,), range(10), folds=5)
    assert point.mean == pytest.approx(1 / 3, abs=0.07)


def test_the_line_is_scored_on_the_same_images_without_labels() -> None:
    options = standardise.Options(method="standardise", groups="wordnet_broad", reduce="mean")
    (line,) = trace_line(_evidence(), {"plain": options}, range(5), folds=5)
    assert line.labels == 0
    assert 0.4 < line.mean < 0.95
    assert line.deviation > 0


def _curve(*accuracies: float) -> list[Point]:
    return [Point("x", 10**n, 10.0**n, mean, 0.0) for n, mean in enumerate(accuracies)]


def test_worth_is_read_off_between_the_points() -> None:
    """From .5 with 1 label to .7 with 10: .6 is half way on the logarithm, 10^½."""
    assert find_worth(_curve(0.5, 0.7, 0.8), 0.6) == pytest.approx(3.1623, abs=1e-4)
    assert find_worth(_curve(0.5, 0.7, 0.8), 0.7) == pytest.approx(10)


def test_worth_beyond_the_ends() -> None:
    assert find_worth(_curve(0.5, 0.7), 0.4) == 1
    assert find_worth(_curve(0.5, 0.7), 0.9) is None
