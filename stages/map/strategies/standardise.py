"""Standardised logits: each is compared with its mean over the images, not with other logits."""

from ..evidence import Unlabelled
from ..label_free import StandardisedGroups, StandardisedOptions, standardise_groups


class Options(StandardisedOptions):
    pass


def fit(seen: Unlabelled, options: Options) -> StandardisedGroups:
    """(logit − mean) / standard deviation over the images, then reduced as in `groups`.

    logits (N, S) without labels. The mean of each image is subtracted first (on the quick input
    .699 instead of .681), so that no score depends on a constant added to all its logits.
    """
    return standardise_groups(seen, options)
