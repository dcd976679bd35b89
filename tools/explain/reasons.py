"""Explains the score of one image under one strategy, from the files that the strategy wrote."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from stages import vocabulary
from stages.core.arrays import REJECTED, Members, rank_classes
from stages.map.habit import Habit
from stages.map.mapper import Floats
from stages.map.reduction import GroupReduction, Unmapped
from stages.map.scoring import apply_mapper
from stages.map.strategies.groups import Options, RandomOptions, VoteOptions, find_habit
from tools.explain.recorded import ListUsed, Record, StrategyRecord, WeightsUsed

SHOWN = 3  # named classes; the others are summed up
MINOR = 0.01  # members below this share of the largest probability of a group are not named
CHANCE = "random"  # the method that does not use the image
ELSEWHERE = "fitted to other images than for test, and those weights are not stored"
OTHER_RUN = "its files in data/mappings do not give these scores. Run: dvc repro -f map"

Image = NDArray[np.float64]  # (1, S), the logits of one


def give_reasons(strategy: StrategyRecord, image: int, record: Record) -> list[str]:
    """Sentences about image number `image`.

    A reason is only given if it leads to the stored scores; else the files are of another run.
    """
    logits, used = record.logits[image : image + 1], strategy.list_used
    z, stored = logits.astype(np.float64), strategy.scores.scores[image]
    if isinstance(strategy.options, Options) and used:
        habit = find_habit(record.habits, strategy.options.debias)
        reduction = rebuild(strategy.options, used.members, habit)
        z = z if habit is None else z - habit
        scores = apply_mapper(reduction, logits)[0]
        if not _agree(scores, stored) or (np.isneginf(scores) != np.isneginf(stored)).any():
            return [OTHER_RUN]
        return list(_of_groups(strategy, image, z, used, reduction, strategy.options.unmapped))
    if strategy.options.method == CHANCE:
        return ["a target is drawn for each image"]
    if strategy.weights_used is None:
        return ["it stores no weights that could explain its scores"]
    if record.scored == "dev" and strategy.scores.kind in ("supervised", "transductive"):
        return [ELSEWHERE]
    return [_of_weights(strategy, image, z[0], record.usual, strategy.weights_used)]


def rebuild(options: Options, members: Members, habit: Habit | None = None) -> GroupReduction:
    """The reduction of these members; with `reassign` they contain the reassigned classes."""
    return GroupReduction(
        members,
        options.of,
        options.reduce,
        "ignore" if options.unmapped == "reassign" else options.unmapped,
        options.k if isinstance(options, VoteOptions) else 0,
        options.seed if isinstance(options, RandomOptions) else 0,
        habit,
    )


def best_two(scores: Floats, prediction: int) -> tuple[int, ...]:
    """The predicted target and the next one; fewer if the others, or all, are excluded."""
    order = np.argsort(-scores, kind="stable")
    return tuple(int(t) for t in order[:2] if scores[t] > -np.inf and prediction != REJECTED)


def name_class(index: int) -> str:
    """`281 tabby`: the index, because two classes may have the same name, and the name."""
    return f"{index} {vocabulary.imagenet()[index].names[0]}"


def _of_groups(
    strategy: StrategyRecord,
    image: int,
    z: Image,
    used: ListUsed,
    reduction: GroupReduction,
    unmapped: Unmapped,
) -> Iterator[str]:
    top1 = int(z.argmax())
    holders = [t for t, group in enumerate(used.reasons) if top1 in group]
    if reduction.reduce == "vote":
        yield _tell_votes(strategy.scores.targets, z, reduction)
    elif holders or reduction.unmapped == "ignore":
        yield _tell_groups(strategy, image, z, reduction)
    yield _tell_top1(strategy, image, top1, used, unmapped)


def _tell_groups(strategy: StrategyRecord, image: int, z: Image, reduction: GroupReduction) -> str:
    """The groups of the best two targets, with the members that contribute most."""
    values = z[0] if reduction.of == "logits" else softmax(z[0])
    scores = strategy.scores.scores[image]
    texts = []
    for target in best_two(scores, int(strategy.scores.predictions[image])):
        group = sorted(reduction.members[target], key=lambda index: -values[index])
        floor = MINOR * values[group[0]] if reduction.of == "probabilities" else -np.inf
        shown = [index for index in group[:SHOWN] if values[index] >= floor]
        named = ", ".join(f"{name_class(index)} {values[index]:.3g}" for index in shown)
        more = f" and {len(group) - len(shown):,} more" if len(group) > len(shown) else ""
        texts.append(f"{strategy.scores.targets[target]} {scores[target]:.3g} ({named}{more})")
    less = "" if reduction.habit is None else " less the network's habit"
    return f"{reduction.reduce} of {reduction.of}{less}: {' before '.join(texts)}"


def _tell_votes(targets: tuple[str, ...], z: Image, reduction: GroupReduction) -> str:
    """The vote of each of the k likeliest classes, the likeliest first."""
    texts = []
    for index in map(int, rank_classes(z, reduction.votes)[0]):
        names = [targets[t] for t, group in enumerate(reduction.members) if index in group]
        texts.append(f"{name_class(index)} for {names[0] if names else 'none'}")
    return f"votes of the {reduction.votes} likeliest: {', '.join(texts)}"


def _tell_top1(
    strategy: StrategyRecord, image: int, top1: int, used: ListUsed, unmapped: Unmapped
) -> str:
    """The target of the top-1 class, or what `unmapped` did with the image."""
    start, targets = f"the top-1 class, {name_class(top1)},", strategy.scores.targets
    names = [
        f"{targets[t]} ({group[top1]})" for t, group in enumerate(used.reasons) if top1 in group
    ]
    if names:
        return f"{start} counts for {' and '.join(names)}"
    drawn = int(strategy.scores.predictions[image])
    handling: dict[Unmapped, str] = {
        "reject": "the image was rejected",
        "random": f"a target was drawn, {targets[drawn]}",
        "reassign": "and has nothing in common with a target in WordNet: it did not count",
        "ignore": "it did not count",
    }
    return f"{start} is unmapped: {handling[unmapped]}"


def _of_weights(
    strategy: StrategyRecord, image: int, z: NDArray[np.float64], usual: Floats, used: WeightsUsed
) -> str:
    """The contributions of classes to the margin between the best two targets; they sum to it.

    The contribution of a logit is its difference from the class's mean over all images here (each
    centred by image), times the weight; the average image gives the constant. That of a probability
    is the probability times the weight.
    """
    scores = strategy.scores.scores[image]
    x = z if used.of == "logits" else softmax(z)
    weights, bias = used.weights.astype(np.float64), used.bias.astype(np.float64)
    if not _agree(x @ weights + bias, scores):
        return OTHER_RUN
    pair = best_two(scores, int(strategy.scores.predictions[image]))
    if len(pair) < 2:
        return "all other targets are excluded"
    first, second = pair
    apart = weights[:, first] - weights[:, second]
    parts_of = (z - z.mean() - usual) * apart if used.of == "logits" else x * apart
    constant = bias[first] - bias[second] + (usual @ apart if used.of == "logits" else 0.0)
    order = [s for s in np.argsort(-np.abs(parts_of), kind="stable")[:SHOWN] if parts_of[s]]
    parts = [f"{name_class(int(s))} {parts_of[s]:+.3g}" for s in order]
    if np.count_nonzero(parts_of) > len(order):
        parts.append(f"all others {parts_of.sum() - parts_of[order].sum():+.3g}")
    if used.of == "logits":
        parts.append(f"the average image {constant:+.3g}")
    names, lead = strategy.scores.targets, float(scores[first]) - float(scores[second])
    return f"{names[first]} leads {names[second]} by {lead:.3g}: {', '.join(parts)}"


def _agree(scores: Floats, stored: Floats) -> bool:
    """Whether the scores are equal up to rounding, for targets that are not excluded."""
    possible = stored > -np.inf
    size = np.abs(stored[possible]).max(initial=0.0)
    return bool(np.allclose(scores[possible], stored[possible], rtol=1e-3, atol=1e-4 * size))
