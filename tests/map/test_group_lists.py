"""The lists of stages/map/groups: what they hold, and what reading one refuses."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from stages import vocabulary
from stages.core import strict_yaml
from stages.core.errors import ParamsError
from stages.map.group_file import Row
from stages.map.groups import FOLDER, known_groups, read_groups
from tests.map.made import published
from tools.expand import main as expand_file
from tools.expand import write_rows

SIZES = {
    "cinic10": [1, 10, 59, 13, 1, 41, 3, 1, 6, 8],
    "imagenet_d": [3, 8, 38, 5, 0, 120, 3, 2, 2, 5],
    "keyword": [2, 14, 33, 7, 0, 65, 2, 4, 5, 7],
    "keyword_substring": [3, 47, 47, 16, 2, 75, 3, 4, 11, 8],
    "model_vs_human": [1, 3, 49, 6, 0, 109, 0, 0, 5, 8],
    "wordnet_broad": [2, 10, 59, 13, 3, 130, 3, 2, 15, 8],
    "wordnet_strict": [1, 10, 59, 5, 0, 118, 3, 1, 6, 8],
}


@pytest.mark.parametrize("name", SIZES)
def test_a_list_has_so_many_classes_for_each_target(name: str) -> None:
    groups = published(name)
    assert [len(group) for group in groups.members] == SIZES[name]
    assert groups.targets == tuple(target.name for target in vocabulary.targets("cifar10"))


@pytest.mark.parametrize("name", known_groups())
def test_every_row_has_a_reason_and_every_list_a_source_and_a_version(name: str) -> None:
    groups = published(name)
    assert all((groups.title, groups.source, groups.version))
    assert all(row.reason for rows in groups.rows.values() for row in rows)


def test_the_list_of_one_who_knew_the_images_is_informed() -> None:
    assert published("curated").kind == "informed"
    assert {published(name).kind for name in SIZES} == {"zero_shot"}


@pytest.mark.parametrize(
    ("name", "target", "members"),
    [
        ("wordnet_broad", 0, (404, 895)),  # airliner, warplane
        ("wordnet_broad", 3, tuple(range(281, 294))),  # tabby to cheetah
        ("wordnet_broad", 4, (351, 352, 353)),  # antelopes stand in for deer
        ("wordnet_strict", 8, (403, 510, 628, 724, 833, 913)),
        ("cinic10", 4, (347,)),  # a bison as deer
        ("imagenet_d", 7, (603, 990)),  # horse cart and horse chestnut as horse
        ("model_vs_human", 1, (436, 511, 817)),
        ("keyword", 7, (339, 344, 603, 990)),  # the word horse hits no horse
        ("curated", 3, (281, 282, 283, 284, 285)),  # domestic cats
    ],
)
def test_a_group_is_as_published(name: str, target: int, members: tuple[int, ...]) -> None:
    assert published(name).members[target] == members


@pytest.mark.parametrize("name", ["cinic10", "wordnet_broad", "wordnet_strict"])
def test_minivan_is_the_one_class_that_wordnet_puts_into_two_groups(name: str) -> None:
    groups = published(name)
    assert list(groups.overlaps) == [656]
    assert [656 in group for group in groups.members] == [False, True, *[False] * 7, True]


@pytest.mark.parametrize("name", ["imagenet_d", "keyword", "wordnet_strict"])
def test_deer_is_empty_and_declared_so_with_a_reason(name: str) -> None:
    assert set(published(name).empty) == {"deer"}


Edit = Callable[[Any], object]


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[str, Edit], Path]:
    """A copy of a list with something done to it."""

    def edit(name: str, change: Edit) -> Path:
        content = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
        change(content)
        path = tmp_path / "mine.yaml"
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        return path

    return edit


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c["groups"]["cat"][0].update(index=1281), r"index 1281 is out of range"),
        (lambda c: c["groups"]["cat"][0].update(index=282), r"belongs to 281 tabby"),
        (lambda c: c["groups"]["cat"].append(c["groups"]["cat"][0]), r"stands at .* already"),
        (lambda c: c["groups"]["dog"].append(c["groups"]["cat"][0]), r"is in cat and dog"),
        (lambda c: c["groups"].pop("cat"), r"no class stands for cat"),
        (lambda c: c["overlaps"].append({"index": 1, "reason": "?"}), r"1 is declared under"),
        (lambda c: c["empty"].append({"target": "cat", "reason": "?"}), r"declared empty but has"),
        (lambda c: c["groups"].update(cow=[]), r"'cow' is no target; allowed: airplane"),
        (lambda c: c["groups"]["cat"][0].update(reason=""), r"groups\.cat\.0\.reason"),
        (lambda c: c["groups"]["cat"][0].pop("wnid"), r"groups\.cat\.0\.wnid is missing"),
        (lambda c: c.update(kind="supervised"), r"kind is 'supervised'; allowed: 'zero_shot'"),
        (lambda c: c.update(targets="cifar11"), r"no list of targets 'cifar11'"),
    ],
)
def test_a_faulty_list_is_refused_and_says_what_is_wrong(
    edited: Callable[[str, Edit], Path], change: Edit, message: str
) -> None:
    with pytest.raises(ParamsError, match=message):
        read_groups(edited("curated", change))


def test_a_keyword_added_without_its_rows_is_refused_with_the_command(
    edited: Callable[[str, Edit], Path],
) -> None:
    path = edited("keyword", lambda c: c["rule"]["keywords"]["cat"].append("lynx"))
    with pytest.raises(ParamsError, match=rf"Run: python -m tools\.expand {path}"):
        read_groups(path)
    expand_file(str(path))
    assert 287 in read_groups(path).members[3]


@pytest.mark.parametrize("name", ["keyword", "keyword_substring", "wordnet_broad"])
def test_a_list_made_by_a_rule_is_what_the_rule_gives(name: str, tmp_path: Path) -> None:
    """To the byte: the rows are taken out and filled in again."""
    committed = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    path = tmp_path / f"{name}.yaml"
    path.write_text(committed[: committed.index("\ngroups:")] + "\ngroups: {}\n", encoding="utf-8")
    expand_file(str(path))
    assert path.read_text(encoding="utf-8") == committed


@pytest.mark.parametrize(
    "text",
    ["1e3", "1e-05", "010", "08", "0o10", "+1", ".5", "no", "~", "2001-01-01", "=", "<<", "a"],
)
def test_text_that_looks_like_something_else_comes_back_as_text(tmp_path: Path, text: str) -> None:
    row = Row(index=1, wnid="n01443537", name=text, reason="r")
    path = tmp_path / "rows.yaml"
    path.write_text(write_rows({text: [row]}), encoding="utf-8")
    assert strict_yaml.read(path).content == {
        "groups": {text: [row.model_dump(exclude_defaults=True)]}
    }
