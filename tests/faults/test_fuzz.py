"""The first inputs of the fuzzer for every reader; `make fuzz` tries many more."""

from pathlib import Path

import pytest

from tests.faults.fuzz import BUGS, count_inputs
from tests.faults.readers import READERS

# Of each reader so many that it takes about half a second; those two load a library, too
FEW = {"checkpoint": 20, "report": 20, "tables": 40, "vocabulary": 60}


@pytest.mark.filterwarnings("ignore")  # damaged files may give warnings, on the way to the error
@pytest.mark.parametrize("name", READERS)
def test_a_mutated_input_is_accepted_or_refused_in_one_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = count_inputs(name, 0, FEW.get(name, 150))
    assert {bug: found[bug] for bug in BUGS if found[bug]} == {}
    assert found["refused"] > 0
