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
            "dog: wnid n00000001 is no class of ImageNet-1k.",
        ),
        (
            [{"index": 207, "name": "Labrador retriever"}],
            "dog: the name 'Labrador retriever' belongs to 208 Labrador retriever (n02099712), "
            "not to 207 golden retriever (n02099601).",
        ),
        (["dachshund"], "dog: the name 'dachshund' is no name of an ImageNet-1k class."),
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
        "the name 'crane' belongs to 134 crane (n02012849) and to 517 crane (n03126707)." in fault
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


@pytest.mark.parametrize("text", ["[404]", "airplane: 404", "airplane: [[404]]", "cat: [{x: 1}]"])
def test_something_else_is_refused_with_the_forms(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParamsError, match="allowed: a map from target to a list of ImageNet ind"):
        check(path, "cifar10")


def test_faults_are_written_a_line_each_and_end_with_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(json.dumps(SOUND | {"cat": [383, 1281]}), encoding="utf-8")
    with pytest.raises(ParamsError, match="has 2 faults"):
        main(str(path), "cifar10")
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_the_command_ends_with_1_for_a_fault_and_0_for_none(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    for indices, code in ([404], 0), ([1404], 1):
        path.write_text(json.dumps(SOUND | {"airplane": indices}), encoding="utf-8")
        command = [sys.executable, "-m", "tools.check", str(path)]
        assert subprocess.run(command, capture_output=True, check=False).returncode == code
