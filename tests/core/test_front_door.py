"""A room's front door: whatever ends a command is one line on the screen."""

import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

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


def ended(action: Callable[[], object]) -> int | str | None:
    """What the process of a command exits with."""
    with pytest.raises(SystemExit) as caught:
        front_door.enter(lambda: (action(), None)[1])
    return caught.value.code


def test_the_traceback_of_a_bug_is_in_the_file_that_the_line_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = str(ended(lambda: 1 / 0))
    (path,) = Path("work/errors").iterdir()
    assert said == (
        "error: this is a bug of ours: ZeroDivisionError: 'division by zero'. Its traceback is in "
        f"{path}: please report it with that file."
    )
    command, first, *_, last = path.read_text(encoding="utf-8").splitlines()
    assert command == shlex.join(sys.orig_argv)
    assert first == "Traceback (most recent call last):"
    assert last == "ZeroDivisionError: division by zero"
    assert capsys.readouterr().err == ""


def test_the_traceback_of_a_bug_is_on_the_screen_where_no_file_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("work").write_text("a file", encoding="utf-8")
    assert (
        ended(lambda: 1 / 0)
        == "error: this is a bug of ours: ZeroDivisionError: 'division by zero'."
    )
    assert capsys.readouterr().err.endswith("ZeroDivisionError: division by zero\n")


def test_a_message_cannot_steer_the_terminal() -> None:
    def main() -> None:
        raise DataError("the name \x1b[2J\u202e")

    assert ended(main) == "error: the name \ufffd[2J\ufffd"


def test_ctrl_c_is_one_line_and_exit_code_130(capsys: pytest.CaptureFixture[str]) -> None:
    def main() -> None:
        raise KeyboardInterrupt

    assert (ended(main), capsys.readouterr().err) == (130, "interrupted\n")


def test_ctrl_c_that_a_library_turns_into_an_error_of_its_own_is_still_ctrl_c(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def main() -> None:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt as error:
            raise ImportError("numpy cannot be imported") from error

    assert (ended(main), capsys.readouterr().err) == (130, "interrupted\n")


def run_program(program: str) -> tuple[int, str]:
    """Exit code and stderr of a program that begins with the import of the front door."""
    command = [sys.executable, "-c", f"from stages.core import front_door\n{program}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_ctrl_c_in_the_imports_of_a_tool_is_one_line() -> None:
    assert run_program("raise KeyboardInterrupt") == (130, "interrupted\n")


def test_ctrl_c_in_a_callback_whose_errors_python_drops_ends_the_command() -> None:
    program = (
        "import time\n"
        "class Dropped:\n"
        "    def __del__(self): raise KeyboardInterrupt\n"
        "def main():\n"
        "    one = Dropped()\n"
        "    del one\n"
        "    time.sleep(60)\n"
        "front_door.enter(main)\n"
    )
    assert run_program(program) == (130, "interrupted\n")


def test_reader_that_goes_away_early_is_no_traceback() -> None:
    code = (
        "from stages.core import front_door\n"
        "front_door.enter(lambda: [print('line', flush=True) for _ in range(100_000)])\n"
    )
    command = f'{sys.executable} -c "{code}" | head -1'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("line\n", "")
