"""A room's front door: foreseen trouble is one line, a bug keeps its traceback."""

import subprocess
import sys

import pytest

from stages.core import front_door
from stages.core.errors import DataError
from tests.conftest import ROOT


def test_foreseen_trouble_is_one_line_and_exit_code_1() -> None:
    def main() -> None:
        raise DataError("a file\nis missing")

    with pytest.raises(SystemExit) as caught:
        front_door.enter(main)
    assert caught.value.code == "error: a file is missing"  # a text makes Python exit with 1


def test_words_reach_main_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["stages.infer", "resnet50-pqf"])
    seen = []
    front_door.run(lambda backbone: seen.append(backbone), "backbone")
    assert seen == ["resnet50-pqf"]


def test_a_bug_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError):
        front_door.enter(lambda: print(1 / 0))  # noqa: T201 - never reached


def test_ctrl_c_is_one_line_and_exit_code_130(capsys: pytest.CaptureFixture[str]) -> None:
    def main() -> None:
        raise KeyboardInterrupt

    with pytest.raises(SystemExit) as caught:
        front_door.enter(main)
    assert (caught.value.code, capsys.readouterr().err) == (130, "interrupted\n")


def test_reader_that_goes_away_early_is_no_traceback() -> None:
    code = (
        "from stages.core import front_door\n"
        "front_door.enter(lambda: [print('line', flush=True) for _ in range(100_000)])\n"
    )
    command = f'{sys.executable} -c "{code}" | head -1'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("line\n", "")
