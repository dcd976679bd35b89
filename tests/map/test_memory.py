"""What a process may still take: the least of machine and group; too much is refused in a line."""

from pathlib import Path

import pytest

from stages.core.errors import ParamsError
from stages.map import memory


def write_group(folder: Path, most: str) -> Path:
    (folder / "memory.max").write_text(f"{most}\n")
    (folder / "memory.current").write_text("700\n")
    (folder / "memory.stat").write_text("anon 400\nactive_file 100\ninactive_file 200\n")
    return folder


def write_machine(folder: Path) -> Path:
    path = folder / "meminfo"
    path.write_text("MemTotal:       9 kB\nMemAvailable:       2 kB\n")
    return path


def test_available_is_the_least_of_machine_and_group(tmp_path: Path) -> None:
    machine = write_machine(tmp_path)
    assert memory.available(machine, tmp_path) == 2048
    assert memory.available(machine, write_group(tmp_path, "max")) == 2048
    # 1,000 allowed, 700 taken, 200 of them pages of files that nobody has used of late
    assert memory.available(machine, write_group(tmp_path, "1000")) == 500
    assert memory.available(machine, write_group(tmp_path, "400")) == 0


def test_a_system_that_does_not_tell_is_not_asked(tmp_path: Path) -> None:
    assert memory.available(tmp_path / "none", tmp_path) is None


def test_what_does_not_fit_is_refused_with_both_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "available", lambda: 3_000_000_000)
    memory.require(3_000_000_000, "a fit", "end other programs")
    with pytest.raises(ParamsError) as refused:
        memory.require(5_200_000_000, "a fit", "end other programs")
    assert str(refused.value) == (
        "a fit needs 5.2 GB of memory, and 3.0 GB are available; end other programs"
    )
