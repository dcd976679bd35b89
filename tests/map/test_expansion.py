"""Names are traps: what keywords and synsets hit."""

import logging

import pytest

from stages.core.errors import ParamsError
from stages.map.expansion import expand_synsets, find_classes
from stages.map.groups import map_imagenet_to_cifar10
from tests.map.made import FOUR


@pytest.mark.parametrize(
    ("keyword", "as_word", "anywhere"),
    [
        ("car", 9, 36),  # of the 36, 33 are no cars: goldfish (Carassius), carton, scabbard, …
        ("cat", 7, 16),
        ("dog", 14, 16),
        ("bird", 1, 5),
        ("horse", 3, 3),
        ("truck", 5, 5),
        ("deer", 0, 1),  # Scottish deerhound
        ("jet", 0, 1),  # jetty
        ("airplane", 0, 0),
        ("automobile", 0, 0),
    ],
)
def test_a_keyword_hits_so_many_classes(keyword: str, as_word: int, anywhere: int) -> None:
    assert (len(find_classes(keyword, True)), len(find_classes(keyword, False))) == (
        as_word,
        anywhere,
    )


def test_every_class_that_has_horse_as_a_word_is_none() -> None:
    """Hippopotamus is a river horse, 603 a horse cart, 990 a horse chestnut."""
    assert find_classes("horse", whole_words=True) == [344, 603, 990]


def test_case_and_hyphens_do_not_hide_a_word() -> None:
    assert find_classes("labrador", True) == find_classes("Labrador", True) == [208]
    assert 996 in find_classes("hen", True)  # hen-of-the-woods, a fungus


def test_a_keyword_is_text_and_no_pattern() -> None:
    assert find_classes("c.t", whole_words=False) == []


def test_keywords_become_groups_with_the_keyword_as_the_reason() -> None:
    groups = map_imagenet_to_cifar10({"dog": ["Labrador", "Beagle"], "airplane": ["airliner"]})
    assert groups.members == ((404,), (), (), (), (), (162, 208), (), (), (), ())
    assert [row.reason for row in groups.rows["dog"]] == ["hit by 'Beagle'", "hit by 'Labrador'"]
    assert [row.keywords for row in groups.rows["dog"]] == [["Beagle"], ["Labrador"]]
    assert "cat" in groups.empty


def test_words_of_two_targets_may_hit_one_class_and_it_is_declared() -> None:
    groups = map_imagenet_to_cifar10({"cat": ["cat"], "ship": ["catamaran"]}, whole_words=False)
    assert list(groups.overlaps) == [484]


def test_a_keyword_that_hits_nothing_is_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        map_imagenet_to_cifar10({"airplane": ["airliner", "jet"]})
    assert [(r.levelname, r.getMessage()) for r in caplog.records] == [
        ("INFO", "airplane: 'airliner' hits airliner"),
        ("WARNING", "airplane: 'jet' hits no ImageNet class"),
    ]


def test_keywords_of_an_unknown_target_are_refused() -> None:
    with pytest.raises(ParamsError, match=r"'plane' is no target; allowed: airplane, automobile"):
        map_imagenet_to_cifar10({"plane": ["airliner"]})


def test_keywords_work_for_any_list_of_targets() -> None:
    groups = map_imagenet_to_cifar10({"frog": ["frog"]}, targets=FOUR)
    assert groups.members == ((), (), (), (31, 32))


def test_synsets_are_followed_through_every_parent() -> None:
    """Domestic cats are below feline and below domestic animal; lions are below the first only."""
    rows = expand_synsets({"feline": ["n02120997"], "domestic": ["n01317541"]})
    felines, domestic = ({row.index for row in group} for group in rows.values())
    assert felines == set(range(281, 294))
    assert felines & domestic == {281, 282, 283, 284, 285}


def test_the_first_synset_that_a_class_lies_below_is_its_reason() -> None:
    rows = expand_synsets({"animal": ["n02121808", "n02120997"]})["animal"]
    assert len(rows) == 13
    assert (rows[0].reason, rows[-1].reason) == (
        "below n02121808 domestic cat",
        "below n02120997 feline",
    )


def test_a_synset_above_no_class_is_refused() -> None:
    with pytest.raises(ParamsError, match="the synset n00000000 is not above any ImageNet class"):
        expand_synsets({"nothing": ["n00000000"]})
