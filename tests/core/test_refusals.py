"""What the machine refuses: one line with the file and what to do."""

import errno
import os
import resource
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from stages.core import files, front_door, refusals


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said_of(action: Callable[[], object]) -> str:
    """The line with which a command ends."""
    with pytest.raises(SystemExit) as caught:
        front_door.enter(lambda: (action(), None)[1])
    return str(caught.value.code)


def refuse(code: int, path: str | None = None) -> Callable[[], object]:
    def action() -> None:
        raise OSError(code, os.strerror(code), path)

    return action


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (errno.ENOSPC, "the disk is full. Make room on it (df -h), then run"),
        (errno.EDQUOT, "your quota of this disk is used up. Make room on it (quota -s), then run"),
        (errno.EROFS, "the disk is read-only. Work in a copy of this folder that can be written."),
        (errno.EACCES, "permission is missing (ls -ld shows whose it is). Change it, then run"),
        (errno.EPERM, "the system does not permit it (ls -ld shows whose it is). Change it, then"),
        (errno.EFBIG, "the file is larger than this system allows. Type: ulimit -f unlimited;"),
        (errno.EMFILE, "too many files are open. Type: ulimit -n 4096; then run the same command"),
        (errno.ENFILE, "the system has too many open files. End other programs, then run"),
        (errno.EISDIR, "it is a folder, and a file is wanted. Move it away, then run the same"),
        (errno.ENOTDIR, "a file is in the place of a folder. Move it away, then run the same"),
    ],
)
def test_what_the_system_refuses_is_one_line_with_file_and_advice(code: int, line: str) -> None:
    assert said_of(refuse(code, "data/x.npy")).startswith(f"error: data/x.npy: {line}")


def test_a_file_of_ours_is_named_where_the_system_does_not_name_it(tmp_path: Path) -> None:
    def write() -> None:
        with files.new_file(tmp_path / "x.json"):
            refuse(errno.ENOSPC)()

    assert said_of(write).startswith(f"error: {tmp_path}/x.json: the disk is full.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["npy", "json"])
def test_a_file_that_may_not_grow_so_large_is_one_line(tmp_path: Path, kind: str) -> None:
    """RLIMIT_FSIZE: the same call of the system fails as on a full disk."""

    def write() -> None:
        with files.new_file(tmp_path / "x") as beside, beside.open("wb") as file:
            if kind == "npy":
                np.save(file, np.zeros(100_000))
            else:
                file.write(bytes(100_000))

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        said = said_of(write)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert said.startswith(f"error: {tmp_path}/x: the ")
    assert "\n" not in said


MACHINE = "error: the memory of this machine is not enough. End other programs, or write smaller"


@pytest.mark.parametrize(
    ("action", "line"),
    [
        (lambda: np.zeros(10**15), MACHINE),
        (lambda: torch.zeros(10**15), MACHINE),
        (lambda: bytearray(10**15), MACHINE),
        (refuse(errno.ENOMEM), MACHINE),
    ],
)
def test_too_little_memory_is_one_line(action: Callable[[], object], line: str) -> None:
    assert said_of(action).startswith(line)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 GiB."),
            "the memory of the GPU",
        ),
        (RuntimeError("MPS backend out of memory (MPS allocated: 5 GB)"), "the memory of the GPU"),
        (RuntimeError("Exception from src/core: std::bad_alloc"), "the memory of this machine"),
        (
            ImportError("x.so: failed to map segment from shared object"),
            "the memory of this machine",
        ),
        (RuntimeError("can't start new thread"), "Too many processes are running"),
        (
            ModuleNotFoundError("No module named 'torch.nn'", name="torch.nn"),
            "torch is not installed: only from images to logits is it needed. Run: make inference",
        ),
    ],
)
def test_what_libraries_say_of_too_little_is_told_in_our_words(error: Exception, line: str) -> None:
    assert str(refusals.explain(error)).startswith(line)


@pytest.mark.parametrize("error", [RuntimeError("sizes differ"), KeyError("x"), OSError("odd")])
def test_other_errors_are_not_the_machines(error: Exception) -> None:
    assert refusals.explain(error) is None
