"""A second process draws the same figures as this process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from stages import drawing
from stages.evaluate.background import WORTHWHILE, background_writer
from stages.evaluate.figures import draw_confusion
from stages.evaluate.results import Result
from tests.conftest import ROOT
from tests.evaluate.examples import LABELS, TARGETS, result


def write_confusions(folder: Path, results: list[Result], targets: tuple[str, ...]) -> None:
    for one in results:
        drawing.save(draw_confusion(one, targets), folder / f"{one.strategy}.svg")


def test_another_process_draws_the_same_bytes(tmp_path: Path) -> None:
    some = [result(f"strategy {n}", predictions=np.roll(LABELS, n)) for n in range(3)]
    with background_writer(WORTHWHILE) as submit:
        submit(write_confusions, tmp_path / "there", some, TARGETS)
    write_confusions(tmp_path / "here", some, TARGETS)
    drawn = {path.name: path.read_bytes() for path in (tmp_path / "there").iterdir()}
    assert len(drawn) == 3
    assert drawn == {path.name: path.read_bytes() for path in (tmp_path / "here").iterdir()}


def test_for_few_strategies_it_is_done_at_once(tmp_path: Path) -> None:
    with background_writer(WORTHWHILE - 1) as submit:
        submit(write_confusions, tmp_path, [result("a")], TARGETS)
        assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


@pytest.mark.parametrize("strategies", [1, WORTHWHILE])
def test_what_fails_there_fails_here(strategies: int, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(FileExistsError), background_writer(strategies) as submit:  # on leaving
        submit(write_confusions, tmp_path / "file", [result("a")], TARGETS)


def write_name(folder: Path, name: str) -> None:
    """Who does it: this process or the other one."""
    (folder / name).write_text(str(os.getpid()))


def test_this_process_takes_over_what_the_other_has_not_begun(tmp_path: Path) -> None:
    with background_writer(WORTHWHILE) as submit:
        for number in range(20):
            submit(write_name, tmp_path, f"{number:02d}")
    who = [path.read_text() == str(os.getpid()) for path in sorted(tmp_path.iterdir())]
    assert len(who) == 20
    assert (who[0], who[-1]) == (False, True)


ENDLESS = """
import os, time
from pathlib import Path
from stages.core import front_door
from stages.evaluate.background import WORTHWHILE, background_writer

def work():
    Path("new").write_text(str(os.getpid()))
    Path("new").rename("pid")
    time.sleep(600)

def main():
    with background_writer(WORTHWHILE) as submit:
        submit(work)

if __name__ == "__main__":
    front_door.enter(main)
"""


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
def test_both_processes_end_when_one_is_killed_or_both_are_interrupted(
    tmp_path: Path, sent: signal.Signals
) -> None:
    (tmp_path / "main.py").write_text(ENDLESS, encoding="utf-8")
    first = subprocess.Popen(
        [sys.executable, "main.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (tmp_path / "pid").exists():
        time.sleep(0.05)
    second = Path("/proc", (tmp_path / "pid").read_text())
    if sent == signal.SIGKILL:
        first.kill()
        first.communicate()
    else:
        os.killpg(first.pid, sent)  # as a terminal does
        assert first.communicate()[1] == "interrupted\n"
        assert first.returncode == 130
    while second.exists():  # for 10 minutes, if it did not end by itself
        time.sleep(0.05)
    assert not (tmp_path / "new").exists()
