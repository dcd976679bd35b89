"""Each variant changes one thing; differences are paired with what it departs from."""

from dataclasses import fields, replace

import numpy as np
import pytest

from stages.core.arrays import Images, Logits
from stages.infer.weights import Triple
from stages.preprocess.recipe import Resizing
from stages.study import preprocessing
from stages.study.sample import Sample
from stages.study.statistics import Statistics

RIGHT = Statistics((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
CIFAR = Statistics((0.49, 0.48, 0.45), (0.25, 0.24, 0.26))
USUAL = Resizing(size=224, interpolation="bilinear", crop="none")
VARIANTS = preprocessing.variants(USUAL, RIGHT, CIFAR, [128, 224, 288], "CIFAR-10")
REFERENCE = VARIANTS[0]
MEMBERS = np.eye(2, dtype=bool)


def brightness_or_order(pictures: Images, mean: Triple, std: Triple) -> Logits:
    """A stand-in for the network: says 1 for pictures with more red than blue."""
    redness = pictures[..., 0].mean(axis=(1, 2)) - pictures[..., 2].mean(axis=(1, 2))
    return np.stack([-redness, redness], axis=1).astype(np.float32)


def coloured(*colours: tuple[int, int, int]) -> Images:
    return np.array(colours, dtype=np.uint8)[:, None, None].repeat(4, 1).repeat(4, 2)


def test_the_reference_is_what_the_network_was_trained_with() -> None:
    assert REFERENCE.normalised == RIGHT
    assert not REFERENCE.bgr
    assert REFERENCE.pictures == USUAL


def test_names_say_what_is_done() -> None:
    names = [variant.name for variant in VARIANTS]
    assert names[0] == "224 px, bilinear, the network's mean and std"
    assert names[4:7] == ["256 px, middle 224 cut out", "224 px, nearest", "224 px, bicubic"]


@pytest.mark.parametrize("variant", VARIANTS[1:], ids=lambda variant: variant.name)
def test_a_variant_changes_one_thing_against_what_it_is_compared_with(
    variant: preprocessing.Variant,
) -> None:
    before = next(other for other in VARIANTS if other.name == variant.against)
    changed = {
        field.name
        for field in fields(variant)
        if field.name not in ("name", "aspect", "against")
        and getattr(variant, field.name) != getattr(before, field.name)
    }
    assert len(changed) == 1
    if changed == {"pictures"}:
        old, new = before.pictures.model_dump(), variant.pictures.model_dump()
        assert {key for key in old if old[key] != new[key]} == {variant.aspect}


def test_names_are_all_different_and_the_references_size_stands_once() -> None:
    assert len({variant.name for variant in VARIANTS}) == len(VARIANTS)
    sizes = [variant.pictures.size for variant in VARIANTS if variant.aspect == "size"]
    assert sizes == [128, 128, 288, 288]


def test_another_size_is_compared_at_the_same_interpolation() -> None:
    compared = {v.name: v.against for v in VARIANTS if v.aspect == "size"}
    assert compared["128 px, bilinear"] == "224 px, bilinear, the network's mean and std"
    assert compared["128 px, bicubic"] == "224 px, bicubic"


def test_the_difference_is_to_the_variant_that_is_named() -> None:
    """A red picture is right, wrong as BGR, and as wrong a second time."""
    sample = Sample(coloured((200, 0, 0)), np.array([1]))
    bgr = next(variant for variant in VARIANTS if variant.bgr)
    again = replace(bgr, name="again", against=bgr.name)
    outcomes = preprocessing.measure_variants(
        [REFERENCE, bgr, again], sample, brightness_or_order, MEMBERS, 0.95
    )
    assert [(row.against, row.difference.value) for row in outcomes] == [
        (REFERENCE.name, 0.0), (REFERENCE.name, -1.0), (bgr.name, 0.0),
    ]  # fmt: skip


def test_bgr_swaps_red_and_blue() -> None:
    sample = Sample(coloured((200, 0, 0), (0, 0, 200), (9, 0, 0)), np.array([1, 0, 1]))
    bgr = next(variant for variant in VARIANTS if variant.bgr)
    reference, swapped = preprocessing.measure_variants(
        [REFERENCE, bgr], sample, brightness_or_order, MEMBERS, 0.95
    )
    assert (reference.accuracy.value, swapped.accuracy.value) == (1.0, 0.0)
    assert (reference.difference.value, swapped.difference.value) == (0.0, -1.0)
    assert swapped.images == 3


def test_the_network_is_handed_the_variants_statistics_and_size() -> None:
    seen: list[tuple[tuple[int, ...], Triple]] = []

    def run(pictures: Images, mean: Triple, std: Triple) -> Logits:
        seen.append((pictures.shape, mean))
        return np.zeros((len(pictures), 2), np.float32)

    sample = Sample(coloured((1, 2, 3)), np.array([0]))
    list(preprocessing.measure_variants(VARIANTS, sample, run, MEMBERS, 0.95))
    assert seen[0] == ((1, 224, 224, 3), RIGHT.mean)
    assert seen[1] == ((1, 224, 224, 3), (0.0, 0.0, 0.0))
    assert seen[2] == ((1, 224, 224, 3), CIFAR.mean)
    assert seen[-1] == ((1, 288, 288, 3), RIGHT.mean)
