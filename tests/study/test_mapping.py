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
    """p = (.5, .3, .2): target 0 has (.5 + .2)/2, target 1 has .3; class 0 is the favourite."""
    logits = np.log(np.array([[0.5, 0.3, 0.2], [0.2, 0.7, 0.1]], dtype=np.float32))
    members = np.array([[True, False, True], [False, False, True]])
    found = mapping.read(logits, np.array([0, 0]), members)
    assert found.right.tolist() == [True, True]  # 0.35 against 0.2; 0.15 against 0.1
    assert found.mapped.tolist() == [True, False]
    assert found.confidence.tolist() == pytest.approx([0.5, 0.7])
