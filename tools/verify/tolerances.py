"""The allowed differences between the numbers of two machines.

Measured on 300 images with resnet50-pqf, AMD EPYC (family 25, model 17), torch 2.14.1 and OpenVINO
2026.4.1, logits from −23 to 16; 1 and 2 threads give the same bytes:

                                  largest difference   other       other predictions of the
                                  of a logit           top-1       strategy that moved most
float32, torch against OpenVINO   4.2e-5               0 of 300    0 of 300
bfloat16, torch against OpenVINO  0.52                 14 of 300   28 of 300 (drawn at random: 167)
"""

from collections.abc import Mapping

from stages.core.arrays import Kind

# Largest difference of one logit, by the precision that both were computed in.
LOGIT: Mapping[str, float] = {"float32": 2e-4, "bfloat16": 1.0}
# Share of images whose top-1 class may differ.
TOP1: Mapping[str, float] = {"float32": 0.001, "bfloat16": 0.1}
# Images of one split that one strategy may call something else, and by which an accuracy may
# differ. For float32: in bfloat16, another library moves more than that.
IMAGES = 2
# A strategy without labels may learn from its own answers, and its rounds multiply differences:
# normal noise on the logits with a deviation of 1e-5 (two libraries are 7e-6 apart) changed nothing
# in five draws, of 5e-5 up to 54 of 4,000 predictions of self_train, its dev accuracy by 0.0015.
SELF_TAUGHT: frozenset[Kind] = frozenset({"label_free", "transductive"})
SELF_TAUGHT_IMAGES = 0.03  # share that it may call something else
SELF_TAUGHT_METRIC = 0.015  # of any metric
# Any other metric.
METRIC = 0.01
# Both metrics of a pair are rounded: the four digits that `evaluate` keeps allow half a unit each.
ROUNDING = 1e-4


def predictions(kind: str, images: int) -> float:
    """How many of so many images a strategy may call something else."""
    return SELF_TAUGHT_IMAGES * images if kind in SELF_TAUGHT else IMAGES


def metric(kind: str, name: str, images: int) -> float:
    """How far one metric of a strategy may be off; images: those that it is of."""
    if kind in SELF_TAUGHT:
        allowed = SELF_TAUGHT_METRIC
    else:
        allowed = IMAGES / images if "accuracy" in name else METRIC
    return allowed + ROUNDING
