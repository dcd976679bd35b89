"""What all strategies of params.yaml share; a new entry there is tested here without an edit."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import softmax

from stages.core import params
from stages.core.arrays import Labels, Logits, predict
from stages.map.evidence import Evidence
from stages.map.mapper import Mapper
from stages.map.options import GroupOptions
from stages.map.params import MapParams
from stages.map.scoring import apply_mapper
from stages.map.strategies import STRATEGIES
from tests.map.made import FOUR, SIXTEEN, groups_of, knowledge_of, permuted, published

# two rounds of self-training have every property that twenty have, in a seventh of the time
CHOSEN = {
    name: options.model_copy(update={"rounds": 2}) if hasattr(options, "rounds") else options
    for name, options in params.load_section("map", MapParams).strategies.items()
}
LISTS = sorted({options.groups for options in CHOSEN.values() if isinstance(options, GroupOptions)})
every_strategy = pytest.mark.parametrize("name", CHOSEN)
# a draw depends on which classes are the top ones, so it does not survive their renaming
every_strategy_but_chance = pytest.mark.parametrize(
    "name",
    [
        name
        for name, options in CHOSEN.items()
        if "random" not in (options.method, getattr(options, "unmapped", None))
    ],
)


def images(top1: list[int], seed: int) -> tuple[Logits, Labels]:
    """Noise, with one ImageNet class likely for each target; more images of later targets."""
    labels = np.repeat(np.arange(len(top1)), 8 + 2 * np.arange(len(top1)))
    logits = np.random.default_rng(seed).normal(size=(len(labels), 1000))
    logits[np.arange(len(labels)), np.array(top1)[labels]] += 9
    return logits.astype(np.float32), labels.astype(np.int64)


@cache
def evidence_for(targets: str) -> Evidence:
    """Separable images of a list of targets; arrays that nobody may write to."""
    if targets == "cifar10":
        lists = {name: published(name) for name in LISTS}
        top1 = [404, 817, 10, 281, 351, 207, 30, 339, 510, 867]
    else:
        lists = dict.fromkeys(LISTS, groups_of(targets))
        top1 = [group[0] for group in groups_of(targets).members]
    train, labels = images(top1, seed=0)
    test, _ = images(top1, seed=1)
    for array in (train, labels, test):
        array.setflags(write=False)
    return Evidence(knowledge_of(targets, lists), train, labels, test)


def fit(name: str, evidence: Evidence) -> Mapper:
    return STRATEGIES[CHOSEN[name].method].fit(evidence, CHOSEN[name])


@cache
def fitted(name: str, targets: str = "cifar10") -> Mapper:
    return fit(name, evidence_for(targets))


def test_every_method_of_the_table_has_an_entry_in_params() -> None:
    """Off by default is what wants an ensemble: tests/map/test_co_train.py."""
    alone = {name for name, one in STRATEGIES.items() if one.ensemble != "wanted"}
    assert {options.method for options in CHOSEN.values()} == alone


@every_strategy
@pytest.mark.parametrize("targets", [FOUR, "cifar10", SIXTEEN])
def test_scores_have_a_column_for_each_target_and_are_never_nan(name: str, targets: str) -> None:
    evidence = evidence_for(targets)
    scores = apply_mapper(fitted(name, targets), evidence.test)
    assert scores.shape == (len(evidence.test), len(evidence.knowledge.targets))
    assert not np.isnan(scores).any()
    assert not np.isposinf(scores).any()


@every_strategy
def test_an_image_s_scores_do_not_depend_on_the_other_images(name: str) -> None:
    test = evidence_for("cifar10").test
    together = apply_mapper(fitted(name), test)
    assert_allclose(apply_mapper(fitted(name), test[7:8]), together[7:8], rtol=1e-4, atol=1e-4)
    assert_allclose(apply_mapper(fitted(name), test[::-1]), together[::-1], rtol=1e-4, atol=1e-4)


@every_strategy
def test_the_same_evidence_gives_the_same_bytes(name: str) -> None:
    evidence = evidence_for("cifar10")
    first, again = (apply_mapper(m, evidence.test) for m in (fitted(name), fit(name, evidence)))
    assert first.tobytes() == again.tobytes()


@every_strategy
def test_the_order_of_the_images_does_not_matter(name: str) -> None:
    evidence = evidence_for("cifar10")
    order = np.random.default_rng(3).permutation(len(evidence.train))
    shuffled = replace(
        evidence,
        train=np.asarray(evidence.train)[order],
        train_labels=evidence.train_labels[order],
        test=evidence.test[::-1],
    )
    assert_array_equal(
        predict(apply_mapper(fit(name, shuffled), evidence.test)),
        predict(apply_mapper(fitted(name), evidence.test)),
    )


@every_strategy_but_chance
def test_the_order_of_the_imagenet_classes_does_not_matter(name: str) -> None:
    evidence = evidence_for("cifar10")
    order = np.random.default_rng(4).permutation(1000)
    renamed = replace(
        evidence,
        knowledge=permuted(evidence.knowledge, order.tolist()),
        train=np.asarray(evidence.train)[:, order],
        test=np.asarray(evidence.test)[:, order],
    )
    assert_array_equal(
        predict(apply_mapper(fit(name, renamed), renamed.test)),
        predict(apply_mapper(fitted(name), evidence.test)),
    )


@every_strategy
def test_a_constant_added_to_all_logits_does_not_matter(name: str) -> None:
    evidence = evidence_for("cifar10")
    shifted = replace(
        evidence, train=np.asarray(evidence.train) + 4, test=np.asarray(evidence.test) + 4
    )
    assert_array_equal(
        predict(apply_mapper(fit(name, shifted), shifted.test)),
        predict(apply_mapper(fitted(name), evidence.test)),
    )


@every_strategy
def test_a_kind_sees_its_own_evidence_and_no_other(name: str) -> None:
    """Whatever a kind may not look at is replaced; the scores keep every byte."""
    evidence = evidence_for("cifar10")
    noise = np.random.default_rng(5).normal(size=evidence.train.shape).astype(np.float32)
    scrambled = (evidence.train_labels * 3 + 1) % 10
    hidden = {
        "zero_shot": replace(evidence, train=noise, train_labels=scrambled, test=noise),
        "label_free": replace(evidence, train_labels=scrambled, test=noise),
        "transductive": replace(evidence, train=noise, train_labels=scrambled),
        "supervised": replace(evidence, test=noise),
    }[STRATEGIES[CHOSEN[name].method].kind]
    seen, blind = (apply_mapper(m, evidence.test) for m in (fitted(name), fit(name, hidden)))
    assert seen.tobytes() == blind.tobytes()


@every_strategy
@pytest.mark.parametrize("targets", [FOUR, "cifar10"])
def test_scores_become_probabilities_as_they_say(name: str, targets: str) -> None:
    mapper = fitted(name, targets)
    scores = apply_mapper(mapper, evidence_for(targets).test).astype(np.float64)
    match mapper.probabilities:
        case "softmax":
            probabilities = softmax(scores, axis=1)
        case "normalise":
            assert (scores[np.isfinite(scores)] >= 0).all()
            masses = np.maximum(scores, 0)
            probabilities = masses / masses.sum(axis=1, keepdims=True)
        case "none":
            return
    assert_allclose(probabilities.sum(axis=1), 1)


@every_strategy
def test_a_target_without_training_images_keeps_its_column(name: str) -> None:
    """K comes from the class list, never from the labels present."""
    evidence = evidence_for("cifar10")
    kept = evidence.train_labels != 9
    without = replace(
        evidence, train=evidence.train[kept], train_labels=evidence.train_labels[kept]
    )
    scores = apply_mapper(fit(name, without), evidence.test)
    assert scores.shape == (len(evidence.test), 10)
    assert not np.isnan(scores).any()
    assert not np.isneginf(scores[:, :9]).all()
