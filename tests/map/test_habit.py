"""A network's habit: what it is, and that nothing else changes where none is subtracted."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from stages.core import arrays
from stages.core.errors import ParamsError
from stages.map.habit import measure_habits
from stages.map.inputs import read_habits
from stages.map.strategies import groups
from tests.map.made import knowledge_of, published

ENTRY = {
    "method": "groups",
    "groups": "wordnet_broad",
    "of": "logits",
    "reduce": "logsumexp",
    "unmapped": "reassign",
}
DRAW = np.random.default_rng(0)
LOGITS = (DRAW.integers(-64, 64, size=(50, 1000)) / 8).astype(np.float32)  # exact differences


def options(**more: str) -> groups.Options:
    return groups.Options.model_validate({**ENTRY, **more})


def test_a_habit_is_the_mean_of_centred_logits_by_kind_and_over_all() -> None:
    logits = np.array([[1, 3], [5, 1], [0, 1]], np.float32)
    habits = measure_habits(logits, {"white": 1, "black": 2})
    assert list(habits) == ["white", "black", "pool"]
    assert_allclose(habits["white"], [-1, 1])
    assert_allclose(habits["black"], [0.75, -0.75])
    assert_allclose(habits["pool"], [1 / 6, -1 / 6])


def test_kinds_keep_the_order_of_their_rows_in_the_file(tmp_path: Path) -> None:
    logits = np.zeros((3, 1000), np.float32)
    logits[0, 7] = 1
    about = {"backbone": "net", "pictures": [["zebras", 1], ["apes", 2]]}
    arrays.write_logits(tmp_path / "synthetic.safetensors", logits, about)
    habits = read_habits(tmp_path)
    assert list(habits) == ["zebras", "apes", "pool"]
    assert habits["zebras"].argmax() == 7
    assert not habits["apes"].any()
    assert read_habits(tmp_path / "elsewhere") == {}


def test_a_debiased_mapping_is_the_same_one_of_logits_less_the_habit() -> None:
    habit = DRAW.integers(-8, 8, size=1000) / 8
    known = knowledge_of("cifar10", {"wordnet_broad": published("wordnet_broad")})
    known = replace(known, habits={"scenes": habit})
    plain = groups.fit(known, options())
    assert_array_equal(groups.fit(known, options(debias="none"))(LOGITS), plain(LOGITS))
    debiased = groups.fit(known, options(debias="scenes"))
    assert_array_equal(debiased(LOGITS), plain(LOGITS - habit.astype(np.float32)))


def test_without_synthetic_logits_there_is_no_habit_to_subtract() -> None:
    known = knowledge_of("cifar10", {"wordnet_broad": published("wordnet_broad")})
    known = replace(known, habits={})
    with pytest.raises(ParamsError, match="debias is pool, but there are no logits of synthetic"):
        groups.fit(known, options(debias="pool"))
