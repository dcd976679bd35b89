"""Lists as `map` wrote them, and families of strategies that differ in one choice."""

from dataclasses import replace
from pathlib import Path

import pytest

from stages.core import files, paths
from stages.core.errors import DataError
from stages.evaluate.lists import find_families, most_used, published_lists, read_lists
from tests.evaluate.examples import BACKBONE, MEMBERS, list_used, write_list

GROWN = ((0, 1, 2), (4, 3), (7, 8))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_list_comes_back_as_it_was_written_and_strategies_without_one_are_left_out() -> None:
    write_list(list_used("mean"))
    assert read_lists(BACKBONE, ["lda", "mean"]) == (list_used("mean"),)


def test_a_damaged_list_is_named() -> None:
    files.write_json(paths.mappings(BACKBONE) / "mean.json", {"targets": ["bird"], "groups": {}})
    with pytest.raises(DataError, match=r"tiny/mean\.json is no list of `map` \('bird'\)\. Run: "):
        read_lists(BACKBONE, ["mean"])


def test_a_published_list_is_not_the_one_that_reassigning_made() -> None:
    lists = [list_used("b"), list_used("a", "broad", "reassign", GROWN), list_used("c", "strict")]
    assert published_lists(lists) == {"broad": MEMBERS, "strict": MEMBERS}


def test_a_family_differs_in_one_choice_only() -> None:
    a, b = list_used("a"), list_used("b", unmapped="reject")
    c, d = list_used("c", "strict"), list_used("d", "strict", "random")
    e = list_used("e", "narrow")
    assert find_families([a, b, c, d, e], "unmapped") == ((a, b), (c, d))
    assert find_families([a, b, c, d, e], "groups") == ((a, c, e),)


def test_two_strategies_that_agree_in_every_choice_are_one_member() -> None:
    a, b, again = list_used("a"), list_used("b", "strict"), list_used("again", "strict")
    assert find_families([a, b, again], "groups") == ((a, b),)
    assert find_families([b, again], "groups") == ()


def test_a_seed_makes_no_other_family() -> None:
    a, b = list_used("a"), list_used("b", unmapped="random")
    seeded = replace(b, options={**b.options, "seed": 3})
    assert find_families([a, seeded], "unmapped") == ((a, seeded),)


def test_a_method_that_only_starts_from_a_list_is_none_of_those_that_show_what_a_list_does() -> (
    None
):
    options = {"method": "standardise", "groups": "broad", "reduce": "logsumexp"}
    write_list(replace(list_used("learnt"), options=options))
    assert read_lists(BACKBONE, ["learnt"]) == ()


def test_the_largest_family_comes_first() -> None:
    a, b = list_used("a"), list_used("b", "strict")
    c, d, e = (list_used(name, name, "reject") for name in "cde")
    assert find_families([a, b, c, d, e], "groups") == ((c, d, e), (a, b))


def test_the_most_used_list_is_the_first_of_equal_ones() -> None:
    lists = [list_used("a", "x"), list_used("b", "y"), list_used("c", "y"), list_used("d", "x")]
    assert most_used(lists) == "x"
    assert most_used(lists[:3]) == "y"
    assert most_used([]) is None
