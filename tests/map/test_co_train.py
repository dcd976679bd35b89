"""Networks that teach each other, and what an ensemble makes of the strategies of one network."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import log_softmax

from stages.core.arrays import Labels, Logits
from stages.core.errors import ParamsError
from stages.map.evidence import Evidence, Unlabelled
from stages.map.mapper import WARNING
from stages.map.params import CrossFit
from stages.map.scoring import apply_mapper, score_strategy
from stages.map.strategies import STRATEGIES, balance, co_train, lda
from stages.map.strategies.co_train import agree, describe_answers
from stages.map.views import SideBySide
from tests.map.unlabelled import accuracy, images, knowledge

KNOWN = knowledge([[0], [1], [2]])
OPTIONS = co_train.Options(method="co_train", groups="wordnet_broad", reduce="logsumexp", rounds=6)
BALANCE = balance.Options(
    method="balance", groups="wordnet_broad", reduce="logsumexp", prior="uniform"
)
LDA = lda.Options(method="lda", shrinkage="ledoit_wolf")


def views(networks: int = 2) -> tuple[list[Logits], Labels]:
    """The same images, of which each network has another noise and other clusters."""
    seen = [images([0.4, 0.3, 0.3], seed=seed) for seed in range(networks)]
    return [logits for logits, _ in seen], seen[0][1]


def ensemble(networks: int = 2) -> Evidence:
    logits, labels = views(networks)
    return Evidence(KNOWN, SideBySide(logits), labels, SideBySide(logits), (KNOWN,) * networks)


def test_of_two_what_both_say_and_of_more_what_most_of_the_others_say() -> None:
    """Image by image: all agree; the learner is alone; two of three others; half of two others."""
    first, second = np.array([0, 1, 2]), np.array([0, 1, 1])
    labels, agreed = agree([first, second], 0)
    assert labels[agreed].tolist() == [0, 1]
    assert agreed.tolist() == [True, True, False]
    learner, *others = np.array([[1, 0, 2, 0], [1, 2, 1, 0], [1, 2, 1, 1], [1, 2, 0, 2]])
    labels, agreed = agree([learner, *others], 0)
    assert agreed.tolist() == [True, True, True, False]
    assert labels[agreed].tolist() == [1, 2, 1]
    assert agree([learner, *others[:2]], 0)[1].tolist() == [True, True, True, False]


@pytest.mark.parametrize("networks", [2, 3])
def test_networks_that_teach_each_other_beat_the_sum_of_what_they_start_from(networks: int) -> None:
    evidence = ensemble(networks)
    start = apply_mapper(STRATEGIES["balance"].fit(evidence, BALANCE), evidence.train)
    taught = apply_mapper(STRATEGIES["co_train"].fit(evidence, OPTIONS), evidence.train)
    assert accuracy(taught, evidence.train_labels) > accuracy(start, evidence.train_labels) + 0.05


@pytest.mark.parametrize(("shares", "warned"), [([1 / 3] * 3, False), ([0.6, 0.2, 0.2], True)])
def test_a_tripled_class_is_warned_of_and_even_ones_are_not(
    shares: list[float], warned: bool
) -> None:
    seen = [Unlabelled(images(shares, seed=seed)[0], KNOWN) for seed in range(2)]
    note = co_train.fit(seen, OPTIONS).note or ""
    assert note.startswith(WARNING) == warned
    assert "equally common, and answers t0 " in note


@pytest.mark.parametrize(("most", "times", "warning"), [(11, "1.10", ""), (13, "1.30", WARNING)])
def test_the_note_names_the_assumption_the_commonest_answer_and_what_to_use_instead(
    most: int, times: str, warning: str
) -> None:
    """A target that is never the answer does not count in the median."""
    targets = knowledge([[0], [1], [2], []]).targets
    assert describe_answers(np.repeat([0, 1, 2], [10, most, 10]), targets) == (
        f"{warning}assumes that all targets are equally common, and answers t1 {times} times as "
        "often as the median target; if one is far commoner than the others, use standardise "
        "(docs/strategies.md)"
    )


def test_no_label_moves_a_score() -> None:
    logits, labels = views()
    both = SideBySide(logits), SideBySide(logits)
    right = Evidence(KNOWN, both[0], labels, both[1], (KNOWN, KNOWN))
    wrong = Evidence(KNOWN, both[0], np.roll(labels, 7), both[1], (KNOWN, KNOWN))
    scores = [STRATEGIES["co_train"].fit(one, OPTIONS)(both[0][:]) for one in (right, wrong)]
    assert (scores[0] == scores[1]).all()


def test_one_network_has_nobody_to_teach_it() -> None:
    alone = ensemble().views[0]
    with pytest.raises(ParamsError, match="co_train is for several networks"):
        STRATEGIES["co_train"].fit(alone, OPTIONS)


def test_an_ensemble_adds_the_log_probabilities_of_its_networks() -> None:
    evidence = ensemble()
    alone = [
        log_softmax(STRATEGIES["balance"].fit(view, BALANCE)(view.train[:]), axis=1)
        for view in evidence.views
    ]
    together = STRATEGIES["balance"].fit(evidence, BALANCE)(evidence.train[:])
    assert_allclose(together, alone[0] + alone[1], atol=1e-5)


def test_a_network_s_constant_changes_nothing_for_those_beside_it() -> None:
    """`lda` reads all logits at once, each network's centred by image."""
    logits, labels = views()
    noise = np.random.default_rng(0).normal(scale=30, size=(len(labels), 1)).astype(np.float32)
    moved = [logits[0] + noise, logits[1]]
    scores = []
    for one in (logits, moved):
        evidence = Evidence(KNOWN, SideBySide(one), labels, SideBySide(one), (KNOWN, KNOWN))
        scores.append(STRATEGIES["lda"].fit(evidence, LDA)(evidence.test[:]))
    assert_allclose(scores[0], scores[1], atol=1e-3)


def test_dev_scores_of_an_ensemble_are_of_images_that_the_fit_has_not_seen() -> None:
    scored = score_strategy("x", OPTIONS, ensemble(), CrossFit(folds=3, seed=0))
    assert not np.allclose(scored.dev.scores, scored.test.scores)
    assert scored.dev.kind == "label_free"
