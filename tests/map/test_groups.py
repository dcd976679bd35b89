"""The strategy `groups`, its options, and the public function of the same meaning."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from pydantic import ValidationError

from stages import vocabulary
from stages.core.arrays import Logits, predict
from stages.core.errors import DataError, ParamsError
from stages.map.groups import imagenet_to_cifar10_prediction, known_groups
from stages.map.reduction import Unmapped
from stages.map.strategies import groups
from tests.map.made import FOUR, groups_of, knowledge_of, published

ENTRY = {
    "method": "groups",
    "groups": "wordnet_broad",
    "of": "probabilities",
    "reduce": "mean",
    "unmapped": "ignore",
}


def with_top1(*indices: int) -> Logits:
    """An image for each ImageNet class, of which it alone is likely."""
    return 10 * np.eye(1000, dtype=np.float32)[list(indices)]


def test_each_image_goes_to_the_group_of_its_top1_class() -> None:
    knowledge = knowledge_of("cifar10", {"wordnet_broad": published("wordnet_broad")})
    mapper = groups.fit(knowledge, groups.Options.model_validate(ENTRY))
    # warplane, beach wagon, goldfinch, tiger, impala, pug, bullfrog, zebra, yawl, moving van
    logits = with_top1(895, 436, 11, 292, 352, 254, 30, 340, 914, 675)
    assert predict(mapper(logits)).tolist() == list(range(10))


def test_the_public_function_says_the_same_as_the_strategy() -> None:
    logits = np.random.default_rng(0).normal(size=(50, 1000), scale=3).astype(np.float32)
    knowledge = knowledge_of("cifar10", {"wordnet_broad": published("wordnet_broad")})
    options = groups.Options.model_validate(ENTRY | {"unmapped": "random", "seed": 3})
    predicted = imagenet_to_cifar10_prediction(
        logits,
        published("wordnet_broad"),
        of="probabilities",
        reduce="mean",
        unmapped="random",
        seed=3,
    )
    assert predicted.dtype == np.int64
    assert predicted.tolist() == predict(groups.fit(knowledge, options)(logits)).tolist()


@pytest.mark.parametrize(
    ("unmapped", "expected"),
    [("ignore", {0}), ("reject", {-1}), ("reassign", {3}), ("random", set(range(10)))],
)
def test_a_lion_is_no_house_cat_but_akin_to_one(unmapped: Unmapped, expected: set[int]) -> None:
    """291 is in no group: no say (all are equal then), no answer, the nearest target, or any."""
    predicted = imagenet_to_cifar10_prediction(
        with_top1(291),
        published("wordnet_strict"),
        of="probabilities",
        reduce="max",
        unmapped=unmapped,
    )
    assert set(predicted.tolist()) <= expected


def test_logits_of_another_width_are_refused() -> None:
    with pytest.raises(DataError, match=r"logits are \(2, 10\); wanted: \(N, 1000\)"):
        imagenet_to_cifar10_prediction(
            np.zeros((2, 10), dtype=np.float32),
            published("wordnet_broad"),
            of="probabilities",
            reduce="mean",
            unmapped="ignore",
        )


def test_a_class_in_two_groups_counts_in_full_in_both() -> None:
    knowledge = knowledge_of("cifar10", {"wordnet_broad": published("wordnet_broad")})
    mapper = groups.fit(knowledge, groups.Options.model_validate(ENTRY | {"reduce": "max"}))
    scores = mapper(with_top1(656))[0]
    assert_allclose(scores[1], scores[9])


def test_any_number_of_targets_will_do() -> None:
    predicted = imagenet_to_cifar10_prediction(
        with_top1(817, 10, 207, 31),
        groups_of(FOUR),
        of="probabilities",
        reduce="vote",
        unmapped="reassign",
        votes=1,
    )
    assert predicted.tolist() == [0, 1, 2, 3]


def test_vote_is_refused_where_a_class_would_vote_twice() -> None:
    knowledge = knowledge_of("cifar10", {"wordnet_broad": published("wordnet_broad")})
    options = groups.Options.model_validate(ENTRY | {"reduce": "vote", "k": 5})
    with pytest.raises(ParamsError, match="class 656 is in several"):
        groups.fit(knowledge, options)


@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({}, groups.Options),
        ({"reduce": "vote", "k": 5}, groups.VoteOptions),
        ({"unmapped": "random", "seed": 1}, groups.RandomOptions),
        ({"reduce": "vote", "unmapped": "random", "k": 5, "seed": 1}, groups.VoteRandomOptions),
    ],
)
def test_the_words_choose_what_else_an_entry_states(
    changed: dict[str, object], kind: type[groups.Options]
) -> None:
    assert type(groups.Options.model_validate(ENTRY | changed)) is kind


@pytest.mark.parametrize(
    ("changed", "place", "fault"),
    [
        ({"reduce": "vote"}, ("k",), "missing"),
        ({"k": 5}, (), "unknown_key"),
        ({"unmapped": "random"}, ("seed",), "missing"),
        ({"seed": 5}, (), "unknown_key"),
        ({"reduce": "vote", "k": 0}, ("k",), "greater_than_equal"),
        ({"reduce": "average"}, ("reduce",), "literal_error"),
        ({"groups": "wordnet_braod"}, ("groups",), "value_error"),
    ],
)
def test_an_option_that_is_missing_or_idle_is_refused_in_its_place(
    changed: dict[str, object], place: tuple[str, ...], fault: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        groups.Options.model_validate(ENTRY | changed)
    (error,) = caught.value.errors()
    assert (error["loc"], error["type"]) == (place, fault)


def test_an_unknown_list_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValidationError, match="there is no list 'nobody'; known: ") as caught:
        groups.Options.model_validate(ENTRY | {"groups": "nobody"})
    assert all(name in str(caught.value) for name in known_groups())


def test_every_known_list_is_for_a_known_vocabulary() -> None:
    for name in ("keyword", "curated"):
        assert vocabulary.targets(published(name).vocabulary)
