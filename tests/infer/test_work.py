"""Finished chunks on disk: whole or ignored, claimed by one process at a time."""

import logging
import threading
from pathlib import Path

import numpy as np
import pytest

from stages.infer import work
from stages.kept import identity


def logits(rows: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.arange(rows * 1000, dtype=np.float32).reshape(rows, 1000)


def test_chunk_comes_back_as_it_was(tmp_path: Path) -> None:
    work.write_chunk(tmp_path / "a", logits(3))
    found = work.read_chunk(tmp_path / "a", 3)
    assert found is not None
    np.testing.assert_array_equal(found, logits(3))


@pytest.mark.parametrize("bytes_left", [0, 20, 32, 4000, 12_031])
def test_chunk_that_was_cut_off_counts_as_missing(tmp_path: Path, bytes_left: int) -> None:
    path = tmp_path / "a"
    work.write_chunk(path, logits(3))
    path.write_bytes(path.read_bytes()[:bytes_left])
    assert work.read_chunk(path, 3) is None


def test_chunk_with_one_changed_bit_counts_as_missing(tmp_path: Path) -> None:
    path = tmp_path / "a"
    work.write_chunk(path, logits(3))
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    path.write_bytes(content)
    assert work.read_chunk(path, 3) is None


def test_chunk_of_another_length_counts_as_missing(tmp_path: Path) -> None:
    work.write_chunk(tmp_path / "a", logits(3))
    assert work.read_chunk(tmp_path / "a", 2) is None
    assert work.read_chunk(tmp_path / "never written", 2) is None


def test_fingerprint_depends_on_the_run_and_on_this_rooms_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = work.fingerprint({"precision": "float32"})
    assert before == work.fingerprint({"precision": "float32"})
    assert before != work.fingerprint({"precision": "bfloat16"})
    (tmp_path / "infer").mkdir()
    (tmp_path / "infer/work.py").write_text("# other code")
    monkeypatch.setattr(identity, "ROOT", tmp_path)
    assert before != work.fingerprint({"precision": "float32"})


def test_second_run_names_the_first_and_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said, entered, messages = threading.Event(), threading.Event(), []

    def second() -> None:
        with work.claim_folder("same"):
            entered.set()

    def listen(message: str) -> None:
        messages.append(message)
        said.set()

    monkeypatch.setattr(logging, "info", listen)
    with work.claim_folder("same"):
        thread = threading.Thread(target=second)
        thread.start()
        assert said.wait(timeout=10)
        assert not entered.is_set()
    thread.join(timeout=10)
    assert entered.is_set()
    assert messages[0].startswith("process ")
    assert messages[0].endswith(
        "is computing the same logits (work/infer/same/lock): waiting for it."
    )


def test_runs_that_compute_different_logits_do_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with work.claim_folder("one") as one, work.claim_folder("two") as two:
        assert one != two


def test_only_the_latest_folders_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b", "c", "d", "e", "a", "f"):
        with work.claim_folder(name):
            pass
    assert sorted(path.name for path in work.FOLDER.iterdir()) == ["a", "d", "e", "f"]


def test_folder_in_which_somebody_works_is_never_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with work.claim_folder("busy"):
        for name in ("a", "b", "c", "d", "e"):
            with work.claim_folder(name):
                pass
        assert (work.FOLDER / "busy").exists()
        assert not (work.FOLDER / "a").exists()


def test_failed_run_keeps_its_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(KeyboardInterrupt), work.claim_folder("a") as folder:  # noqa: PT012 (the block is what is tested)
        work.write_chunk(folder / "test", logits(1))
        raise KeyboardInterrupt
    with work.claim_folder("a") as folder:
        assert work.read_chunk(folder / "test", 1) is not None
