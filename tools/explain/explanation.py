"""Explains one image under every strategy, as text for a terminal."""

import textwrap
from collections import Counter
from collections.abc import Iterator

import numpy as np
from scipy.special import softmax

from stages.core.arrays import REJECTED, Kind, Scores, rank_classes
from stages.map.mapper import Floats
from tools.explain.reasons import best_two, give_reasons, name_class
from tools.explain.recorded import ListUsed, Record, StrategyRecord

WIDTH = 100  # columns of the terminal
TOP_CLASSES = 5
NAMED = 3  # up to so many lists are named; more are counted

# what the strategies of a kind have seen, apart from the image's own logits
SEEN: dict[Kind, str] = {
    "zero_shot": "names and WordNet",
    "informed": "a list by someone who knew the images",
    "label_free": "training images without labels",
    "transductive": "all images of the set at once, without labels",
    "supervised": "training labels",
}


def explain_image(record: Record, image: int) -> str:
    """Truth, top classes, predictions, and the reasons of every strategy, kind by kind."""
    lines = [
        f"image {image:,} of {record.scored}, seen by {record.backbone}",
        *_wrap(f"truth: {tell_truth(record, image)}"),
        *_wrap(f"predictions: {count_predictions(record.strategies, image)}"),
        "",
        "likeliest ImageNet classes: probability, logit, and their targets in the lists",
        *_list_top_classes(record, image),
    ]
    for kind, seen in SEEN.items():
        strategies = [one for one in record.strategies if one.scores.kind == kind]
        if strategies:
            lines += ["", f"{kind.replace('_', '-')} (seen: {seen})"]
        for strategy in strategies:
            lines += _describe_strategy(record, strategy, image)
    return "\n".join(lines) + "\n"


def tell_truth(record: Record, image: int) -> str:
    """The label, with the remark that no strategy saw it."""
    if record.labels is None:
        return "its label is not here. Run: dvc pull"
    name = record.targets[record.labels[image]]
    if record.scored == "test":
        return f"{name} (truth, not seen by any strategy)"
    return f"{name} (truth, not seen by any strategy that gave the scores below)"


def count_predictions(strategies: tuple[StrategyRecord, ...], image: int) -> str:
    """`cat 12, dog 8, rejected 1`: the most frequent first; ties: in the order of the targets."""
    targets = strategies[0].scores.targets
    counts = Counter(int(strategy.scores.predictions[image]) for strategy in strategies)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] % (len(targets) + 1)))
    return ", ".join(f"{_name(targets, target)} {count}" for target, count in ranked)


def _list_top_classes(record: Record, image: int) -> Iterator[str]:
    z = record.logits[image].astype(np.float64)
    mass = softmax(z)
    lists = {a.list_used.label: a.list_used for a in record.strategies if a.list_used}
    for index in map(int, rank_classes(z[np.newaxis], TOP_CLASSES)[0]):
        mapped_to = _describe_targets(index, record.targets, lists)
        start = f"  {mass[index]:5.3f} {z[index]:6.2f}  {name_class(index)}"
        yield from _wrap(f"{start}: {mapped_to}", " " * 16)


def _describe_targets(index: int, targets: tuple[str, ...], lists: dict[str, ListUsed]) -> str:
    """`cat in 5 of 8 lists; dog in keyword; unmapped in imagenet_d, cinic10`."""
    lists_of: dict[str, list[str]] = {}
    for label, used in lists.items():
        for target in [t for t, group in zip(targets, used.members, strict=True) if index in group]:
            lists_of.setdefault(target, []).append(label)
        if not any(index in group for group in used.members):
            lists_of.setdefault("unmapped", []).append(label)
    if not lists:
        return "there is no list"
    counted = f" of {len(lists)} lists"
    return "; ".join(
        f"{target} in {', '.join(labels) if len(labels) <= NAMED else f'{len(labels)}{counted}'}"
        for target, labels in lists_of.items()
    )


def _describe_strategy(record: Record, strategy: StrategyRecord, image: int) -> Iterator[str]:
    prediction = int(strategy.scores.predictions[image])
    text = f"{_name(record.targets, prediction):<11}"
    if record.labels is not None:
        text += "right  " if prediction == record.labels[image] else "wrong  "
    yield f"  {strategy.name:<24}{text}{_numbers(strategy.scores, image)}".rstrip()
    for reason in give_reasons(strategy, image, record):
        yield from textwrap.wrap(reason, WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 8)


def _numbers(scores: Scores, image: int) -> str:
    """The numbers of the best two targets: probabilities if the scores have them, else scores."""
    pair = best_two(scores.scores[image], int(scores.predictions[image]))
    chances = _probabilities(scores, image)
    if chances is not None:
        texts = [f"{scores.targets[t]} {chances[t]:.3f}" for t in pair]
        return f"probability: {', '.join(texts)}" if texts else ""
    texts = [f"{scores.targets[t]} {scores.scores[image, t]:.3g}" for t in pair]
    return f"score: {', '.join(texts)}" if texts else ""


def _probabilities(scores: Scores, image: int) -> Floats | None:
    """Probabilities (K,), or None if the strategy's scores have none."""
    row = scores.scores[image].astype(np.float64)
    if scores.probabilities == "none":
        return None
    if scores.probabilities == "softmax":
        return np.asarray(softmax(row))
    return row / row.sum() if row.sum() > 0 else None


def _name(targets: tuple[str, ...], prediction: int) -> str:
    return "rejected" if prediction == REJECTED else targets[prediction]


def _wrap(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent)
