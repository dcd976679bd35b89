"""What a class list decides in every method that uses one: the kind, and which targets can be."""

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest

from stages.core.errors import ParamsError
from stages.map.evidence import Evidence, Knowledge
from stages.map.mapper import Linear
from stages.map.options import GroupOptions, StrategyOptions
from stages.map.scoring import apply_mapper
from stages.map.strategies import STRATEGIES, groups, label_free, zero_shot
from tests.map.made import published
from tests.map.test_every_strategy import CHOSEN, evidence_for


class WeightedOptions(GroupOptions):
    """Of a method that no table has: a linear one with a list."""


def weigh(knowledge: Knowledge, options: WeightedOptions) -> Linear:
    """Scores are sums of logits, as in a first attempt at a strategy."""
    (used,) = knowledge.groups.values()
    weights = np.zeros((1000, len(used.members)))
    for target, members in enumerate(used.members):
        weights[list(members), target] = 1
    return Linear(weights, of="logits", probabilities="none")


METHODS = STRATEGIES | {"weighted": zero_shot(weigh, WeightedOptions)}
USERS: dict[str, GroupOptions] = {
    "weighted": WeightedOptions(method="weighted", groups="wordnet_broad")
} | {name: options for name, options in CHOSEN.items() if isinstance(options, GroupOptions)}
# `reassign` gives an empty group the classes that are nearest to it; `random` draws any target
FILLING = [
    name
    for name, options in USERS.items()
    if isinstance(options, groups.Options) and options.unmapped in ("reassign", "random")
]
BY_KIND: dict[str, list[str]] = {
    kind: [name for name in USERS if METHODS[USERS[name].method].kind == kind]
    for kind in ("zero_shot", "label_free", "transductive", "supervised")
}


def evidence_with(kind: Literal["zero_shot", "informed"]) -> Evidence:
    """Every user's list is imagenet_d, which declares deer empty, by a writer of the given kind."""
    evidence = evidence_for("cifar10")
    used = replace(published("imagenet_d"), kind=kind)
    lists = dict.fromkeys(evidence.knowledge.groups, used)
    return replace(evidence, knowledge=replace(evidence.knowledge, groups=lists))


def test_every_kind_that_may_use_a_list_is_tried() -> None:
    assert {kind: bool(names) for kind, names in BY_KIND.items()} == {
        "zero_shot": True,
        "label_free": True,
        "transductive": True,
        "supervised": False,
    }


@pytest.mark.parametrize("name", sorted(USERS.keys() - set(FILLING)))
def test_a_target_that_the_list_declares_empty_cannot_be(name: str) -> None:
    evidence, options = evidence_with("zero_shot"), USERS[name]
    assert set(published("imagenet_d").empty) == {"deer"}
    scores = apply_mapper(METHODS[options.method].fit(evidence, options), evidence.test)
    assert np.isneginf(scores[:, 4]).all()
    assert np.isfinite(scores[:, 5]).any()


@pytest.mark.parametrize("name", BY_KIND["zero_shot"])
def test_a_zero_shot_method_with_an_informed_list_is_informed(name: str) -> None:
    options = USERS[name]
    method = METHODS[options.method]
    assert method.kind_of(evidence_with("zero_shot").knowledge, options) == "zero_shot"
    assert method.kind_of(evidence_with("informed").knowledge, options) == "informed"


@pytest.mark.parametrize("name", [*BY_KIND["label_free"], *BY_KIND["transductive"]])
def test_a_method_without_labels_refuses_an_informed_list(name: str) -> None:
    options = USERS[name]
    with pytest.raises(ParamsError, match=r"groups is \w+, whose author knew the images"):
        METHODS[options.method].fit(evidence_with("informed"), options)


@pytest.mark.parametrize("wrapper", [zero_shot, label_free])
def test_a_fit_is_handed_no_list_that_its_options_do_not_name(wrapper: object) -> None:
    """Else it could use an informed list without a word of it in its options."""
    seen: list[set[str]] = []

    def look(known: object, options: StrategyOptions) -> Linear:
        knowledge = known if isinstance(known, Knowledge) else getattr(known, "knowledge", None)
        assert isinstance(knowledge, Knowledge)
        seen.append(set(knowledge.groups))
        return Linear(np.zeros((1000, 10)), of="logits", probabilities="none")

    evidence = evidence_with("zero_shot")
    assert callable(wrapper)
    for options in (StrategyOptions(method="x"), USERS["weighted"]):
        wrapper(look, type(options)).fit(evidence, options)
    assert seen == [set(), {"wordnet_broad"}]
