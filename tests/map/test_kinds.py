"""What a kind may look at is a type: mypy refuses a fit that asks for more."""

import re
from pathlib import Path

from mypy import api

ROWS = """\
from stages.map.strategies import bayesian, label_free, supervised, taxonomy, transductive, zero_shot
supervised(bayesian.fit, bayesian.Options)
label_free(bayesian.fit, bayesian.Options)
transductive(bayesian.fit, bayesian.Options)
zero_shot(bayesian.fit, bayesian.Options)
zero_shot(taxonomy.fit, taxonomy.Options)
supervised(taxonomy.fit, taxonomy.Options)
supervised(bayesian.fit, taxonomy.Options)
"""


def test_mypy_refuses_a_fit_of_another_kind_and_options_of_another_method(tmp_path: Path) -> None:
    """Lines 2 and 6 are right; 3 to 5 want labels, 7 knowledge, 8 has the options of another."""
    path = tmp_path / "rows.py"
    path.write_text(ROWS, encoding="utf-8")
    report, trouble, _ = api.run([str(path)])
    refused = re.findall(r"rows\.py:(\d+): error: Argument [12] to .* has incompatible", report)
    assert sorted({int(line) for line in refused}) == [3, 4, 5, 7, 8], report + trouble
