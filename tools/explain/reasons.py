"""Why one image got its score under one strategy, in sentences, from what the strategy has left."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from stages import vocabulary
from stages.core.arrays import REJECTED
from stages.map.mapper import Floats
from stages.map.reduction import GroupReduction, Members, Unmapped, rank_classes
from stages.map.scoring import apply_mapper
from stages.map.strategies.groups import Options, RandomOptions, VoteOptions
from tools.explain.recorded import ListUsed, Record, StrategyRecord, WeightsUsed

SHOWN = 3  # classes that are named before the rest is summed up
MINOR = 0.01  # of the largest probability in a group: members below it are among the rest
CHANCE = "random"  # the method that looks at nothing
ELSEWHERE = "fitted to other images than for test, and those weights are not kept"
OTHER_RUN = "what it has left does not give these scores. Run: dvc repro -f map"

Image = NDArray[np.float64]  # (1, S), the logits of one


def give_reasons(strategy: StrategyRecord, image: int, record: Record) -> list[str]:
    """Sentences about image number `image`.

    Only what gives the stored scores is told; the rest belongs to another fit or another run.
    """
    logits, used = record.logits[image : image + 1], strategy.list_used
    z, stored = logits.astype(np.float64), strategy.scores.scores[image]
    if isinstance(strategy.options, Options) and used:
        reduction = rebuild(strategy.options, used.members)
        scores = apply_mapper(reduction, logits)[0]
        if not _agree(scores, stored) or (np.isneginf(scores) != np.isneginf(stored)).any():
            return [OTHER_RUN]
        return list(_of_groups(strategy, image, z, used, reduction, strategy.options.unmapped))
    if strategy.options.method == CHANCE:
        return ["a target is drawn for each image"]
    if strategy.weights_used is None:
        return ["it leaves no weights that would show what its scores are made of"]
    if record.scored == "dev" and strategy.scores.kind in ("supervised", "transductive"):
        return [ELSEWHERE]
    return [_of_weights(strategy, image, z[0], record.usual, strategy.weights_used)]


def rebuild(options: Options, members: Members) -> GroupReduction:
    """The reduction of these members; where classes were reassigned, they are grown already."""
    return GroupReduction(
        members,
        options.of,
        options.reduce,
        "ignore" if options.unmapped == "reassign" else options.unmapped,
        options.k if isinstance(options, VoteOptions) else 0,
        options.seed if isinstance(options, RandomOptions) else 0,
    )


def best_two(scores: Floats, prediction: int) -> tuple[int, ...]:
    """The target that was chosen and the next; fewer where the others cannot be, or none can."""
    order = np.argsort(-scores, kind="stable")
    return tuple(int(t) for t in order[:2] if scores[t] > -np.inf and prediction != REJECTED)


def name_class(index: int) -> str:
    """`281 tabby`: the index tells two of one name apart."""
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
    """The groups of the best two targets, with the members that brought most."""
    values = z[0] if reduction.of == "logits" else softmax(z[0])
    scores = strategy.scores.scores[image]
    told = []
    for target in best_two(scores, int(strategy.scores.predictions[image])):
        group = sorted(reduction.members[target], key=lambda index: -values[index])
        floor = MINOR * values[group[0]] if reduction.of == "probabilities" else -np.inf
        shown = [index for index in group[:SHOWN] if values[index] >= floor]
        named = ", ".join(f"{name_class(index)} {values[index]:.3g}" for index in shown)
        more = f" and {len(group) - len(shown):,} more" if len(group) > len(shown) else ""
        told.append(f"{strategy.scores.targets[target]} {scores[target]:.3g} ({named}{more})")
    return f"{reduction.reduce} of {reduction.of}: {' before '.join(told)}"


def _tell_votes(targets: tuple[str, ...], z: Image, reduction: GroupReduction) -> str:
    """Who voted for whom, the likeliest class first."""
    told = []
    for index in map(int, rank_classes(z, reduction.votes)[0]):
        held = [targets[t] for t, group in enumerate(reduction.members) if index in group]
        told.append(f"{name_class(index)} for {held[0] if held else 'nobody'}")
    return f"votes of the {reduction.votes} likeliest: {', '.join(told)}"


def _tell_top1(
    strategy: StrategyRecord, image: int, top1: int, used: ListUsed, unmapped: Unmapped
) -> str:
    """The target of the top-1 class, or what `unmapped` did with the image."""
    start, targets = f"the top-1 class, {name_class(top1)},", strategy.scores.targets
    held = [
        f"{targets[t]} ({group[top1]})" for t, group in enumerate(used.reasons) if top1 in group
    ]
    if held:
        return f"{start} counts for {' and '.join(held)}"
    drawn = int(strategy.scores.predictions[image])
    done: dict[Unmapped, str] = {
        "reject": "the image was rejected",
        "random": f"a target was drawn, {targets[drawn]}",
        "reassign": "and has nothing in common with a target in WordNet: it did not count",
        "ignore": "it did not count",
    }
    return f"{start} is unmapped: {done[unmapped]}"


def _of_weights(
    strategy: StrategyRecord, image: int, z: NDArray[np.float64], usual: Floats, used: WeightsUsed
) -> str:
    """The classes that put the best target before the next; all parts sum to the lead.

    Logits count from what is usual for their class, of all images here, each image's mean aside;
    what the average image would get is the constant. Probabilities count from 0.
    """
    scores = strategy.scores.scores[image]
    x = z if used.of == "logits" else softmax(z)
    weights, bias = used.weights.astype(np.float64), used.bias.astype(np.float64)
    if not _agree(x @ weights + bias, scores):
        return OTHER_RUN
    pair = best_two(scores, int(strategy.scores.predictions[image]))
    if len(pair) < 2:
        return "no other target can be"
    first, second = pair
    apart = weights[:, first] - weights[:, second]
    brought = (z - z.mean() - usual) * apart if used.of == "logits" else x * apart
    constant = bias[first] - bias[second] + (usual @ apart if used.of == "logits" else 0.0)
    order = [s for s in np.argsort(-np.abs(brought), kind="stable")[:SHOWN] if brought[s]]
    parts = [f"{name_class(int(s))} {brought[s]:+.3g}" for s in order]
    if np.count_nonzero(brought) > len(order):
        parts.append(f"all others {brought.sum() - brought[order].sum():+.3g}")
    if used.of == "logits":
        parts.append(f"the average image {constant:+.3g}")
    names, lead = strategy.scores.targets, float(scores[first]) - float(scores[second])
    return f"{names[first]} leads {names[second]} by {lead:.3g}: {', '.join(parts)}"


def _agree(scores: Floats, stored: Floats) -> bool:
    """Equal but for rounding, wherever a target can be."""
    possible = stored > -np.inf
    size = np.abs(stored[possible]).max(initial=0.0)
    return bool(np.allclose(scores[possible], stored[possible], rtol=1e-3, atol=1e-4 * size))
