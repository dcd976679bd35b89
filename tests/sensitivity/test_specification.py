"""All combinations together give the same predictions as each combination alone."""

from dataclasses import asdict

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from stages import vocabulary
from stages.core.arrays import Logits
from stages.core.errors import ParamsError
from stages.map.groups import (
    Groups,
    imagenet_to_cifar10_prediction,
    known_groups,
    read_groups,
)
from stages.map.similarity import lin_similarity, shared_content
from stages.sensitivity import specification
from stages.sensitivity.specification import Combination, Fixed, list_combinations, predict_all

APART = ((0, 1), (2,), ())  # an empty group is no overlap
TWICE = ((0, 1), (1, 2), (3,))


@pytest.fixture(scope="module")
def lists() -> dict[str, Groups]:
    read = {name: read_groups(name) for name in known_groups()}
    return {name: groups for name, groups in read.items() if groups.vocabulary == "cifar10"}


@pytest.fixture(scope="module")
def fixed() -> Fixed:
    shared = shared_content(
        vocabulary.imagenet(), vocabulary.targets("cifar10"), vocabulary.wordnet()
    )
    return Fixed(votes=5, seed=3, lin_similarity=lin_similarity(shared))


@pytest.fixture
def logits() -> Logits:
    """Steep enough that masses underflow in single precision, so that there are ties; below 0, so
    that an empty group would win if it scored 0.
    """
    steep = np.random.default_rng(0).normal(-200, 20, size=(60, 1000))
    return steep.astype(np.float32)


def test_a_list_without_overlap_has_32_combinations_and_one_with_overlap_24() -> None:
    """Of 2 × 5, logsumexp of probabilities and sum of logits have no meaning; × 4 policies."""
    found = list_combinations({"apart": APART, "twice": TWICE})
    assert len(found) == len(set(found)) == 32 + 24
    assert Combination("apart", "logits", "vote", "reject") in found
    assert Combination("twice", "logits", "vote", "reject") not in found
    assert not [c for c in found if (c.of, c.reduce) == ("logits", "sum")]
    assert not [c for c in found if (c.of, c.reduce) == ("probabilities", "logsumexp")]


def test_every_combination_of_every_list_is_as_the_map_stage_predicts_it(
    lists: dict[str, Groups], fixed: Fixed, logits: Logits
) -> None:
    found = predict_all(logits, {name: groups.members for name, groups in lists.items()}, fixed)
    assert len(found) == 216
    for combination, predictions in found.items():
        options = asdict(combination)
        groups = lists[options.pop("groups")]
        assert options.pop("debias") == "none"  # without synthetic pictures
        wanted = imagenet_to_cifar10_prediction(logits, groups, seed=3, votes=5, **options)
        assert_array_equal(predictions, wanted, err_msg=str(combination))


def test_what_is_left_out_is_what_the_map_stage_refuses(
    lists: dict[str, Groups], logits: Logits
) -> None:
    valid = set(list_combinations({"keyword": lists["keyword"].members}))
    with pytest.raises(ParamsError, match="without overlap"):
        imagenet_to_cifar10_prediction(
            logits, lists["keyword"], of="logits", reduce="vote", unmapped="ignore"
        )
    assert Combination("keyword", "logits", "vote", "ignore") not in valid


def test_chunks_change_nothing(
    fixed: Fixed, logits: Logits, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = {"apart": read_groups("imagenet_d").members}
    whole = predict_all(logits, members, fixed)
    monkeypatch.setattr(
        specification,
        "in_chunks",
        lambda rows: (rows[start : start + 7] for start in range(0, 60, 7)),
    )
    for combination, predictions in predict_all(logits, members, fixed).items():
        assert_array_equal(predictions, whole[combination])
