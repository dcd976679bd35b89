"""A second process draws the same figures as this process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from stages.evaluate.background import WORTHWHILE, background_writer
from stages.evaluate.outputs import write_confusions
from tests.conftest import ROOT
from tests.evaluate.examples import LABELS, TARGETS, result


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
