"""A second process draws what this one would."""

from pathlib import Path

import numpy as np

from stages.evaluate.painting import WORTHWHILE, draw_confusions, drawn_meanwhile
from tests.evaluate.examples import LABELS, TARGETS, result


def test_many_matrices_are_the_same_bytes_from_another_process(tmp_path: Path) -> None:
    many = [
        result(f"strategy {number}", predictions=np.roll(LABELS, number))
        for number in range(WORTHWHILE)
    ]
    with drawn_meanwhile(many, TARGETS, tmp_path / "there"):
        draw_confusions(many, TARGETS, tmp_path / "here")
    drawn = {path.name: path.read_bytes() for path in (tmp_path / "there").iterdir()}
    assert len(drawn) == WORTHWHILE
    assert drawn == {path.name: path.read_bytes() for path in (tmp_path / "here").iterdir()}


def test_few_are_drawn_here(tmp_path: Path) -> None:
    with drawn_meanwhile([result("a")], TARGETS, tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]
