"""What can be said of workers without Ray: their shares of machines, what they refuse to do."""

import fcntl
import sys
from pathlib import Path
from typing import Any

import pytest

from stages.core import files, paths
from stages.core.arrays import join_facts
from stages.core.errors import DataError, ParamsError, StageError
from stages.infer import chunks, stage
from stages.infer.chunks import Chunk
from stages.infer.on_ray import cluster
from stages.infer.on_ray.crew import Share, share_out
from stages.infer.on_ray.worker import Worker
from stages.infer.params import InferParams
from stages.infer.task import Task
from stages.infer.weights import check_weights, read_resizing
from stages.preprocess.pictures import open_pictures
from tests.infer.conftest import PARAMS


def asked(**changes: Any) -> InferParams:
    usual = {"device": "auto", "backend": "auto", "precision": "float32", "chunk": 3}
    return InferParams.model_validate({**usual, "engine": "ray", "workers": "auto", **changes})


def node(name: str, alive: bool = True, **resources: float) -> dict[str, Any]:
    """A machine as Ray lists it."""
    return {
        "NodeID": name, "NodeManagerHostname": f"{name}.lab", "Alive": alive, "Resources": resources
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [("a", 8, 0.0), ("b", 8, 1.0), ("b", 8, 1.0)]),
        ({"device": "cpu"}, [("a", 8, 0.0), ("b", 16, 0.0)]),
        ({"backend": "openvino"}, [("a", 8, 0.0), ("b", 16, 0.0)]),
        ({"workers": 1}, [("a", 8, 0.0), ("b", 16, 1.0)]),
        ({"workers": 4}, [("a", 2, 0.0)] * 4 + [("b", 4, 0.5)] * 4),
        ({"workers": 10}, [("a", 1, 0.0)] * 8 + [("b", 1, 0.2)] * 10),
    ],
)
def test_machines_are_shared_out(
    changes: dict[str, Any], expected: list[tuple[str, int, float]]
) -> None:
    """a has processors alone, b two GPUs, too; the others have nothing to give."""
    nodes = [
        node("a", CPU=8.0),
        node("b", CPU=16.0, GPU=2.0),
        node("head", memory=1e9),
        node("gone", alive=False, CPU=8.0),
    ]
    wanted = [Share(name, f"{name}.lab", cpus, gpus) for name, cpus, gpus in expected]
    assert share_out(nodes, asked(**changes)) == wanted


def hardware(kind: str, model: str, **versions: str) -> dict[str, Any]:
    return {
        "backend": "torch", "device": {"kind": kind, "model": model}, "versions": versions
    }  # fmt: skip


def test_equal_machines_are_recorded_as_one() -> None:
    one = hardware("cuda", "H100", torch="2.14.1")
    assert join_facts([one, one]) == one


def test_different_machines_are_all_named_whatever_their_order() -> None:
    first = hardware("cuda", "H100", torch="2.14.1")
    second = hardware("cpu", "Xeon", torch="2.14.1", openvino="2026.4")
    expected = {
        "backend": "torch",
        "device": {"kind": "cpu + cuda", "model": "H100 + Xeon"},
        "versions": {"torch": "2.14.1", "openvino": "2026.4"},
    }
    assert join_facts([first, second]) == expected
    assert join_facts([second, first, first]) == expected


def worker() -> Worker:
    weights = check_weights("tiny", files.read_map(paths.weights("tiny") / paths.PROVENANCE))
    pictures = open_pictures(read_resizing("tiny").resolve, "tiny")
    return Worker(Task(weights, pictures, asked(device="cpu", backend="torch")), 1)


def test_machine_that_does_not_see_the_checkout_is_named(checkout: Path) -> None:
    elsewhere = checkout / "elsewhere"
    for folder in (checkout, elsewhere):
        error = worker().begin(folder, Path("work/ray-1"))
        assert isinstance(error, DataError)
        assert f" does not see {folder}/work/ray-1, which this run has just written." in str(error)
        assert f"Every machine of the cluster must have {folder} under this path" in str(error)


def test_worker_says_on_which_machine_a_disk_is_full(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(*_: object) -> None:
        raise OSError(28, "No space left on device", "work/infer/x/train-000000.chunk")

    monkeypatch.setattr(chunks, "save", save)
    monkeypatch.setattr("platform.node", lambda: "b.lab")
    error = worker().compute(Chunk("train", 0, 3), Path("work/infer/x"))
    assert isinstance(error, StageError)
    assert str(error).startswith(
        "on the machine b.lab: work/infer/x/train-000000.chunk: the disk is full."
    )


def test_engine_that_is_not_installed_is_named(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths.PARAMS.write_text(PARAMS.replace("local", "ray"))
    monkeypatch.setitem(sys.modules, "ray", None)
    message = r"^params\.yaml: infer\.engine is 'ray', which is not installed here\. Run: make ray"
    with pytest.raises(ParamsError, match=message):
        stage.main("tiny")
    assert not paths.logits("tiny").exists()


def test_folders_that_killed_runs_left_are_deleted_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "TEMPORARY", tmp_path)
    for name in ("imagenet2cifar-ray-left", "imagenet2cifar-ray-used", "another"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "lock").touch()
    with (tmp_path / "imagenet2cifar-ray-used/lock").open() as used:
        fcntl.flock(used, fcntl.LOCK_EX)
        with cluster.temporary_folder() as folder:
            names = {path.name for path in tmp_path.iterdir()}
            assert names == {"another", "imagenet2cifar-ray-used", Path(folder).name}
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"another", "imagenet2cifar-ray-used"}
