"""The results beside the curve: intervals, references, the exponent, marks."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.special import softmax

from stages import vocabulary
from stages.core import params, paths
from stages.core.errors import ParamsError
from stages.map.groups import known_groups
from stages.map.similarity import resnik_similarity, shared_content
from stages.sensitivity.findings import (
    Reference,
    best_of_kinds,
    measure_sensitivity,
    score_references,
    vary_exponent,
)
from stages.sensitivity.inputs import read_inputs
from stages.sensitivity.params import SensitivityParams
from stages.statistics import Estimate, estimate_shares
from tests.sensitivity.world import LABELS, edit, made_logits, write_checkout


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_checkout(tmp_path, monkeypatch)


def chosen() -> SensitivityParams:
    return params.load_section("sensitivity", SensitivityParams)


def test_an_accuracy_has_wilsons_interval() -> None:
    """8 of 10 at 95 %: centre .716738, half width .226574; all of 10: from n/(n + z²) to 1."""
    first, second = estimate_shares(np.arange(10) < np.array([[8], [10]]), 0.95)
    assert_allclose(first, (0.8, 0.490164, 0.943312), atol=1e-5)
    assert_allclose(second, (1.0, 0.722467, 1.0), atol=1e-5)


def test_a_reference_has_seen_labels_but_not_those_of_the_images_it_is_scored_on() -> None:
    """On shuffled labels a fit to its own images would be right on nearly all of them."""
    as_is = {one.name: one for one in score_references(read_inputs(chosen()).evidence, chosen())}
    assert list(as_is) == ["expected", "prototype", "standardise"]
    assert as_is["expected"].kind == "supervised"
    assert as_is["expected"].accuracy.value > 0.3
    np.save(paths.labels("train"), np.random.default_rng(1).permutation(LABELS))
    shuffled = score_references(read_inputs(chosen()).evidence, chosen())
    assert max(one.accuracy.value for one in shuffled if one.kind == "supervised") < 0.25


def test_the_best_of_each_kind_is_drawn_across() -> None:
    def known(name: str, kind: Any, share: float) -> Reference:
        return Reference(name, kind, Estimate(share, 0, 1))

    found = best_of_kinds(
        [
            known("a", "supervised", 0.5),
            known("b", "label_free", 0.4),
            known("c", "supervised", 0.6),
            known("d", "supervised", 0.6),
        ]
    )
    assert [one.name for one in found] == ["c", "b"]


def test_the_exponent_is_varied_in_the_order_of_the_list() -> None:
    found = vary_exponent(read_inputs(chosen()).evidence, [8.0, 1.0, 40.0], 0.95)
    assert list(found) == [8.0, 1.0, 40.0]
    kin = resnik_similarity(
        shared_content(vocabulary.imagenet(), vocabulary.targets("cifar10"), vocabulary.wordnet())
    )
    for gamma, accuracy in found.items():
        scores = softmax(made_logits(0), axis=1) @ (kin**gamma / (kin**gamma).sum(axis=0))
        assert accuracy.value == np.mean(scores.argmax(axis=1) == LABELS)
    assert len({accuracy.value for accuracy in found.values()}) == 3


def test_a_mark_without_a_meaning_is_refused_with_its_line() -> None:
    edit("reduce: sum", "reduce: logsumexp")
    with pytest.raises(
        ParamsError, match=r"params\.yaml:25: sensitivity\.marked\.by sum has no meaning"
    ):
        measure_sensitivity(read_inputs(chosen()), chosen())


def test_an_unknown_list_is_refused_by_naming_the_known_ones() -> None:
    edit("groups: wordnet_broad\n      of", "groups: wordnet\n      of")
    with pytest.raises(ParamsError, match="there is no list 'wordnet'; known: ") as caught:
        chosen()
    assert all(name in str(caught.value) for name in known_groups())
