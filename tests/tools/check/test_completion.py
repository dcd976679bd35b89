"""A plain list becomes a full one, in which only the reasons are left to write."""

from pathlib import Path

import pytest

from stages.core.errors import ParamsError
from stages.map.groups import read_groups
from tools.check.__main__ import check, main

PLAIN = """\
{"airplane": [404], "automobile": ["minivan"], "bird": [["n01558993", "robin"]], "cat": [281],
 "dog": ["golden_retriever"], "frog": [30], "horse": [339], "ship": [510], "truck": [867, 656]}
"""
COMPLETE = """\
# Every '' is left to write: title, source, kind (zero_shot, or informed if you know the images that
# are to be recognised), and a reason for each row, overlap and empty group.
title: ''
source: ''
version: '1'
kind: ''
targets: cifar10
rule:
  by: hand
overlaps:
- index: 656
  reason: ''
empty:
- target: deer
  reason: ''
groups:
  airplane:
  - index: 404
    wnid: n02690373
    name: airliner
    reason: ''
  automobile:
  - index: 656
    wnid: n03770679
    name: minivan
    reason: ''
"""


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "plain.json"
    path.write_text(PLAIN, encoding="utf-8")
    return path


def test_what_can_be_known_is_filled_in(plain: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = plain.with_name("full.yaml")
    main(str(plain), "cifar10", str(path))
    assert path.read_text(encoding="utf-8").startswith(COMPLETE)
    assert f"{path}: 10 rows. Write what is left empty" in capsys.readouterr().out


def test_what_is_left_to_write_is_named_line_by_line(plain: Path) -> None:
    path = plain.with_name("full.yaml")
    main(str(plain), "cifar10", str(path))
    faults = [fault.removeprefix(f"{path}:").split(";")[0] for fault in check(path, "cifar10")]
    assert faults[:6] == [
        "3: title is ''",
        "4: source is ''",
        "6: kind is ''",
        "12: overlaps.0.reason is ''",
        "15: empty.0.reason is ''",
        "21: groups.airplane.0.reason is ''",
    ]
    assert len(faults) == 15


def test_once_it_is_written_the_list_is_read(plain: Path) -> None:
    path = plain.with_name("full.yaml")
    main(str(plain), "cifar10", str(path))
    text = path.read_text(encoding="utf-8").replace("kind: ''", "kind: informed")
    path.write_text(text.replace(": ''", ": as I see it"), encoding="utf-8")
    assert check(path, "cifar10") == []
    groups = read_groups(path)
    assert groups.members == (
        (404,),
        (656,),
        (15,),
        (281,),
        (),
        (207,),
        (30,),
        (339,),
        (510,),
        (656, 867),
    )
    assert (groups.kind, list(groups.overlaps), list(groups.empty)) == ("informed", [656], ["deer"])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"airplane": [404, 1404]}', "index 1404 is out of range"),
        ('{"airplane": [[404, 895]]}', r"\[404, 895\] is not one class"),
        ('{"airplane": ["crane"]}', "the name 'crane' belongs to 134"),
        ('{"airplane": [404, 404]}', "404 airliner .* already"),
        ('{"plane": [404]}', "'plane' is no target"),
        ('{"airplane": [404], "airplane": [895]}', "stands here twice"),
    ],
)
def test_a_list_that_is_not_understood_is_not_written(
    tmp_path: Path, text: str, fault: str
) -> None:
    plain, full = tmp_path / "plain.json", tmp_path / "full.yaml"
    plain.write_text(text, encoding="utf-8")
    with pytest.raises(ParamsError, match=fault):
        main(str(plain), "cifar10", str(full))
    assert not full.exists()


def test_no_file_is_written_over_and_no_full_list_is_written(plain: Path) -> None:
    path = plain.with_name("full.yaml")
    main(str(plain), "cifar10", str(path))
    with pytest.raises(ParamsError, match=r"full\.yaml is there already"):
        main(str(plain), "cifar10", str(path))
    with pytest.raises(ParamsError, match=r"full\.yaml is a full list already"):
        main(str(path), "cifar10", str(plain.with_name("other.yaml")))
