"""Two workers on this machine: equal bytes, whatever dies; the errors are those of one process."""

import os
import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.models import get_model

from stages.core import files, paths
from stages.core.errors import DataError, StageError
from stages.infer import stage, work
from stages.infer.on_ray import cluster
from tests import sealing
from tests.conftest import ROOT
from tests.infer import networks
from tests.infer.conftest import PARAMS, write_tensors
from tests.infer.fateful import DEATHS, Deadly

pytestmark = [
    pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed: make ray"),
    pytest.mark.slow,
]

NETWORK = "squeezenet1_1"  # one that workers know, too


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    """Of all processes here: one token, which Ray reads when it is imported."""
    token = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    return {**os.environ, **token, "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def address(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a cluster that has started elsewhere."""
    command = [sys.executable, "-m", "tests.infer.ray_host"]
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with subprocess.Popen(
        command,
        cwd=elsewhere, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as host:  # fmt: skip
        assert host.stdout
        yield host.stdout.readline().strip()
        host.communicate(timeout=60)


@pytest.fixture
def joined(
    address: str, environment: dict[str, str], checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`main` joins it. Train image 3, the first of the second chunk, is black."""
    for name in ("RAY_AUTH_MODE", "RAY_AUTH_TOKEN"):
        monkeypatch.setenv(name, environment[name])
    monkeypatch.setenv("RAY_ADDRESS", address)
    prepare_checkout()


def prepare_checkout() -> None:
    """Pictures of 32 pixels and a network of torchvision's."""
    write_tensors(size=32)
    pictures = np.load(paths.tensors("train"))
    pictures[3] = 0
    np.save(paths.tensors("train"), pictures)
    about = files.read_json(paths.TENSORS / paths.PROVENANCE)
    about["tensors_sha256"]["train"] = files.sha256(paths.tensors("train"))
    files.write_json(paths.TENSORS / paths.PROVENANCE, about)
    torch.manual_seed(0)
    networks.write_weights("tiny", get_model(NETWORK).state_dict(), architecture=NETWORK)
    choose("ray")


def choose(engine: str, backend: str = "torch") -> None:
    """In params.yaml, with two workers."""
    text = PARAMS.replace("local", engine).replace("auto", "2").replace("torch", backend)
    paths.PARAMS.write_text(text)


def compute_locally(backend: str = "torch") -> dict[str, str]:
    """Hashes of the logits that this process computes; then nothing is left of them."""
    choose("local", backend)
    stage.main("tiny")
    expected = hashes()
    for path in (*paths.logits("tiny").iterdir(), *work.FOLDER.glob("*/*.chunk")):
        path.unlink()
    choose("ray", backend)
    return expected


def hashes() -> dict[str, str]:
    return {path.name: files.sha256(path) for path in sorted(paths.logits("tiny").iterdir())}


def chunks() -> dict[str, int]:
    """When each finished chunk was written."""
    return {path.name: path.stat().st_mtime_ns for path in work.FOLDER.glob("*/*.chunk")}


@pytest.mark.parametrize("backend", ["torch", "openvino"])
def test_workers_write_the_bytes_that_one_process_writes(joined: None, backend: str) -> None:
    expected = compute_locally(backend)
    stage.main("tiny")
    assert hashes() == expected
    assert len(chunks()) == 6
    assert {path.name for path in paths.WORK.iterdir()} <= {"infer", "compiled"}  # no token


def test_chunks_of_a_worker_that_dies_are_computed_by_another(
    joined: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    expected = compute_locally()
    monkeypatch.setattr(stage, "Task", partial(Deadly, times=2))
    stage.main("tiny")
    assert hashes() == expected
    assert len(set(DEATHS.read_text().splitlines())) == 2  # two processes
    assert caplog.text.count("the worker with train images 3 to 5 died on ") == 2


def test_chunk_that_always_ends_its_worker_is_named_after_three_deaths(
    joined: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "Task", partial(Deadly, times=100))
    with pytest.raises(DataError, match=r"^train images 3 to 5 ended their worker 3 times, the l"):
        stage.main("tiny")
    assert len(DEATHS.read_text().splitlines()) == 3
    assert not paths.logits("tiny").exists()


def test_error_of_a_worker_is_the_line_that_one_process_says(joined: None) -> None:
    state = networks.random_network().state_dict()
    networks.write_weights("tiny", state, architecture="resnet18")
    told = []
    for engine in ("local", "ray"):
        choose(engine)
        with pytest.raises(
            DataError, match=r"checkpoint\.pth does not fit resnet18: conv1"
        ) as error:
            stage.main("tiny")
        told.append(str(error.value))
    assert told[0] == told[1]


def test_killed_driver_leaves_no_process_and_its_chunks_are_taken_over(
    checkout: Path, environment: dict[str, str]
) -> None:
    """It starts Ray itself, here."""
    prepare_checkout()
    expected = compute_locally()
    sealing.seal_all()
    mark = {"MARK_OF_THE_TEST": secrets.token_hex(8)}
    command = [sys.executable, "-m", "tests.infer.fateful", "tiny"]
    with subprocess.Popen(command, env={**environment, **mark}) as driver:
        while len(chunks()) < 4:
            assert driver.poll() is None
            time.sleep(0.1)
        driver.send_signal(signal.SIGKILL)
    while marked_processes(mark):
        time.sleep(0.1)
    written = chunks()
    command = [sys.executable, "-m", "stages.infer", "tiny"]
    second = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    told = re.search(r"infer tiny: (\d+) of 131 images were finished before\.", second.stderr)
    assert told
    assert 8 <= int(told[1]) < 131  # the chunk with the black picture is not
    assert written.items() <= chunks().items()
    # this process makes fewer synthetic pictures than others: conftest.py
    shown = ("train.safetensors", "test.safetensors")
    assert {name: hashes()[name] for name in shown} == {name: expected[name] for name in shown}


def marked_processes(mark: dict[str, str]) -> list[Path]:
    """Processes with this in their environment."""
    (wanted,) = (f"{name}={value}".encode() for name, value in mark.items())
    return [path.parent for path in Path("/proc").glob("[0-9]*/environ") if wanted in read(path)]


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has just ended
        return b""


def test_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    message = r"^the cluster of RAY_ADDRESS=127\.0\.0\.1:1 cannot be joined: .*Connection refused"
    ray = cluster.import_ray()
    with pytest.raises(StageError, match=message), cluster.connect(ray):
        pass
