"""What a kind may look at is a type: mypy refuses a fit that asks for more."""

import re
from pathlib import Path

from mypy import api

ROWS = """\
from stages.map.strategies import bayesian, taxonomy
from stages.map.strategies import label_free, supervised, transductive, zero_shot
supervised(bayesian.fit, bayesian.Options)
label_free(bayesian.fit, bayesian.Options)
transductive(bayesian.fit, bayesian.Options)
zero_shot(bayesian.fit, bayesian.Options)
zero_shot(taxonomy.fit, taxonomy.Options)
supervised(taxonomy.fit, taxonomy.Options)
supervised(bayesian.fit, taxonomy.Options)
"""


def test_mypy_refuses_a_fit_of_another_kind_and_options_of_another_method(tmp_path: Path) -> None:
    """Lines 3 and 7 are right; 4 to 6 want labels, 8 knowledge, 9 has the options of another."""
    path = tmp_path / "rows.py"
    path.write_text(ROWS, encoding="utf-8")
    report, trouble, _ = api.run([str(path)])
    refused = re.findall(r"rows\.py:(\d+): error: Argument [12] to .* has incompatible", report)
    assert sorted({int(line) for line in refused}) == [4, 5, 6, 8, 9], report + trouble
