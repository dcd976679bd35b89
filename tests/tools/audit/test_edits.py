"""Single edits of a list: counted at once, they equal an evaluation of each edited list."""

from dataclasses import replace

import numpy as np
import pytest

from stages.core.arrays import Labels, Logits, Members, predict
from stages.map.reduction import GroupReduction
from stages.map.scoring import apply_mapper
from tools.audit import edits
from tools.audit.edits import count_flips

COMBINATIONS = [
    ("probabilities", "mean", "ignore"),
    ("probabilities", "sum", "random"),
    ("probabilities", "max", "reject"),
    ("logits", "mean", "reject"),
    ("logits", "max", "ignore"),
    ("logits", "logsumexp", "ignore"),
    ("logits", "logsumexp", "random"),
    ("probabilities", "vote", "ignore"),
    ("probabilities", "vote", "reject"),
]


def edited(members: Members, index: int, target: int) -> Members:
    """The list with one class taken out of a group, or added to it."""
    group = set(members[target]) ^ {index}
    return (*members[:target], tuple(sorted(group)), *members[target + 1 :])


def flips_from_scratch(
    logits: Logits, labels: Labels, by: GroupReduction, index: int, target: int
) -> tuple[int, int]:
    """(lost, gained), by reducing twice."""
    before = predict(apply_mapper(by, logits)) == labels
    after = replace(by, members=edited(by.members, index, target))
    now = predict(apply_mapper(after, logits)) == labels
    return int((before & ~now).sum()), int((~before & now).sum())


def images_of(count: int, classes: int, targets: int) -> tuple[Logits, Labels]:
    draw = np.random.default_rng(count)
    logits = draw.normal(scale=3, size=(count, classes)).astype(np.float32)
    return logits, draw.integers(targets, size=count)


def test_an_example_by_hand() -> None:
    """Probabilities .6 .3 .1 of a cat, .2 .3 .5 of a dog; cat = {0}, dog = {1}, sums."""
    rows = np.log(np.array([[0.6, 0.3, 0.1], [0.2, 0.3, 0.5]])).astype(np.float32)
    by = GroupReduction(((0,), (1,)), "probabilities", "sum", "ignore", 0, 0)
    flips = count_flips(rows, np.array([0, 1]), by)
    assert (flips.right, flips.images) == (2, 2)
    assert flips.inside.tolist() == [[True, False], [False, True], [False, False]]
    # cat without 0 loses the cat; cat with 1 (.5 to .3) or with 2 (.7 to .3) takes the dog;
    # dog without 1 loses the dog; dog with 0 (.9 to .6) takes the cat; dog with 2 takes nothing
    assert flips.lost.tolist() == [[1, 1], [1, 1], [1, 0]]
    assert flips.gained.tolist() == [[0, 0], [0, 0], [0, 0]]


@pytest.mark.parametrize(("of", "reduce", "unmapped"), COMBINATIONS)
@pytest.mark.parametrize("empty", [False, True])
def test_every_edit_equals_reducing_by_the_edited_list(
    of: str, reduce: str, unmapped: str, empty: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also over several chunks, with an overlap, an empty group, and groups that become empty."""
    monkeypatch.setattr(edits, "CHUNK", 17)
    logits, labels = images_of(60, 12, 3)
    members: Members = ((0, 1, 2, 3), () if empty else (4,), (5, 6))
    if reduce != "vote":  # where an overlap has no meaning
        members = (members[0], members[1], (3, 5, 6))
    by = GroupReduction(members, of, reduce, unmapped, 3, 1)  # type: ignore[arg-type]
    flips = count_flips(logits, labels, by)
    assert flips.right == (predict(apply_mapper(by, logits)) == labels).sum()
    assert flips.lost.sum() > 0
    for index, target in np.argwhere(flips.possible).tolist():
        expected = flips_from_scratch(logits, labels, by, index, target)
        assert (flips.lost[index, target], flips.gained[index, target]) == expected, (index, target)


def test_200_random_edits_of_a_thousand_classes_equal_reducing_anew() -> None:
    logits, labels = images_of(150, 1000, 10)
    draw = np.random.default_rng(3)
    members = tuple(tuple(range(s, s + 12)) for s in range(0, 500, 50))
    by = GroupReduction(members, "probabilities", "mean", "ignore", 0, 0)
    flips = count_flips(logits, labels, by)
    inside = np.argwhere(flips.inside)[draw.permutation(120)[:50]].tolist()
    anywhere = zip(draw.integers(1000, size=150), draw.integers(10, size=150), strict=True)
    for index, target in [*inside, *anywhere]:
        expected = flips_from_scratch(logits, labels, by, index, target)
        assert (flips.lost[index, target], flips.gained[index, target]) == expected


def test_equal_scores_go_to_the_lowest_index_after_an_edit_too() -> None:
    """A class in both groups ties them once it is all that they have: the first target wins."""
    rows = np.log(np.array([[0.5, 0.3, 0.2]])).astype(np.float32)
    by = GroupReduction(((1, 2), (1,)), "probabilities", "max", "ignore", 0, 0)
    assert count_flips(rows, np.array([0]), by).lost[2, 0] == 0
    by = replace(by, members=((1,), (1, 0)))
    assert count_flips(rows, np.array([0]), by).gained[0, 1] == 1


def test_a_confident_image_keeps_what_little_the_other_members_say() -> None:
    """Subtracted from a mass of 1, the rest would be rounding errors."""
    logits = np.zeros((1, 4), np.float32)
    logits[0] = [60, 2, 1, 0]  # masses of 1, 6e-26, 2e-26, 9e-27
    by = GroupReduction(((0, 2), (1,), (3,)), "probabilities", "sum", "ignore", 0, 0)
    assert count_flips(logits, np.array([1]), by).gained[0, 0] == 1


def test_a_class_of_another_group_cannot_be_added_to_a_vote() -> None:
    logits, labels = images_of(20, 6, 2)
    by = GroupReduction(((0, 1), (2,)), "probabilities", "vote", "ignore", 2, 0)
    possible = count_flips(logits, labels, by).possible
    assert possible.tolist() == [[1, 0], [1, 0], [0, 1], [1, 1], [1, 1], [1, 1]]


def test_planted_wrong_entries_are_the_most_harmful_and_missing_ones_the_most_useful() -> None:
    """Classes 3t and 3t + 1 show target t; the list has 0 under target 2, and lacks 6 there."""
    draw = np.random.default_rng(0)
    labels = np.repeat(np.arange(4), 100)
    logits = draw.normal(size=(400, 12)).astype(np.float32)
    logits[np.arange(400), 3 * labels + draw.integers(2, size=400)] += 6
    members = ((0, 1), (3, 4), (0, 7), (9, 10))
    by = GroupReduction(members, "probabilities", "mean", "ignore", 0, 0)
    flips = count_flips(logits, labels, by)
    effect = flips.gained - flips.lost
    harm = np.where(flips.inside, effect, -400)
    use = np.where(flips.inside, -400, effect)
    assert divmod(int(harm.argmax()), 4) == (0, 2)
    assert divmod(int(use.argmax()), 4) == (6, 2)
    assert harm.max() > 20
    assert use.max() > 20
