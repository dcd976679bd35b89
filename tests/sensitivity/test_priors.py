"""Drawing uneven classes, and scoring on them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from stages.map.evidence import Evidence
from stages.map.strategies import balance, standardise
from stages.sensitivity.priors import (
    Scenario,
    list_scenarios,
    resample,
    score_scenarios,
)
from tests.map.unlabelled import images, knowledge


def test_scenarios_of_three_targets() -> None:
    found = {one.name: one.weights for one in list_scenarios(("cat", "dog", "frog"))}
    assert len(found) == 1 + 3 * 4 + 2
    assert found["even"] == (1, 1, 1)
    assert found["dog half"] == (1, 0.5, 1)
    assert found["dog tenth"] == (1, 0.1, 1)
    assert found["dog absent"] == (1, 0, 1)
    assert found["dog every other"] == (1, 2, 1)
    assert found["long tail"] == pytest.approx((1, 0.1, 0.01))
    assert found["long tail, reversed"] == pytest.approx((0.01, 0.1, 1))


def test_resample_keeps_the_wanted_numbers() -> None:
    """10 of each; weights (1, ½, 0) leave 10, 5 and none."""
    labels = np.repeat([0, 1, 2], 10)
    assert np.bincount(labels[resample(labels, (1, 0.5, 0), seed=0)], minlength=3).tolist() == [
        10,
        5,
        0,
    ]


def test_the_scarcest_target_decides_how_many_there_can_be() -> None:
    """4 and 10 images, wanted 1:1, leave 4 and 4."""
    labels = np.repeat([0, 1], [4, 10])
    assert np.bincount(labels[resample(labels, (1, 1), seed=0)]).tolist() == [4, 4]


@given(
    hnp.arrays(np.int64, 60, elements=st.integers(0, 2)).filter(lambda a: len(set(a)) == 3),
    st.tuples(*[st.floats(0.1, 1)] * 3),
    st.integers(0, 9),
)
def test_no_image_is_drawn_twice_and_a_seed_repeats_itself(
    labels: NDArray[np.int64], weights: tuple[float, ...], seed: int
) -> None:
    drawn = resample(labels, weights, seed)
    assert (np.diff(drawn) > 0).all()
    assert drawn.tolist() == resample(labels, weights, seed).tolist()


def test_other_seeds_draw_other_images() -> None:
    labels = np.repeat([0, 1], [100, 50])
    assert resample(labels, (1, 1), 0).tolist() != resample(labels, (1, 1), 1).tolist()


def test_an_even_prior_suits_even_images_better_than_uneven_ones() -> None:
    z, labels = images([0.5, 0.5], count=400, hint=2.0)
    known = knowledge([[0], [1]])
    evidence = Evidence(known, z, labels, z[:1])
    chosen = {
        "plain": standardise.Options(
            method="standardise", groups="wordnet_broad", reduce="logsumexp"
        ),
        "balanced": balance.Options(
            method="balance", groups="wordnet_broad", reduce="logsumexp", prior="uniform"
        ),
    }
    scenarios = [Scenario("even", (1, 1)), Scenario("uneven", (1, 0.1))]
    found = score_scenarios(evidence, chosen, scenarios, seed=0)
    accuracy = {(one.scenario, one.strategy): one.accuracy for one in found}
    assert [one.images for one in found] == [400, 400, 220, 220]
    assert accuracy["even", "balanced"] > accuracy["uneven", "balanced"] + 0.1


def test_scores_do_not_read_the_labels_of_test_images_or_their_logits() -> None:
    z, labels = images([0.5, 0.5], count=100)
    evidence = Evidence(knowledge([[0], [1]]), z, labels, z[:1])
    chosen = {
        "plain": standardise.Options(
            method="standardise", groups="wordnet_broad", reduce="logsumexp"
        )
    }
    scenarios = [Scenario("even", (1, 1))]
    again = score_scenarios(replace(evidence, test=z[:1] * 0), chosen, scenarios, seed=0)
    assert score_scenarios(evidence, chosen, scenarios, seed=0) == again
