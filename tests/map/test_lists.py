"""Lists follow the problem: made by their rule, or for another problem and left out."""

import pytest

from stages.core.errors import ParamsError
from stages.map.groups import Groups, known_groups, read_groups
from stages.map.inputs import read_lists
from stages.map.lists import find_list

HAND = ("cinic10", "curated", "geirhos16", "imagenet_d", "model_vs_human")
FOUR = "tests/vocabulary/four.yaml"


def made(name: str, targets: str) -> Groups:
    found = find_list(name, targets)
    assert found is not None
    return found


@pytest.mark.parametrize("name", known_groups())
def test_for_its_own_problem_a_list_is_its_file(name: str) -> None:
    groups = read_groups(name)
    assert find_list(name, groups.vocabulary) == groups


@pytest.mark.parametrize("name", HAND)
def test_for_another_problem_a_list_by_hand_is_not_there(name: str) -> None:
    assert find_list(name, "cifar4") is None


@pytest.mark.parametrize("name", sorted({*known_groups()} - {*HAND}))
def test_for_another_problem_a_list_by_rule_is_made(name: str) -> None:
    found = made(name, "cifar4")
    assert (found.name, found.vocabulary) == (name, "cifar4")
    assert found.targets == ("vehicle", "bird", "mammal", "frog")


def test_by_wordnet_it_has_all_that_lies_below_the_synset_of_a_target() -> None:
    found = made("wordnet_strict", "cifar4")
    assert [len(members) for members in found.members] == [67, 59, 218, 3]
    assert found.members[3] == (30, 31, 32)
    assert found.rows["frog"][0].reason == "below n01639765 frog"


def test_by_keywords_it_has_what_those_of_the_vocabulary_hit() -> None:
    found = made("keyword", "cifar4")
    assert [len(members) for members in found.members] == [21, 1, 24, 2]
    tabby = next(row for row in found.rows["mammal"] if row.name == "tiger cat")
    assert (tabby.index, tabby.reason) == (282, "hit by 'cat'")


def test_without_keywords_it_looks_for_the_name_and_wordnet_s_names() -> None:
    found = made("keyword", FOUR)
    assert [row.name for row in found.rows["frog"]] == ["tree frog", "tailed frog"]
    assert found.empty == {"mammal": "the rule gives it no class"}


def test_classes_of_several_targets_are_declared() -> None:
    """As part of a name, cat is in Rana catesbeiana, the bullfrog."""
    found = made("keyword_substring", "cifar4")
    assert found.overlaps[30] == "the rule gives it to several targets"


def test_a_list_by_hand_for_another_problem_is_refused_by_name() -> None:
    with pytest.raises(
        ParamsError,
        match=r"cinic10\.yaml is a list by hand for another problem, not for cifar4; allowed: ",
    ):
        read_lists("cifar4", ["cinic10"])
