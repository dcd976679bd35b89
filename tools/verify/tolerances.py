"""The allowed differences between the numbers of two machines.

From the same logits: not at all. Where the logits are others, these tolerances hold; docs/verify.md
has what was measured for each.
"""

from collections.abc import Mapping

from stages.core.arrays import Kind

# Largest difference of one logit, by the precision that both were computed in.
LOGIT: Mapping[str, float] = {"float32": 2e-4, "bfloat16": 1.0}
# Share of the images of one file whose top-1 class may differ; of few images, one.
TOP1: Mapping[str, float] = {"float32": 0.001, "bfloat16": 0.1}
# Images of one split that one strategy may call something else, and by which an accuracy may
# differ. For float32: in bfloat16, another library moves more than that.
IMAGES = 2
# A strategy without labels may learn from its own answers. On the published 4,000 and 1,000 images
# noise of 5e-5 on every logit, which is what two libraries differ by at most, changed 0 to 3 of its
# predictions; of 200 images, too few for it, 2 to 7.
SELF_TAUGHT: frozenset[Kind] = frozenset({"label_free", "transductive"})
SELF_TAUGHT_IMAGES = 0.01  # share that it may call something else
SELF_TAUGHT_METRIC = 0.01  # of any metric
# Any other metric.
METRIC = 0.01
# Both metrics of a pair are rounded: the four digits that `evaluate` keeps allow half a unit each.
ROUNDING = 1e-4


def top1(precision: str, images: int) -> float:
    """How many of so many images may have another top-1 class."""
    return max(1, TOP1[precision] * images)


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
