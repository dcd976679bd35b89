"""The committed results as one table, in a checkout; tests/test_wheel.py has the installed ones."""

from pathlib import Path

import pytest

from stages.core import files, paths
from stages.core.errors import DataError
from stages.published import read_results


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_best_on_dev_comes_first_in_each_kind() -> None:
    for place, dev in (("zero_shot/a", 0.5), ("zero_shot/b", 0.75), ("informed/c", 0.25)):
        numbers = {"accuracy": 1 - dev, "dev_accuracy": dev}
        files.write_json(paths.metrics("net") / f"{place}.json", numbers)
    table = read_results()
    assert list(table.columns) == ["backbone", "kind", "strategy", "accuracy", "dev_accuracy"]
    assert table.to_numpy().tolist() == [
        ["net", "informed", "c", 0.75, 0.25],
        ["net", "zero_shot", "b", 0.25, 0.75],
        ["net", "zero_shot", "a", 0.5, 0.5],
    ]
    assert list(table.index) == [0, 1, 2]


def test_a_folder_without_results_is_named() -> None:
    with pytest.raises(DataError, match=rf"^{Path.cwd()}/metrics holds no results\. Run in the"):
        read_results()
