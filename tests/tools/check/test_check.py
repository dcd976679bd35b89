"""The checker names every fault that was planted, and those of lists that people published."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from stages.core.errors import ParamsError
from stages.map.groups import FOLDER
from tests.map.made import FOUR
from tools.check.__main__ import check, main

# one class for each target, so that a test's own fault is the only one
SOUND = {
    "airplane": [404],
    "automobile": [817],
    "bird": [10],
    "cat": [281],
    "deer": [352],
    "dog": [207],
    "frog": [31],
    "horse": [339],
    "ship": [510],
    "truck": [867],
}


def faults_of(tmp_path: Path, **changed: object) -> list[str]:
    path = tmp_path / "mine.yaml"
    path.write_text(json.dumps(SOUND | changed), encoding="utf-8")
    return check(path, "cifar10")


def test_a_sound_list_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == []


@pytest.mark.parametrize(
    ("dogs", "fault"),
    [
        ([1207], "dog: index 1207 is out of range; allowed: 0 to 999."),
        ([-1], "dog: index -1 is out of range; allowed: 0 to 999."),
        (
            [{"index": 207, "wnid": "n02099712"}],
            "dog: wnid n02099712 belongs to 208 Labrador retriever (n02099712), not to 207.",
        ),
        (
            [{"index": 207, "wnid": "n00000001"}],
            "dog: wnid n00000001 is no class of ImageNet-1k; "
            "that of 207 golden retriever is n02099601.",
        ),
        (
            [{"index": 207, "name": "Labrador retriever"}],
            "dog: the name 'Labrador retriever' belongs to 208 Labrador retriever (n02099712), "
            "not to 207 golden retriever (n02099601).",
        ),
        (
            [{"index": 207, "name": "retriever"}],
            "dog: the name 'retriever' is no name of an ImageNet-1k class; "
            "that is 207 golden retriever (n02099601).",
        ),
        (
            ["golden retreiver"],
            "dog: the name 'golden retreiver' is no name of an ImageNet-1k class; "
            "nearest: golden retriever (207 n02099601), ",
        ),
        (
            ["fluffy_beagle"],
            "dog: the name 'fluffy_beagle' is no name of an ImageNet-1k class; "
            "nearest: beagle (162 n02088364)",
        ),
        (["qqqq"], "the name 'qqqq' is no name of an ImageNet-1k class; no name is spelled like"),
        (["n02099602"], "wnid n02099602 is no class of ImageNet-1k; nearest: 207 golden retriever"),
        (["n02084071"], "wnid n02084071 is no class of ImageNet-1k: dog in WordNet, above 118 cl"),
        (
            [["n02099602", "golden_retriever"]],
            "wnid n02099602 is no class of ImageNet-1k; that of 207 golden retriever is n02099601.",
        ),
        ([207, 208, 207], "dog: 207 golden retriever (n02099601) stands at"),
        ([207, 281], "281 tabby (n02123045) is in cat and dog; take it out of one, or declare it"),
        ([], "no class stands for dog; add one, or declare it under empty, with the reason."),
        (None, "no class stands for dog"),
    ],
)
def test_a_planted_fault_is_named(tmp_path: Path, dogs: object, fault: str) -> None:
    assert any(fault in found for found in faults_of(tmp_path, dog=dogs))


def test_a_class_may_be_given_by_wnid_or_by_a_name_that_only_it_has(tmp_path: Path) -> None:
    assert faults_of(tmp_path, dog=["n02090622", "Labrador retriever"]) == []


def test_an_ambiguous_name_is_named_with_its_owners(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, bird=[10, "crane"])
    assert (
        "the name 'crane' belongs to 134 crane (n02012849) and to 517 crane (n03126707); give the "
        "index." in fault
    )


def test_an_unknown_target_is_named_with_the_known_ones(tmp_path: Path) -> None:
    assert any(
        "'plane' is no target; allowed: airplane, " in f for f in faults_of(tmp_path, plane=[])
    )


@pytest.mark.parametrize(
    ("target", "index", "kind"),
    [
        ("airplane", 726, "726 plane (n03954731) with it: the class is a kind of edge tool"),
        ("cat", 383, "383 Madagascar cat (n02497673) with it: the class is a kind of lemur"),
        ("airplane", 896, "896 washbasin (n04553703) with it: the class is a kind of basin"),
    ],
)
def test_the_slips_of_published_lists_are_named(
    tmp_path: Path, target: str, index: int, kind: str
) -> None:
    """The carpenter's plane, the lemur called a cat, and the basin: each in a public repository."""
    (fault,) = faults_of(tmp_path, **{target: [*SOUND[target], index]})
    assert f"{target}: no WordNet path connects {kind}" in fault


def test_a_class_outside_the_narrow_synset_but_inside_the_broad_one_is_no_fault(
    tmp_path: Path,
) -> None:
    """A warplane is no airplane in WordNet, a lion no domestic cat, a speedboat no ship."""
    assert faults_of(tmp_path, airplane=[404, 895], cat=[281, 291], ship=[510, 814]) == []


def test_faults_say_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    lines = [f"{target}:\n- {indices[0]}\n" for target, indices in SOUND.items()]
    path.write_text("".join(lines) + "- 1867\n", encoding="utf-8")
    assert check(path, "cifar10") == [
        f"{path}:21: truck: index 1867 is out of range; allowed: 0 to 999."
    ]


def test_json_may_be_indented_with_tabs(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(SOUND, indent="\t"), encoding="utf-8")
    assert check(path, "cifar10") == []


@pytest.mark.parametrize("name", ["cinic10", "curated", "model_vs_human", "wordnet_broad"])
def test_our_lists_without_traps_have_no_fault(name: str) -> None:
    assert check(FOLDER / f"{name}.yaml", "cifar10") == []


def test_imagenet_d_has_nine_classes_that_wordnet_does_not_connect() -> None:
    faults = check(FOLDER / "imagenet_d.yaml", "cifar10")
    indices = [int(fault.split("connects ")[1].split()[0]) for fault in faults]
    assert indices == [405, 475, 565, 705, 734, 829, 537, 603, 990]


def test_a_list_for_other_targets_is_checked_by_them(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("{vehicle: [817], bird: [10], mammal: [207, 10], frog: [31]}", encoding="utf-8")
    faults = check(path, FOUR)
    assert [fault.split(": ", 1)[1][:24] for fault in faults] == [
        "10 brambling (n01530575)",
        "mammal: no WordNet path ",
    ]


def test_every_fault_is_named_by_line_and_not_only_the_first_malformed_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    lines = [f"{target}: {indices}\n" for target, indices in SOUND.items() if target != "dog"]
    path.write_text("".join(lines) + "dog: [[1, 2], 2207, {x: 1}]\nplane: 405\n", encoding="utf-8")
    told = [fault.removeprefix(str(path)).split(";")[0] for fault in check(path, "cifar10")]
    assert told == [
        ":10: dog: [1, 2] is not one class",
        ":10: dog: {x: 1} is no class",
        ":10: dog: index 2207 is out of range",
        ":11: 'plane' is no target",
    ]


def test_every_fault_of_a_full_list_is_named(tmp_path: Path) -> None:
    """What the model refuses, each time, beside what it cannot know."""
    text = (FOLDER / "cinic10.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    changes = {
        "kind: zero_shot": "kind: supervised",
        "index: 404": "index: '404'",
        "name: warplane": "name: Warplane",
        "index: 281": "index: 1281",
        "reason: listed for frog by CINIC-10": "reason: ''",
    }
    for old, new in changes.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    told = [fault.removeprefix(str(path)).split(": ", 1)[1] for fault in check(path, "cifar10")]
    assert [fault.split(";")[0] for fault in told] == [
        "kind is 'supervised'",
        "groups.airplane.0.index is '404'",
        "cat: index 1281 is out of range",
        "groups.frog.0.reason is ''",
        "groups.frog.1.reason is ''",
        "groups.frog.2.reason is ''",
    ]


def test_faults_are_written_a_line_each_and_end_with_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(json.dumps(SOUND | {"cat": [383, 1281]}), encoding="utf-8")
    with pytest.raises(ParamsError, match="has 2 faults"):
        main(str(path), "cifar10", None)
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith(f"{path}:1: cat: ") for line in lines) == 2


def test_each_row_is_shown_with_its_class(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A bird that was meant to be a robin is seen to be a bulbul."""
    path = tmp_path / "mine.yaml"
    path.write_text(json.dumps(SOUND | {"bird": [16, 10], "dog": ["qqqq"]}), encoding="utf-8")
    with pytest.raises(ParamsError, match="has 1 fault"):
        main(str(path), "cifar10", None)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:6] == [
        "airplane    404 airliner",
        "automobile  817 sports car",
        "bird        16 bulbul; 10 brambling",
        "cat         281 tabby",
        "deer        352 impala",
        "dog         ?",
    ]


def test_the_command_ends_with_1_for_a_fault_and_0_for_none(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    for indices, code in ([404], 0), ([1404], 1):
        path.write_text(json.dumps(SOUND | {"airplane": indices}), encoding="utf-8")
        command = [sys.executable, "-m", "tools.check", str(path)]
        assert subprocess.run(command, capture_output=True, check=False).returncode == code
