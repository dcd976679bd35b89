"""`python -m tools.notebook`: the learner's notebook runs, and says what it says there."""

import json
import shutil
from pathlib import Path

import pytest

from stages.core import files
from stages.core.errors import DataError
from tests.conftest import ROOT
from tools import notebook


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path / notebook.NOTEBOOK


def test_the_notebook_prints_what_is_committed(copied: Path) -> None:
    before = copied.read_bytes()
    notebook.main(check=True, write_input=False)
    assert copied.read_bytes() == before
    cells = json.loads(before)["cells"]
    drawn = [out for cell in cells for out in cell.get("outputs", ()) if "data" in out]
    assert len(drawn) == 2
    assert len(before) < 250_000


def test_a_cell_that_prints_something_else_is_named_and_then_kept(copied: Path) -> None:
    content = json.loads(copied.read_text(encoding="utf-8"))
    said = [out for cell in content["cells"] for out in cell.get("outputs", ()) if "text" in out]
    said[2]["text"] = ["right: 99.0%\n"]
    files.write_text(copied, json.dumps(content))
    with pytest.raises(DataError, match=r"first\.ipynb: cell 4 prints something else now\. Run:"):
        notebook.main(check=True, write_input=False)
    notebook.main(check=False, write_input=False)
    notebook.main(check=True, write_input=False)
