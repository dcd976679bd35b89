"""WordNet as a graded group, on a hierarchy small enough to check by hand, and on the real one."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from stages import vocabulary
from stages.core.arrays import predict
from stages.map.evidence import Knowledge
from stages.map.similarity import lin_similarity, resnik_similarity, shared_content
from stages.map.strategies import taxonomy
from stages.vocabulary import ImagenetClass, Target, WordNet
from tests.map.made import FOUR, knowledge_of

# entity > animal > {pet, feline}; cat is a pet and a feline, lion a feline, dog a pet;
# entity > tool > hammer. Deer is an animal without any class below it.
PARENTS: dict[str, tuple[str, ...]] = {
    "entity": (),
    "animal": ("entity",),
    "tool": ("entity",),
    "pet": ("animal",),
    "feline": ("animal",),
    "deer": ("animal",),
    "cat": ("pet", "feline"),
    "lion": ("feline",),
    "dog": ("pet",),
    "hammer": ("tool",),
}
LEAVES = ("cat", "lion", "dog", "hammer")
# −log of the share of the four leaves below a synset
ANIMAL, HALF, ONE = -np.log(3 / 4), -np.log(2 / 4), -np.log(1 / 4)


def world(*targets: str) -> Knowledge:
    return Knowledge(
        tuple(ImagenetClass(i, wnid, (wnid,)) for i, wnid in enumerate(LEAVES)),
        tuple(Target(wnid, wnid, wnid) for wnid in targets),
        WordNet({wnid: (wnid,) for wnid in PARENTS}, PARENTS),
        {},
    )


def test_similarity_is_the_content_of_the_best_shared_ancestor() -> None:
    """Cat shares feline with lion and pet with dog: one parent alone would lose one of them."""
    known = world("cat", "deer", "dog")
    expected = [
        [ONE / ONE, ANIMAL / ANIMAL, HALF / ONE],
        [HALF / ONE, ANIMAL / ANIMAL, ANIMAL / ONE],
        [HALF / ONE, ANIMAL / ANIMAL, ONE / ONE],
        [0, 0, 0],
    ]
    shared = shared_content(known.imagenet, known.targets, known.wordnet)
    assert_allclose(resnik_similarity(shared), expected)


def test_nearness_is_shared_content_over_the_mean_of_both_sides_own() -> None:
    """Lin's measure; deer's own content is that of animal, the best that a class shares with it."""
    known = world("cat", "deer")
    shared = shared_content(known.imagenet, known.targets, known.wordnet)
    lion = [2 * HALF / (ONE + ONE), 2 * ANIMAL / (ONE + ANIMAL)]
    assert_allclose(lin_similarity(shared)[1], lion)


def test_a_lion_is_nearer_to_cat_than_to_dog_and_a_wolf_the_other_way() -> None:
    """Shared over the target's own would say dog for both: 1.8 of 2.1 against 4.3 of 5.3."""
    shared = shared_content(
        vocabulary.imagenet(), vocabulary.targets("cifar10"), vocabulary.wordnet()
    )
    assert lin_similarity(shared)[[291, 269]].argmax(axis=1).tolist() == [3, 5]


def test_weights_are_the_power_of_the_similarity_scaled_to_columns_of_one() -> None:
    mapper = taxonomy.fit(world("cat", "deer"), taxonomy.Options(method="taxonomy", gamma=2.0))
    cat = np.array([1, 0.25, 0.25, 0])
    assert_allclose(mapper.weights, np.stack([cat / cat.sum(), [1 / 3, 1 / 3, 1 / 3, 0]], axis=1))


def test_scores_weigh_probabilities() -> None:
    mapper = taxonomy.fit(world("cat", "deer"), taxonomy.Options(method="taxonomy", gamma=2.0))
    logits = np.log(np.array([[0.1, 0.2, 0.3, 0.4]])).astype(np.float32)
    cat = (0.1 + 0.25 * 0.2 + 0.25 * 0.3) / 1.5
    assert_allclose(mapper(logits), [[cat, 0.2]], rtol=1e-6)


def test_a_target_that_shares_nothing_with_any_class_cannot_be() -> None:
    mapper = taxonomy.fit(world("cat", "entity"), taxonomy.Options(method="taxonomy", gamma=8.0))
    scores = mapper(np.zeros((2, 4), np.float32))
    assert np.isneginf(scores).tolist() == [[False, True], [False, True]]


@pytest.mark.parametrize("gamma", [0.5, 1.0, 8.0, 64.0])
def test_columns_sum_to_one(gamma: float) -> None:
    mapper = taxonomy.fit(
        knowledge_of("cifar10", {}), taxonomy.Options(method="taxonomy", gamma=gamma)
    )
    assert mapper.weights.shape == (1000, 10)
    assert_allclose(mapper.weights.sum(axis=0), 1)


def test_a_large_power_is_the_group_below_the_root() -> None:
    """γ → ∞ leaves the 118 dogs, each the same; deer is left with the nine ruminants."""
    mapper = taxonomy.fit(
        knowledge_of("cifar10", {}), taxonomy.Options(method="taxonomy", gamma=1e6)
    )
    dog, deer = mapper.weights[:, 5], mapper.weights[:, 4]
    assert np.flatnonzero(dog).tolist() == list(range(151, 269))
    assert_allclose(dog[151:269], 1 / 118)
    assert np.flatnonzero(deer).tolist() == list(range(345, 354))


def test_deer_counts_ruminants_in_full_and_other_animals_less() -> None:
    """No class is a deer, so the most informative shared ancestor is ruminant for the best."""
    shared = shared_content(
        vocabulary.imagenet(), vocabulary.targets("cifar10"), vocabulary.wordnet()
    )
    gazelle, camel, tabby, carton = resnik_similarity(shared)[[353, 354, 281, 478], 4]
    assert gazelle == 1
    assert 1 > camel > tabby > carton == pytest.approx(0, abs=0.05)


def test_four_targets_will_do() -> None:
    mapper = taxonomy.fit(knowledge_of(FOUR, {}), taxonomy.Options(method="taxonomy", gamma=8.0))
    logits = 20 * np.eye(1000, dtype=np.float32)[[817, 10, 207, 31]]
    assert predict(mapper(logits)).tolist() == [0, 1, 2, 3]
