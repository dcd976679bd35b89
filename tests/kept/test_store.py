"""Kept results: whole or ignored, under the fingerprint of all that they depend on, bounded."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stages import kept
from stages.core.errors import ParamsError
from stages.kept import store as module

CODE = ("statistics",)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(kept.SWITCH)


def say(text: str, path: Path | None = None) -> Callable[[], str]:
    """What makes a result: a text, and a file with it."""

    def make() -> str:
        if path:
            path.write_text(f"file of {text}")
        return text

    return make


def take(depends: Any, text: str) -> str:
    with kept.open_store("room", CODE) as store:
        return store.take(depends, say(text), {})


def test_what_depends_on_the_same_is_made_once_with_its_files(tmp_path: Path) -> None:
    path = tmp_path / "out" / "file"
    path.parent.mkdir()
    with kept.open_store("room", CODE) as store:
        assert store.take([1], say("first", path), {"it": path}) == "first"
        path.unlink()
        path.parent.rmdir()
        assert store.take([1], say("second", path), {"it": path}) == "first"
    assert path.read_text() == "file of first"


@pytest.mark.parametrize("other", [[2], [1.0], ["1"], [1, None], {"1": 1}])
def test_what_depends_on_something_else_is_made_again(other: Any) -> None:
    assert (take([1], "first"), take(other, "second")) == ("first", "second")


@pytest.mark.parametrize("left", [0, 20, 32, 100, -1])
def test_a_result_that_was_cut_off_is_made_again(left: int) -> None:
    take([1], "first")
    (path,) = Path("work/room").iterdir()
    path.write_bytes(path.read_bytes()[:left])
    assert take([1], "second") == "second"


def test_a_result_with_one_changed_bit_is_made_again() -> None:
    take([1], "first")
    (path,) = Path("work/room").iterdir()
    content = bytearray(path.read_bytes())
    content[70] ^= 1
    path.write_bytes(content)
    assert take([1], "second") == "second"


def test_the_switch_computes_what_is_kept_and_keeps_what_it_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take([1], "first")
    monkeypatch.setenv(kept.SWITCH, "yes")
    assert take([1], "second") == "second"
    monkeypatch.setenv(kept.SWITCH, "no")
    assert take([1], "third") == "second"


def test_another_word_in_the_switch_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.SWITCH, "1")
    with pytest.raises(ParamsError, match=r"variable RECOMPUTE is '1'; allowed: yes, no\."):
        take([1], "first")


@pytest.mark.parametrize(
    ("name", "value"),
    [("ARITHMETIC", "native"), ("OPENBLAS_NUM_THREADS", "7"), ("OPENBLAS_CORETYPE", "Nehalem")],
)
def test_another_arithmetic_takes_nothing(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    take([1], "first")
    monkeypatch.setenv(name, value)
    assert take([1], "second") == "second"


def test_other_code_and_another_library_take_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take([1], "first")
    with kept.open_store("room", ("statistics/wilson.py",)) as store:
        assert store.take([1], say("second"), {}) == "second"
    (tmp_path / "new-1.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    assert take([1], "third") == "third"


def test_code_is_every_file_of_a_room_but_lists_and_what_python_makes() -> None:
    names = kept.hash_code(("map", "tables/table.py")).keys()
    assert {"map/stage.py", "map/strategies/lda.py", "tables/table.py"} <= names
    assert not [name for name in names if name.endswith((".pyc", ".yaml"))]
    assert "vocabulary/cifar10.yaml" in kept.hash_code(("vocabulary",))


@dataclass(frozen=True)
class Something:
    values: Any


def test_a_fingerprint_sees_the_type_shape_and_numbers_of_arrays() -> None:
    arrays = [
        np.zeros(4), np.zeros((2, 2)), np.zeros(4, np.float32), np.zeros(4, np.int64), np.ones(4),
    ]  # fmt: skip
    assert len({kept.fingerprint(Something(array)) for array in arrays}) == 5
    assert kept.fingerprint(Something(np.zeros(4))) == kept.fingerprint(Something(np.zeros(4)))
    with pytest.raises(TypeError, match="no fingerprint of a set"):
        kept.fingerprint({1})


def test_only_the_latest_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        take([number], str(number))
    size = next(Path("work/room").iterdir()).stat().st_size
    assert take([0], "again") == "0"  # used last
    monkeypatch.setattr(module, "LARGEST", 2 * size)
    take([2], "again")
    assert [take([number], "new") for number in (0, 2, 1)] == ["0", "2", "new"]
