"""A second process draws the same figures as this process."""

from pathlib import Path

import numpy as np
import pytest

from stages.evaluate.background import WORTHWHILE, background_writer
from stages.evaluate.outputs import write_confusions
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
