"""Measures the networks of a checkout that has run them: results, orders, and shares of choices."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from stages import vocabulary
from stages.core import arrays, params, paths
from stages.core.arrays import Kind
from stages.core.errors import DataError
from stages.map.groups import known_groups
from stages.map.inputs import read_habits, read_knowledge
from stages.map.lists import find_list
from stages.map.similarity import lin_similarity, shared_content
from stages.report.appendix import LIBRARIES
from stages.report.networks import RANKED, best_of_kinds, kendall_tau
from stages.results.evaluation import Content, Evaluation, Result, read_content
from stages.results.provenance import Run
from stages.sensitivity.curve import SCOPES, measure_curve, share_variance
from stages.sensitivity.inputs import Variant, describe_input
from stages.sensitivity.params import SensitivityParams
from stages.sensitivity.specification import Fixed

from .survey import Best, ChoiceShare, Network, Order, ScopeShares, Survey, Tau

DIGITS = 4
UNROUNDED = 8  # limits, which the page rounds: once, as the report does
Right = dict[str, NDArray[np.bool_]]  # by strategy, (N,): which test images it has right


def measure() -> Survey:
    """All numbers of this checkout; DataError where it has one network alone."""
    content = read_content()
    if len(content.evaluations) < 2:
        raise DataError("params.yaml lists one network alone: nothing to compare. See backbones")
    if not content.evaluations[0].provenance.images.train:
        raise DataError("there are no training images to choose a strategy by: nothing to compare")
    chosen = params.load_section("sensitivity", SensitivityParams)
    networks = _name_networks(content)
    first = content.evaluations[0].provenance
    return Survey(
        dataset=first.test.images,
        images={"dev": first.images.train, "test": first.images.test},
        confidence=content.confidence,
        resamples=chosen.resamples,
        libraries={name: _version(name) for name in LIBRARIES},
        networks=networks,
        orders=tuple(_compare_orders(content, chosen)),
        scopes=_share_choices(networks, chosen),
    )


def _version(library: str) -> str:
    from importlib.metadata import version

    return version(library)


def _name_networks(content: Content) -> tuple[Network, ...]:
    """Each backbone with the best of its kinds; one checkpoint is one network."""
    first_of: dict[str, Evaluation] = {}
    return tuple(
        _describe(one, first_of.setdefault(_run(one).weights.sha256, one))
        for one in content.evaluations
    )


def _run(one: Evaluation) -> Run:
    run = one.provenance.test
    if not isinstance(run, Run):
        raise DataError(f"{one.backbone} was imported, so nothing is known of it. See imported")
    return run


def _describe(one: Evaluation, first: Evaluation) -> Network:
    run = _run(one)
    best = best_of_kinds(Content((one,)))
    return Network(
        backbone=one.backbone,
        network=first.backbone,
        title=first.provenance.test.title,
        licence=run.weights.licence,
        input=describe_input(run.model_dump()),
        computed_on=f"{run.device.model}, {run.backend} {run.versions[run.backend]}",
        best={kind: _numbers(result) for kind, (_, result) in best.items()},
    )


def _numbers(result: Result) -> Best:
    return Best(
        strategy=result.strategy,
        dev_accuracy=result.choice,
        accuracy=result.accuracy,
        low=round(result.accuracy_low, UNROUNDED),
        high=round(result.accuracy_high, UNROUNDED),
    )


def _compare_orders(content: Content, chosen: SensitivityParams) -> list[Order]:
    """Every two backbones, by kind, on the same resamples of the test images."""
    labels = vocabulary.problem(params.load_targets()).read_labels(paths.labels("test"))
    counts = np.random.default_rng(chosen.seed).multinomial(
        len(labels), np.full(len(labels), 1 / len(labels)), size=chosen.resamples
    )
    right: dict[str, dict[Kind, Right]] = {}
    for one in content.evaluations:
        right[one.backbone] = {kind: {} for kind in get_args(Kind)}
        for result in one.results:
            path = paths.scores(one.backbone) / "test" / f"{result.strategy}.npz"
            found = arrays.read_scores(path).predictions == labels
            right[one.backbone][result.kind][result.strategy] = found
    return [
        Order(
            first=first,
            second=second,
            kinds=_agree(right[first], right[second], counts, chosen.confidence),
        )
        for first, second in combinations(right, 2)
    ]


def _agree(
    first: Mapping[Kind, Right],
    second: Mapping[Kind, Right],
    counts: NDArray[np.int64],
    confidence: float,
) -> dict[Kind, Tau]:
    """counts (B, N): how often each resample has each image."""
    found: dict[Kind, Tau] = {}
    tail = (1 - confidence) / 2
    for kind in first:
        shared = sorted(first[kind].keys() & second[kind].keys())
        if len(shared) < RANKED:
            continue
        sides = [np.stack([side[kind][name] for name in shared]) for side in (first, second)]
        drawn = kendall_tau(*(side.astype(np.float64) @ counts.T for side in sides))
        low, high = np.nanquantile(drawn, [tail, 1 - tail])
        tau = kendall_tau(*(side.sum(axis=1).astype(np.float64) for side in sides))
        value, low, high = (round(float(number), DIGITS) for number in (tau, low, high))
        found[kind] = Tau(strategies=len(shared), tau=value, low=low, high=high)
    return found


def _read_variant(network: Network) -> Variant:
    """The training images' logits, under the name of the network and not of the backbone."""
    logits = arrays.read_logits(network.backbone, "train")
    habits = read_habits(paths.logits(network.backbone))
    return Variant(network.network, network.input, logits, habits)


def _share_choices(
    networks: Sequence[Network], chosen: SensitivityParams
) -> dict[str, ScopeShares]:
    """The specification curve of `sensitivity` with the network as one more choice, on dev."""
    targets = params.load_targets()
    knowledge = read_knowledge(targets, ())
    shared = shared_content(knowledge.imagenet, knowledge.targets, knowledge.wordnet)
    lists = {name: find_list(name, targets) for name in known_groups()}
    curve = measure_curve(
        list(map(_read_variant, networks)),
        vocabulary.problem(targets).read_labels(paths.labels("train")),
        {name: groups for name, groups in lists.items() if groups is not None},
        Fixed(chosen.votes, chosen.seed, lin_similarity(shared), chosen.debias),
    )
    scopes = {}
    for scope, wanted in SCOPES.items():
        part = curve.only(wanted)
        shares = share_variance(part, chosen.resamples, chosen.confidence, chosen.seed)
        rows = [
            ChoiceShare(
                choice=choice,
                **{name: round(value, DIGITS) for name, value in one._asdict().items()},
            )
            for choice, one in sorted(shares.items(), key=lambda pair: -pair[1].share)
        ]
        scopes[scope] = ScopeShares(
            specifications=len(part.specifications),
            lowest=round(float(part.accuracies.min()), DIGITS),
            highest=round(float(part.accuracies.max()), DIGITS),
            shares=tuple(rows),
        )
    return scopes
