"""A few faults of each kind, on the tiny pipeline; `make faults` tries many more."""

from pathlib import Path

import pytest

from tests.faults import disk, power
from tests.faults.__main__ import SHORT
from tests.pipeline import Checkout


@pytest.mark.slow
@pytest.mark.parametrize("kind", SHORT)
def test_after_a_fault_all_is_as_if_there_had_been_none(
    kind: str, full: Checkout, tmp_path: Path
) -> None:
    if kind in ("full", "readonly") and not disk.is_permitted():
        pytest.skip("this system permits no namespace in which to mount a small disk (unshare)")
    words = ("python", "-m", "tests.faults.inside", kind, str(SHORT[kind]))
    full.run(*words, str(tmp_path / "counts.json"))


def test_a_file_that_is_not_on_the_disk_before_it_has_its_name_is_told() -> None:
    synced = {"call": "fsync", "path": "/a/.b.1.partial/b", "time": 5}
    placed = {"call": "rename", "to": "/a/b", "files": {"/a/.b.1.partial/b": 4}}
    folder = {"call": "fsync", "path": "/a", "time": 9}
    assert power.find_faults([synced, placed, folder], {"/a/b"}) == []
    late = "/a/.b.1.partial/b was not on the disk when it became /a/b"
    assert power.find_faults([placed, synced, folder], {"/a/b"}) == [late]
    assert power.find_faults([synced | {"time": 3}, placed, folder], {"/a/b"}) == [late]
    name = "the name /a/b was not on the disk at the end"
    assert power.find_faults([synced, placed], {"/a/b"}) == [name]
    assert power.find_faults([], {"/a/b"}) == ["/a/b was written in its place"]
