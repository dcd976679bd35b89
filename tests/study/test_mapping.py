"""The mapping of the experiments: classes by WordNet, mean of probabilities."""

import numpy as np
import pytest

from stages import vocabulary
from stages.study import mapping

MEMBERS = mapping.find_members(
    vocabulary.targets("cifar10"), vocabulary.imagenet(), vocabulary.wordnet()
)


def test_members_are_what_wordnet_puts_below_the_broad_synset() -> None:
    """Counted in the reference hierarchy; minivan (656) is a car and a truck."""
    assert MEMBERS.sum(axis=1).tolist() == [2, 10, 59, 13, 9, 130, 3, 2, 15, 8]
    assert np.flatnonzero(MEMBERS[0]).tolist() == [404, 895]  # airliner, warplane
    assert np.flatnonzero(MEMBERS[4]).tolist() == list(range(345, 354))  # ox … gazelle
    assert np.flatnonzero(MEMBERS.sum(axis=0) > 1).tolist() == [656]


def test_a_reading_worked_by_hand() -> None:
    """p = (.4, .35, .25): target 0 has (.4 + .25)/2, target 1 has .35, which is more."""
    logits = np.log(np.array([[0.4, 0.35, 0.25], [0.2, 0.1, 0.7]], dtype=np.float32))
    members = np.array([[True, False, True], [False, True, False]])
    found = mapping.map_logits(logits, np.array([1, 1]), members)
    assert found.right.tolist() == [True, False]  # .325 against .35; .45 against .1
    assert found.mapped.tolist() == [True, True]
    assert found.confidence.tolist() == pytest.approx([0.4, 0.7])


def test_a_top1_class_of_no_target_is_unmapped() -> None:
    logits = np.array([[0, 0, 9], [9, 0, 0]], dtype=np.float32)
    members = np.array([[True, False, False], [False, True, False]])
    assert mapping.map_logits(logits, np.array([0, 0]), members).mapped.tolist() == [False, True]
