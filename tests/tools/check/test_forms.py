"""The forms in which people publish class lists are read, or the entry at fault is named."""

import json
from pathlib import Path

import pytest

from stages.core.errors import ParamsError
from stages.map.faults import identify
from tools.check.__main__ import check
from tools.check.listing import read_list

AIRLINER_AND_ROBIN = {"airplane": [404], "bird": [15]}


def read(tmp_path: Path, name: str, text: str | bytes) -> dict[str, list[int | None]]:
    """The indices that were read for each target that is named; None for an unread class."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = read_list(path, "cifar10")
    assert not found.full
    classes: dict[str, list[int | None]] = {target: [] for target in found.listing.named}
    for entry in found.listing.entries:
        known = identify(entry)
        classes[entry.target].append(known.index if known else None)
    return classes


def by_position(*assigned: tuple[int, object], usual: object = -1) -> list[object]:
    """A target for each of the 1000 classes."""
    targets = [usual] * 1000
    for index, target in assigned:
        targets[index] = target
    return targets


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("one.json", '{"airplane": 404, "bird": 15}'),
        ("strings.json", '{"airplane": ["404"], "bird": "15"}'),
        ("floats.json", '{"airplane": [404.0], "bird": ["15.0"]}'),
        ("label_numbers.json", '{"0": [404], "2": [15]}'),
        ("label_numbers.yaml", "0: [404]\n2: [15]\n"),
        ("label_number_each.json", '{"0": 404, "2": 15}'),
        ("inverse.json", '{"404": 0, "15": 2}'),
        ("inverse_with_others.json", '{"404": 0, "15": 2, "0": -1, "1": null, "2": "none"}'),
        ("inverse.yaml", "404: airplane\n15: bird\n"),
        ("inverse_names.json", '{"404": "airplane", "15": "Bird"}'),
        ("inverse_lists.json", '{"404": ["airplane"], "15": ["bird"]}'),
        ("class_names.json", '{"airliner": "airplane", "robin": "bird"}'),
        ("class_names_to_numbers.json", '{"airliner": 0, "American_robin": 2}'),
        ("wnids.json", '{"n02690373": "airplane", "n01558993": "bird"}'),
        (
            "keras.json",
            '{"airplane": [["n02690373", "airliner"]], "bird": [["n01558993", "robin"]]}',
        ),
        ("triples.json", '{"airplane": [[404, "n02690373", "airliner"]], "bird": [[15, "robin"]]}'),
        ("inner_map.json", '{"airplane": {"404": "airliner"}, "bird": {"n01558993": "robin"}}'),
        ("one_record.json", '{"airplane": {"index": 404}, "bird": {"wnid": "n01558993"}}'),
        ("wrapped.json", '{"source": "x", "classes": {"airplane": [404], "bird": [15]}}'),
        ("groups_alone.yaml", "groups:\n  airplane: [404]\n  bird: [15]\n"),
        ("records.json", '[{"index": 404, "target": "airplane"}, {"name": "robin", "target": 2}]'),
        ("bom.json", b'\xef\xbb\xbf{"airplane": [404], "bird": [15]}'),
        ("utf16.json", '{"airplane": [404], "bird": [15]}'.encode("utf-16")),
        ("tabs.json", '{\n\t"airplane":\t[404],\n\t"bird":[15]\n}'),
        ("bom.yaml", b"\xef\xbb\xbfairplane: [404]\nbird: [15]\n"),
        ("cases.yaml", "Airplane: [AIRLINER]\nBIRD: [Robin]\n"),
        ("underscores.yaml", "airplane: [airliner]\nbird: [American_robin]\n"),
        ("all_names.yaml", "airplane: [airliner]\nbird: ['robin, American robin']\n"),
        ("python.yaml", "{'airplane': [404], 'bird': [15]}"),
        ("table.csv", "index,wnid,name,target\n404,n02690373,airliner,airplane\n15,,,bird\n"),
        ("quoted.csv", '"Index";"CIFAR-10 class"\n"404";"airplane"\n"15";"bird"\n'),
        ("tabs.tsv", "target\tname\nairplane\tairliner\n\nbird\tAmerican robin\n"),
        ("floats.csv", "imagenet_index,label\n404.0,0\n15.0,2\n16,-1\n17,\n"),
        ("crlf.csv", b"\xef\xbb\xbftarget,wnid\r\nairplane,n02690373\r\nbird,N01558993\r\n"),
        ("comma.csv", 'target,name\nairplane,airliner\nbird,"robin, American robin"\n'),
        ("position.json", json.dumps(by_position((404, 0), (15, 2)))),
        (
            "position_names.json",
            json.dumps(by_position((404, "airplane"), (15, "bird"), usual=None)),
        ),
    ],
)
def test_a_form_is_read(tmp_path: Path, name: str, text: str | bytes) -> None:
    classes = read(tmp_path, name, text)
    assert {target: classes[target] for target in sorted(classes)} == AIRLINER_AND_ROBIN


def test_a_list_of_classes_for_each_label_is_read(tmp_path: Path) -> None:
    text = "[[404, 895], [817], [15], [281], null, [207], [], [339], 510, [867]]"
    assert read(tmp_path, "lists.json", text) == {
        "airplane": [404, 895],
        "automobile": [817],
        "bird": [15],
        "cat": [281],
        "deer": [],
        "dog": [207],
        "frog": [],
        "horse": [339],
        "ship": [510],
        "truck": [867],
    }


def test_the_name_of_a_target_is_no_class_whatever_its_key(tmp_path: Path) -> None:
    """Class 0 is a tench and class 2 a shark, though there are labels 0 and 2."""
    text = '{"0": "airplane", "2": "bird"}'
    assert read(tmp_path, "small.json", text) == {"airplane": [0], "bird": [2]}


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("crane bird", 134),  # torchvision's own two
        ("crane_bird", 134),
        ("maillot tank suit", 639),
        ("Cardigan", 264),  # the Welsh corgi; the garment is a cardigan
        ("cardigan", 474),
        ("jack_o_lantern", 607),
        ("Egyptian_cat", 285),
        ("tench, Tinca tinca", 0),
        ("maillot, tank suit", 639),
    ],
)
def test_a_name_is_understood(tmp_path: Path, name: str, index: int) -> None:
    assert read(tmp_path, "names.json", json.dumps({"bird": [name]})) == {"bird": [index]}
    assert read(tmp_path, "names.json", json.dumps({"bird": [[index, name]]})) == {"bird": [index]}


@pytest.mark.parametrize("name", ["crane", "CARDIGAN", "maillot"])
def test_a_name_of_two_classes_is_not_guessed(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, "names.json", json.dumps({"bird": [name]})) == {"bird": [None]}
    assert any("; give the index." in fault for fault in check(tmp_path / "names.json", "cifar10"))


def test_a_key_that_stands_twice_is_named_and_both_are_read(tmp_path: Path) -> None:
    for name, text in (
        ("twice.json", '{"airplane": [404],\n"bird": [15],\n"airplane": [895]}'),
        ("twice.yaml", "airplane: [404]\nbird: [15]\nairplane: [895]\n"),
    ):
        assert read(tmp_path, name, text)["airplane"] == [404, 895]
        faults = check(tmp_path / name, "cifar10")
        assert any(
            ":3: the key 'airplane' stands here twice, first on line 1;" in fault
            for fault in faults
        )


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        ("[[404, 895]]", ":1: airplane: [404, 895] is not one class; write every class by itself."),
        ("[404.5]", ":1: airplane: 404.5 is no class; allowed: an index (404), a wnid"),
        ("['151-268']", ":1: airplane: 151-268 is no class; allowed: an index (404)"),
        ("[null]", ":1: airplane: null is no class; allowed: an index"),
        ("[[]]", ":1: airplane: [] is no class; allowed: an index"),
        ("[{index: n02690373}]", "airplane: {index: n02690373} is no class; allowed: an index"),
        ("[{index: [404]}]", "airplane: {index: [404]} is no class; allowed: an index"),
        ("[true]", "airplane: the name 'true' is no name of an ImageNet-1k class"),
        ("[-1]", "airplane: index -1 is out of range; allowed: 0 to 999."),
        ("[1000]", "airplane: index 1000 is out of range; allowed: 0 to 999."),
        ("[n02690374]", "wnid n02690374 is no class of ImageNet-1k; nearest: 404 airliner"),
        ("[[404, robin]]", "the name 'robin' belongs to 15 robin (n01558993), not to 404 airliner"),
        (
            "[[n02690373, robin]]",
            "the name 'robin' belongs to 15 robin (n01558993), not to 404 air",
        ),
    ],
)
def test_a_class_that_cannot_be_read_is_named_with_its_form(
    tmp_path: Path, item: str, fault: str
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"{{airplane: {item}, bird: [15]}}", encoding="utf-8")
    faults = check(path, "cifar10")
    assert any(fault in found for found in faults), faults
    assert not any("no class stands for airplane" in found for found in faults)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.yaml", "[404]", r":1: \[404\] is no class list; allowed: a map from target"),
        ("x.yaml", "airplane", ":1: airplane is no class list; allowed: a map from target"),
        ("x.yaml", "", "x.yaml is empty"),
        ("x.yaml", "? [a]\n: 1\n", ":1: a key is a list or a map"),
        ("x.yaml", "a: &x [1]\nb: *x\n", ":1: an alias is not read here; write out"),
        ("x.yaml", "a: [1\n", ":2: not valid YAML"),
        ("x.json", "{'a': 1}", ":1: not valid JSON: Expecting property name"),
        ("x.json", '{"a": 1,\n"b": 2,}', ":2: not valid JSON"),
        ("x.json", '{"5": 7, "1": 2}', r":1: \{5: 7, 1: 2\} may be target → class or class → tar"),
        ("x.csv", "", "x.csv is empty"),
        ("x.csv", "404,airplane\n15,bird\n", ":1: the columns are 404, airplane; wanted: target"),
        ("x.csv", "target,size\nbird,3\n", ":1: the columns are size, target; wanted: target, and"),
        ("x.csv", "index,target\n1,2,3\n", ":2: the row has 3 cells, the header 2; quote a cell"),
        ("x.csv", 'index,target\n"1,bird\n', ":2: not a valid table: unexpected end of data"),
        ("x.json", b'{"a": "\xff"}', "x.json cannot be read: .*invalid start byte"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_line(
    tmp_path: Path, name: str, text: str | bytes, message: str
) -> None:
    with pytest.raises(ParamsError, match=message) as caught:
        read(tmp_path, name, text)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_missing_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match="cannot be read"):
        read_list(tmp_path / "nothing.json", "cifar10")


def test_unknown_targets_of_any_form_are_named_once(tmp_path: Path) -> None:
    for name, text in (
        ("a.json", '{"plane": [404, 895], "bird": [15]}'),
        ("b.json", '{"404": "plane", "895": "plane", "15": "bird"}'),
        ("c.csv", "index,target\n404,plane\n895,plane\n15,bird\n"),
    ):
        read(tmp_path, name, text)
        faults = check(tmp_path / name, "cifar10")
        assert sum("'plane' is no target; allowed: airplane" in fault for fault in faults) == 1


def test_of_a_file_that_is_no_list_no_more_is_read_than_a_list_may_have(tmp_path: Path) -> None:
    path = tmp_path / "logits.json"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of nothing, which takes no room
    with pytest.raises(ParamsError, match=r"logits\.json has more than 4 MB"):
        check(path, "cifar10")
