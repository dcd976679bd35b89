"""The tables and sentences of docs/networks.md that hold numbers, in Markdown."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import fmean, median
from typing import Final

from stages.core.arrays import Kind
from stages.results.language import PLAIN

from .survey import Best, Order, ScopeShares, Survey, Tau

KINDS: Final[dict[Kind, str]] = {
    "zero_shot": "zero‑shot",  # a hyphen that does not break the line
    "informed": "informed",
    "label_free": "label‑free",
    "transductive": "transductive",
    "supervised": "supervised",
}
CHOICES: Final = {
    "backbone": "the network",
    "input": "how pictures are enlarged",
    "groups": "the list of classes",
    "of": "logits or probabilities",
    "reduce": "the reduction",
    "unmapped": "the policy for unmapped top-1 classes",
    "debias": "whether the network's habit is subtracted",
}
SCOPES: Final = {
    "weighed": "Zero-shot, without policies that give up or guess",
    "zero_shot": "Zero-shot",
    "with_informed": "With the lists by someone who knows the images",
}


def write_tables(survey: Survey) -> dict[str, str]:
    """All of them, by the names of their marks."""
    return {
        "answer": _answer(survey),
        "accuracy": _accuracy(survey),
        "orders": _orders(survey),
        "shares": _shares(survey),
        "machines": _machines(survey),
    }


def _answer(survey: Survey) -> str:
    shares = survey.scopes["weighed"].shares
    told = ", ".join(f"{CHOICES[one.choice]} {PLAIN.percent(one.share)}" for one in shares)
    spans = "; ".join(
        f"{KINDS[kind]} {_number(min(taus))} to {_number(max(taus))}, half of them at least "
        f"{_number(median(taus))}"
        for kind, taus in _taus(survey).items()
    )
    best = "; ".join(f"{KINDS[kind]} {_count_best(survey, kind)}" for kind in KINDS)
    return "\n".join(
        (
            f"- **The best mapping** on dev under the {len(survey.networks)} backbones, and under "
            f"how many of them: {best}.",
            f"- **The order of the mappings** under two backbones, Kendall's τ over all "
            f"{len(survey.orders)} pairs: {spans}.",
            f"- **What accuracy depends on** among zero-shot mappings that neither give up nor "
            f"guess, shares of the variance: {told}.",
        )
    )


def _count_best(survey: Survey, kind: Kind) -> str:
    found = Counter(one.best[kind].strategy for one in survey.networks if kind in one.best)
    return ", ".join(f"{strategy} {count}" for strategy, count in found.most_common())


def _taus(survey: Survey) -> dict[Kind, list[float]]:
    """By kind, of all pairs of backbones."""
    return {
        kind: taus
        for kind in KINDS
        if (taus := [one.kinds[kind].tau for one in survey.orders if kind in one.kinds])
    }


def _accuracy(survey: Survey) -> str:
    """One table for each way of enlarging."""
    images = survey.images
    about = (
        f"{survey.dataset}. In each cell the best strategy of the kind on the {images['dev']:,} "
        f"dev images, its accuracy there, and **on the {images['test']:,} test images**, with the "
        f"{100 * survey.confidence:g} % Wilson interval. Sorted by the mean of the dev accuracies."
    )
    ways = dict.fromkeys(network.input for network in survey.networks)
    return "\n\n".join((about, *(f"{way}:\n\n{_table_of(survey, way)}" for way in ways)))


def _table_of(survey: Survey, way: str) -> str:
    found = [one for one in survey.networks if one.input == way]
    rows = [
        (
            one.title,
            one.licence.partition(" (")[0],
            PLAIN.percent(one.mean_on_dev),
            *(_cell(one.best[kind]) if kind in one.best else "–" for kind in KINDS),
        )
        for one in sorted(found, key=lambda one: -one.mean_on_dev)
    ]
    return _table(("network", "licence", "▼ mean on dev", *KINDS.values()), rows, numbers=(2,))


def _cell(best: Best) -> str:
    interval = PLAIN.interval((best.low, best.high))
    return (
        f"{best.strategy}<br>dev {PLAIN.percent(best.dev_accuracy)}<br>"
        f"**{PLAIN.percent(best.accuracy)}** ({interval})"
    )


def _orders(survey: Survey) -> str:
    default, kinds = survey.networks[0].backbone, tuple(_taus(survey))
    strategies = ", ".join(
        f"{survey.orders[0].kinds[kind].strategies} {KINDS[kind]}" for kind in kinds
    )
    about = (
        f"Kendall's τ-b of the test accuracies of {strategies} strategies; 1 is the same order, 0 "
        f"none. In brackets: {100 * survey.confidence:g} % of {survey.resamples:,} resamples of "
        "the test images, the same for both backbones; resampling adds noise, which draws τ down. "
        "Sorted by the mean over the kinds."
    )
    rows = [
        (one.second, *(_tau(one.kinds[kind]) for kind in kinds))
        for one in sorted(survey.orders, key=_mean_tau, reverse=True)
        if one.first == default
    ]
    header = (f"▼ agreement with {default}", *(KINDS[kind] for kind in kinds))
    return f"{about}\n\n{_table(header, rows)}"


def _mean_tau(order: Order) -> float:
    return fmean(one.tau for one in order.kinds.values())


def _tau(one: Tau) -> str:
    return f"{_number(one.tau)} ({_number(one.low)} to {_number(one.high)})"


def _number(value: float) -> str:
    return PLAIN.number(value, 2)


def _shares(survey: Survey) -> str:
    parts = [
        f"{name}: {scope.specifications:,} combinations, right for "
        f"{PLAIN.percent(scope.lowest)} to {PLAIN.percent(scope.highest)} of the dev images.\n\n"
        f"{_share_table(scope)}"
        for key, name in SCOPES.items()
        for scope in [survey.scopes[key]]
    ]
    return "\n\n".join(parts)


def _share_table(scope: ScopeShares) -> str:
    header = ("choice", "▼ share of the variance", "interval", "moves accuracy by itself, points")
    rows = [
        (
            CHOICES[one.choice],
            PLAIN.percent(one.share),
            PLAIN.interval((one.low, one.high)),
            PLAIN.size(one.swing),
        )
        for one in scope.shares
    ]
    return _table(header, rows)


def _machines(survey: Survey) -> str:
    """Where the logits were computed; what comes after them is the same on every machine."""
    by_machine: dict[str, list[str]] = {}
    for one in survey.networks:
        by_machine.setdefault(one.computed_on, []).append(one.backbone)
    lines = [f"- {machine}: {', '.join(names)}" for machine, names in by_machine.items()]
    libraries = ", ".join(f"{name} {version}" for name, version in survey.libraries.items())
    return "\n".join((*lines, f"- everything after the logits: {libraries}"))


def _table(
    header: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] | None = None
) -> str:
    """Columns of `numbers`, or all but the first, stand to the right."""
    right = set(range(1, len(header)) if numbers is None else numbers)
    rule = ["--:" if column in right else "---" for column in range(len(header))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, rule, *rows))
