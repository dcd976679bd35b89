"""Questions 1, 2, 3, 6 and 8: verdicts for made-up numbers and for their opposite."""

from dataclasses import replace

import pytest

from stages.core.errors import ParamsError
from stages.questions import (
    bottleneck,
    denormalisation,
    domain_gap,
    preprocessing,
    residual,
)
from stages.questions.evidence import Evidence
from stages.questions.verdicts import ClaimVerdict
from tests.questions.turned import changed, verdict, with_study, without_kind

# 1: skip connections


def test_growth_is_the_geometric_mean_of_first_over_last_output(evidence: Evidence) -> None:
    """Without skips 100 and 400 in the two batches: √40,000 = 200."""
    found = residual.find_facts(evidence)
    assert (found.initial.kept, found.initial.cut) == pytest.approx((4, 100))
    assert (found.trained.kept, found.trained.cut) == pytest.approx((2, 0.02))
    where = {"weights": "initial", "skips": "cut", "layer": 0, "part": "output", "repetition": 1}
    norms = changed(evidence.study.norms, {"norm": 800.0}, **where)  # against 2 at the end
    turned = residual.find_facts(with_study(evidence, norms=norms))
    assert turned.initial.cut == pytest.approx(200)
    assert (found.repetitions, found.images, found.blocks, found.projecting) == (2, 4, 2, 1)


def test_each_network_is_judged_by_its_own_best_step(evidence: Evidence) -> None:
    """Without skips the short step becomes the better one once the long one leads uphill."""
    found = residual.find_facts(evidence)
    assert (found.best, found.loss) == ((0.01, 0.01), 3.0)
    assert (found.change.kept, found.change.cut) == pytest.approx((-1.0, -0.04))
    assert found.leads_further
    steps = changed(evidence.study.steps, {"loss_after": 3.5}, skips="cut", step=0.01)
    found = residual.find_facts(with_study(evidence, steps=steps))
    assert found.best == (0.01, 0.001)
    assert (found.change.kept, found.change.cut) == pytest.approx((-1.0, -0.01))
    assert [step for step, _ in found.steps] == [0.001, 0.01]
    assert [pair.cut for _, pair in found.steps] == pytest.approx([-0.01, 0.5])


def test_a_step_to_nowhere_is_never_the_best(evidence: Evidence) -> None:
    steps = changed(evidence.study.steps, {"loss_after": float("nan")}, skips="kept", step=0.01)
    assert residual.find_facts(with_study(evidence, steps=steps)).best == (0.001, 0.01)


def test_differences_are_paired_over_the_batches(evidence: Evidence) -> None:
    """−.95 and −.97: mean −.96, standard error .01, Student's t of one degree at 95 % 12.706."""
    found = residual.find_facts(evidence)
    assert found.change.limits == pytest.approx((-1.0871, -0.8329), abs=1e-4)
    assert found.initial.limits == pytest.approx((25, 25))  # 100 over 4 in both
    assert residual.limits([1.0], 0.95) is None


def test_a_step_whose_interval_holds_0_leads_no_further(evidence: Evidence) -> None:
    """−.95 and −.03 apart: Student's interval reaches from −6.3 to 5.4."""
    steps = changed(evidence.study.steps, {"loss_after": 2.94}, skips="kept", repetition=1)
    assert not residual.find_facts(with_study(evidence, steps=steps)).leads_further


def test_skips_cure_vanishing_where_it_vanishes_without_them(evidence: Evidence) -> None:
    """In the example without BatchNorm alone, so the claim holds in a part of what was measured."""
    found = residual.find_facts(evidence)
    assert (found.unnormalised.kept, found.unnormalised.cut) == pytest.approx((8, 0.5))
    assert (verdict(found, "vanishing"), found.vanishes_untrained) == ("refined", False)
    where = {"skips": "cut", "layer": 0, "part": "output"}
    norms = changed(evidence.study.norms, {"norm": 0.01}, weights="initial", **where)
    found = residual.find_facts(with_study(evidence, norms=norms))
    assert (verdict(found, "vanishing"), found.vanishes_untrained) == ("confirmed", True)
    norms = changed(evidence.study.norms, {"norm": 50.0}, weights="unnormalised", **where)
    found = residual.find_facts(with_study(evidence, norms=norms))
    assert (verdict(found, "vanishing"), found.vanishes_unnormalised) == ("refuted", False)


def test_with_f_at_0_the_skips_hand_the_gradient_on(evidence: Evidence) -> None:
    """2, 1, 2 at the outputs; only the block between 1 and 2 does not project."""
    found = residual.find_facts(evidence)
    assert found.alone == pytest.approx(1.0)
    assert found.through == (0.5, 0.5)
    projecting = changed(evidence.study.formula, {"projects": True}, block="layer1.1")
    assert residual.find_facts(with_study(evidence, formula=projecting)).through is None


@pytest.mark.parametrize(
    ("alone", "kept", "judged"),
    [
        (2.3, 4.0, "confirmed"),
        (2.3, 350.0, "refined"),  # F is not near 0 as initialised, and the gradient explodes
        (0.5, 0.01, "refined"),
        (11.0, 350.0, "refuted"),  # not steady even where F = 0
        (0.09, 4.0, "refuted"),
    ],
)
def test_stability_rests_on_f_at_0(alone: float, kept: float, judged: ClaimVerdict) -> None:
    assert residual.judge_stability(alone, kept) == judged


def test_the_path_is_direct_only_without_projection_and_closing_relu(evidence: Evidence) -> None:
    assert verdict(residual.find_facts(evidence), "path") == "refined"
    free = tuple(replace(row, projects=False, passed=1.0) for row in evidence.study.formula)
    assert verdict(residual.find_facts(with_study(evidence, formula=free)), "path") == "confirmed"
    wrong = changed(free, {"error": 0.1}, block="layer1.0")
    assert verdict(residual.find_facts(with_study(evidence, formula=wrong)), "path") == "refuted"


# 2: bottlenecks


def test_a_block_is_compared_with_the_basic_one_of_its_stage(evidence: Evidence) -> None:
    (stage,) = bottleneck.find_facts(evidence).stages
    assert (stage.middle, stage.parameters, stage.multiply_adds) == (2, 20, 20)
    assert (stage.against_narrow, stage.time) == (0.5, 10.0)


def test_savings_speed_and_roles_are_counted(evidence: Evidence) -> None:
    assert dict(bottleneck.find_facts(evidence).verdicts) == {
        "saves": "confirmed", "roles": "refined", "fast": "refined",
    }  # fmt: skip
    costs = changed(evidence.study.costs, {"parameters": 93}, design="bottleneck")
    assert verdict(bottleneck.find_facts(with_study(evidence, costs=costs)), "roles") == "refuted"
    costs = changed(evidence.study.costs, {"multiply_adds": 900}, design="basic")
    assert verdict(bottleneck.find_facts(with_study(evidence, costs=costs)), "saves") == "refuted"
    costs = changed(evidence.study.costs, {"multiply_adds": 10**10}, design="ResNet-34")
    assert verdict(bottleneck.find_facts(with_study(evidence, costs=costs)), "fast") == "confirmed"
    times = changed(evidence.study.timing, {"basic_over_bottleneck": 0.9}, width=8)
    assert verdict(bottleneck.find_facts(with_study(evidence, timing=times)), "fast") == "refuted"


# 3: preprocessing


def test_another_size_that_is_better_refines_224(evidence: Evidence) -> None:
    found = preprocessing.find_facts(evidence)
    assert (verdict(found, "size"), found.another_size_is_better) == ("refined", True)
    assert (found.best_size.variant, found.best_size.difference.value) == ("128 px, bicubic", 0.05)
    assert [row.interpolation for row in found.same_size] == ["bilinear", "bicubic"]
    table = evidence.study.preprocessing
    unsure = changed(table, {"difference": {"low": -0.01}}, variant="128 px, bicubic")
    found = preprocessing.find_facts(with_study(evidence, preprocessing=unsure))
    assert (verdict(found, "size"), found.another_size_is_better) == ("refined", False)
    worse = changed(table, {"difference": {"low": -0.2, "high": -0.1}}, aspect="size")
    assert verdict(preprocessing.find_facts(with_study(evidence, preprocessing=worse)), "size") == (
        "confirmed"
    )


def test_normalising_matters_and_its_exact_numbers_may_not(evidence: Evidence) -> None:
    found = preprocessing.find_facts(evidence)
    assert verdict(found, "normalised") == "refined"
    assert not found.cifar_differs
    table = evidence.study.preprocessing
    both = changed(table, {"difference": {"high": -0.01}}, variant="CIFAR-10's")
    found = preprocessing.find_facts(with_study(evidence, preprocessing=both))
    assert verdict(found, "normalised") == "confirmed"
    assert found.cifar_differs
    neither = changed(table, {"difference": {"high": 0.01}}, aspect="normalisation")
    found = preprocessing.find_facts(with_study(evidence, preprocessing=neither))
    assert verdict(found, "normalised") == "refuted"


def test_interpolations_are_compared_at_the_reference_size_alone(evidence: Evidence) -> None:
    worst, best = preprocessing.find_facts(evidence).interpolations
    assert (worst.interpolation, best.interpolation, best.size) == ("nearest", "bicubic", 224)


# 6: denormalisation


def test_stretched_values_are_not_compressed(evidence: Evidence) -> None:
    found = denormalisation.find_facts(evidence)
    assert dict(found.verdicts) == {
        "unnatural": "confirmed", "compressed": "refuted",
        "statistics": "confirmed", "restored": "confirmed",
    }  # fmt: skip
    assert found.stretch == pytest.approx(4.425)
    tight = tuple(replace(c, stretch=0.5) for c in evidence.study.channels)
    assert verdict(
        denormalisation.find_facts(with_study(evidence, channels=tight)), "compressed"
    ) == ("confirmed")


def test_other_statistics_are_noticed(evidence: Evidence) -> None:
    other = changed(evidence.study.channels, {"mean": 0.5}, channel="R")
    found = denormalisation.find_facts(with_study(evidence, channels=other))
    assert verdict(found, "statistics") == "refuted"
    assert verdict(found, "restored") == "refuted"


# 8: domain gap


def test_fewer_pixels_fewer_targets(evidence: Evidence) -> None:
    found = domain_gap.find_facts(evidence)
    assert dict(found.verdicts) == {
        "gap": "refined", "errors": "confirmed", "overfitting": "refined",
    }  # fmt: skip
    assert found.loses_confidence
    none = {"high": 0.01}
    change = {"mapped_change": none, "accuracy_change": none, "confidence_change": none}
    flat = changed(evidence.study.resolution, change, images=200)
    found = domain_gap.find_facts(with_study(evidence, resolution=flat))
    assert [found.verdicts["gap"], found.verdicts["errors"]] == ["refuted", "refuted"]
    assert not found.loses_confidence


def test_training_images_that_come_out_better_leave_overfitting_open(evidence: Evidence) -> None:
    apart = changed(
        evidence.evaluation.results, {"dev_accuracy": 0.8, "dev_low": 0.78, "dev_high": 0.82},
        strategy="mean",
    )  # fmt: skip
    better = replace(evidence, evaluation=replace(evidence.evaluation, results=apart))
    assert verdict(domain_gap.find_facts(better), "overfitting") == "open"
    assert (
        verdict(domain_gap.find_facts(without_kind(evidence, "zero_shot")), "overfitting") == "open"
    )


def test_a_study_without_anything_to_compare_says_what_to_add(evidence: Evidence) -> None:
    same = tuple(row for row in evidence.study.preprocessing if row.aspect != "size")
    with pytest.raises(ParamsError, match=r"study\.sizes needs a size"):
        preprocessing.find_facts(with_study(evidence, preprocessing=same))
    with pytest.raises(ParamsError, match=r"study\.resolutions needs at least two"):
        domain_gap.find_facts(with_study(evidence, resolution=evidence.study.resolution[:1]))
