"""How a group adds up: worked examples, the identities of the reductions, who is left over."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.special import softmax

from stages.core.arrays import Logits, Members, predict
from stages.core.errors import ParamsError
from stages.map.reduction import (
    GroupReduction,
    Of,
    Reduce,
    Unmapped,
    check_combination,
    draw_targets,
    find_overlaps,
    reassign_classes,
)

# classes 0 to 4; class 4 is in no group
MEMBERS: Members = ((0, 1), (2, 3))
# probabilities .1, .3, .35, .05, .2
IMAGE: Logits = np.log(np.array([[0.1, 0.3, 0.35, 0.05, 0.2]])).astype(np.float32)
# its top-1 class is 4
LOST: Logits = np.log(np.array([[0.1, 0.2, 0.05, 0.05, 0.6]])).astype(np.float32)

SIZE = 9
logits_of_images = hnp.arrays(
    np.float32,
    st.tuples(st.integers(1, 5), st.just(SIZE)),
    elements=st.integers(-160, 160).map(lambda n: n / 8),
)
# an owner for each class: one of three groups, or none
some_members = st.lists(st.integers(0, 3), min_size=SIZE, max_size=SIZE).map(
    lambda owners: tuple(tuple(i for i in range(SIZE) if owners[i] == g) for g in range(3))
)
full_members = some_members.filter(all)


def reduction(
    members: Members = MEMBERS,
    of: Of = "probabilities",
    reduce: Reduce = "sum",
    unmapped: Unmapped = "ignore",
    votes: int = 3,
) -> GroupReduction:
    assert unmapped != "reassign"
    return GroupReduction(members, of, reduce, unmapped, votes, seed=0)


@pytest.mark.parametrize(
    ("of", "reduce", "expected"),
    [
        ("probabilities", "sum", [0.4, 0.4]),
        ("probabilities", "mean", [0.2, 0.2]),
        ("probabilities", "max", [0.3, 0.35]),
        ("logits", "mean", [np.log(0.03) / 2, np.log(0.0175) / 2]),
        ("logits", "max", [np.log(0.3), np.log(0.35)]),
        ("logits", "logsumexp", [np.log(0.2), np.log(0.2)]),
        # 2, 1 and 4 are the three largest: a vote each for both groups, and half their mass
        ("probabilities", "vote", [1.2, 1.2]),
    ],
)
def test_each_reduction_of_an_image_worked_by_hand(
    of: Of, reduce: Reduce, expected: list[float]
) -> None:
    assert_allclose(reduction(of=of, reduce=reduce)(IMAGE), [expected], rtol=1e-6)


def test_reject_gives_no_target_to_an_image_whose_top1_class_is_unmapped() -> None:
    scores = reduction(reduce="max", unmapped="reject")(np.concatenate([IMAGE, LOST]))
    assert predict(scores).tolist() == [1, -1]
    assert np.isneginf(scores[1]).all()


def test_random_draws_a_target_for_such_an_image_alone() -> None:
    scores = reduction(unmapped="random")(np.concatenate([IMAGE, LOST]))
    assert_allclose(scores[0], [0.4, 0.4], rtol=1e-6)
    assert sorted(scores[1].tolist()) == [-np.inf, 0.0]


def test_random_targets_are_evenly_drawn_and_the_seed_changes_them() -> None:
    """4,000 images: each of 10 targets 400 times, deviation 19; another seed keeps a tenth."""
    logits = np.random.default_rng(1).normal(size=(4000, 50))
    first, second = (draw_targets(logits, 10, seed) for seed in (0, 1))
    assert np.abs(np.bincount(first, minlength=10) - 400).max() < 100
    assert 0.07 < (first == second).mean() < 0.13


def test_a_random_target_depends_on_the_image_and_not_on_its_neighbours() -> None:
    logits = np.random.default_rng(2).normal(size=(50, 20))
    assert_array_equal(draw_targets(logits[::-1], 7, 3)[::-1], draw_targets(logits, 7, 3))


def test_a_reassigned_class_joins_the_nearest_target_and_equals_the_first() -> None:
    """Class 4 is nearest to target 1; class 5 as near to both; class 6 akin to neither."""
    lin_similarity = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1], [0.1, 0.2], [0.5, 0.5], [0, 0]])
    assert reassign_classes(MEMBERS, lin_similarity) == ((0, 1, 5), (2, 3, 4))


def test_a_class_of_a_group_stays_there_however_near_another_target_is() -> None:
    assert reassign_classes(((0,), (1,)), np.array([[0.0, 1.0], [1.0, 0.0]])) == ((0,), (1,))


def test_an_empty_group_cannot_be() -> None:
    members: Members = ((0, 1), ())
    assert reduction(members, reduce="sum")(IMAGE)[0, 1] == -np.inf
    assert reduction(members, of="logits", reduce="logsumexp")(IMAGE)[0, 1] == -np.inf
    assert reduction(members, reduce="vote")(IMAGE)[0, 1] == -np.inf


@pytest.mark.parametrize("reduce", ["sum", "mean", "max", "vote"])
def test_an_image_without_mass_in_any_group_has_no_target(reduce: Reduce) -> None:
    """e^−800 is 0 in double precision, e^−150 is 0 in single precision."""
    logits = np.array([[-800, -800, -800, -800, 0], [-150] * 4 + [0], [-80] * 4 + [0]], np.float32)
    assert predict(reduction(reduce=reduce, votes=1)(logits)).tolist() == [-1, -1, 0]


def test_equal_counts_of_votes_are_told_apart_by_mass() -> None:
    """Both groups get one vote of the two largest; the second has .4 of the mass, the first .5."""
    logits = np.log(np.array([[0.3, 0.2, 0.35, 0.05, 0.1]])).astype(np.float32)
    assert predict(reduction(reduce="vote", votes=2)(logits)).tolist() == [0]


def test_a_vote_outweighs_any_mass() -> None:
    """One class with nearly all of the mass against two with next to none."""
    logits = np.array([[0, -60, -50, -51, -100]], dtype=np.float32)
    assert predict(reduction(reduce="vote", votes=3)(logits)).tolist() == [1]


def test_the_lowest_index_wins_a_tie() -> None:
    equal = np.zeros((1, 5), dtype=np.float32)
    assert predict(reduction()(equal)).tolist() == [0]


@pytest.mark.parametrize(
    ("members", "of", "reduce", "reason"),
    [
        (MEMBERS, "probabilities", "logsumexp", "neither a mass nor its logarithm"),
        (MEMBERS, "logits", "sum", "depends on an arbitrary constant"),
        (((0, 1), (1, 2)), "probabilities", "vote", "class 1 is in several"),
    ],
)
def test_a_combination_without_meaning_is_refused_with_the_reason(
    members: Members, of: Of, reduce: Reduce, reason: str
) -> None:
    with pytest.raises(ParamsError, match=reason):
        check_combination(members, of, reduce)


def test_overlaps_are_the_classes_of_several_groups() -> None:
    assert find_overlaps(((3, 1), (1, 2, 3), (3,))) == (1, 3)


def top_margin(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    """How far the best target leads; an image where it hardly does may go either way."""
    best = np.sort(scores, axis=1)
    return best[:, -1] - best[:, -2]


@given(logits_of_images, full_members)
def test_sum_of_p_and_unnormalised_logsumexp_of_z_choose_alike(
    logits: Logits, members: Members
) -> None:
    """log Σ_G p = logsumexp_G z − logsumexp z, and the last term is the same for all targets."""
    sizes = np.log([len(group) for group in members])
    log_sums = reduction(members, "logits", "logsumexp")(logits) + sizes
    chosen = predict(reduction(members, reduce="sum")(logits))
    clear = top_margin(log_sums) > 1e-6
    assert_array_equal(chosen[clear], predict(log_sums)[clear])


@given(logits_of_images, full_members)
def test_mean_of_p_and_logsumexp_of_z_choose_alike(logits: Logits, members: Members) -> None:
    log_means = reduction(members, "logits", "logsumexp")(logits)
    chosen = predict(reduction(members, reduce="mean")(logits))
    clear = top_margin(log_means) > 1e-6
    assert_array_equal(chosen[clear], predict(log_means)[clear])


@given(logits_of_images, full_members)
def test_max_of_p_and_max_of_z_choose_alike(logits: Logits, members: Members) -> None:
    highest = reduction(members, "logits", "max")(logits)
    clear = top_margin(highest) > 1e-6
    chosen = predict(reduction(members, reduce="max")(logits))
    assert_array_equal(chosen[clear], predict(highest)[clear])


def test_mean_of_p_and_mean_of_z_do_not_choose_alike() -> None:
    """One likely class in a group of two: p means .25 against .2, z means −5 against −1.6."""
    logits = np.log(np.array([[0.4999, 0.0001, 0.2, 0.2, 0.1]])).astype(np.float32)
    of_p, of_z = (reduction(of=of, reduce="mean") for of in ("probabilities", "logits"))
    assert (predict(of_p(logits)).tolist(), predict(of_z(logits)).tolist()) == ([0], [1])


COMBINATIONS: list[tuple[Of, Reduce]] = [
    *[("probabilities", name) for name in ("sum", "mean", "max", "vote")],
    *[("logits", name) for name in ("mean", "max", "logsumexp")],
]


@pytest.mark.parametrize(("of", "reduce"), COMBINATIONS)
@settings(max_examples=30)
@given(logits=logits_of_images, members=full_members, shift=st.integers(-50, 50))
def test_a_constant_added_to_all_logits_of_an_image_changes_no_probability(
    of: Of, reduce: Reduce, logits: Logits, members: Members, shift: int
) -> None:
    """Logits and shift are eighths, so that the sums are exact and ties stay ties."""
    mapper = reduction(members, of, reduce)
    before, after = (
        softmax(scores, axis=1) if of == "logits" else scores
        for scores in (mapper(logits), mapper(logits + np.float32(shift)))
    )
    assert_allclose(after, before, atol=1e-9)


@pytest.mark.parametrize(("of", "reduce"), COMBINATIONS)
@settings(max_examples=30)
@given(logits=logits_of_images, members=full_members, order=st.permutations(range(SIZE)))
def test_the_order_of_the_classes_does_not_matter(
    of: Of, reduce: Reduce, logits: Logits, members: Members, order: list[int]
) -> None:
    steps = np.arange(SIZE) / 1024
    apart = (logits + steps).astype(np.float32)  # no ties, which go by the index
    moved = tuple(tuple(order.index(i) for i in group) for group in members)
    assert_allclose(
        reduction(moved, of, reduce)(apart[:, order]), reduction(members, of, reduce)(apart)
    )


@given(logits_of_images, some_members, st.sampled_from(["ignore", "reject", "random"]))
def test_scores_are_what_a_slow_loop_gives(
    logits: Logits, members: Members, unmapped: Unmapped
) -> None:
    mapper = reduction(members, reduce="mean", unmapped=unmapped)
    for z, scores in zip(logits, mapper(logits), strict=True):
        p = np.exp(z.astype(float) - z.max()) / np.exp(z.astype(float) - z.max()).sum()
        means = [sum(p[i] for i in group) / len(group) if group else -np.inf for group in members]
        if unmapped == "ignore" or any(int(z.argmax()) in group for group in members):
            assert_allclose(scores, means, atol=1e-12)
        else:
            assert np.isneginf(scores).sum() == (3 if unmapped == "reject" else 2)


@pytest.mark.parametrize(
    ("of", "reduce", "unmapped", "expected"),
    [
        ("probabilities", "mean", "ignore", "normalise"),
        ("logits", "mean", "ignore", "softmax"),
        ("probabilities", "vote", "ignore", "none"),
        ("probabilities", "mean", "reject", "none"),
        ("logits", "mean", "random", "none"),
    ],
)
def test_scores_say_how_they_become_probabilities(
    of: Of, reduce: Reduce, unmapped: Unmapped, expected: str
) -> None:
    assert reduction(of=of, reduce=reduce, unmapped=unmapped).probabilities == expected
