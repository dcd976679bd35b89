"""The names of figures are those that `stages.drawing` gives."""

import pytest

from stages.drawing import file_stem
from stages.results.evaluation import confusion_figure


@pytest.mark.parametrize("strategy", ["wordnet_mean", "a|b", "ä", "50 %", "v1.2-x"])
def test_a_confusion_matrix_is_looked_for_where_it_is_drawn(strategy: str) -> None:
    assert confusion_figure(strategy).name == f"{file_stem(strategy)}.svg"
