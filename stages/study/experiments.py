"""Runs all experiments on one network and one sample, in order."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torchvision.models import ResNet

from ..core.arrays import Images
from ..core.errors import ParamsError
from ..infer.weights import Weights
from ..preprocess.resize import resize
from ..tables import study as rows
from . import (
    costs,
    denormalisation,
    formula,
    gradients,
    network,
    preprocessing,
    residual,
    resolution,
    timing,
)
from .gradients import Batch
from .mapping import Bools
from .params import StudyParams
from .sample import Sample
from .statistics import Statistics, histogram, statistics


@dataclass(frozen=True)
class Subject:
    """The input of the experiments: a network with its normalisation, the mapping, a sample of the
    training images, and all training images for experiments without the network."""

    network: ResNet
    weights: Weights
    members: Bools
    sample: Sample
    images: Images
    title: str  # of the problem, whose images they are


@dataclass(frozen=True)
class Results:
    """Rows of the tables of the same names; costs of blocks and of networks are one table."""

    norms: tuple[rows.Norm, ...]
    steps: tuple[rows.Step, ...]
    formula: tuple[rows.FormulaCheck, ...]
    blocks: tuple[rows.Cost, ...]
    networks: tuple[rows.Cost, ...]
    timing: tuple[rows.Timing, ...]
    preprocessing: tuple[rows.Outcome, ...]
    resolution: tuple[rows.ResolutionResult, ...]
    denormalisation: tuple[rows.Channel, ...]
    clipped: rows.Clipped


def run_experiments(subject: Subject, chosen: StudyParams) -> Results:
    """Run every experiment; on one machine all numbers but the timing are the same in every run."""
    torch.use_deterministic_algorithms(True)
    run = network.compile_network(subject.network)
    counts = histogram(subject.images)
    weights, level = subject.weights, chosen.confidence
    right = Statistics(weights.mean, weights.std)
    tried = preprocessing.variants(
        chosen.reference, right, statistics(counts), chosen.sizes, subject.title
    )
    batches = tuple(batches_of(subject, chosen))
    logging.info("gradients")
    return Results(
        norms=tuple(_norms(subject, batches, chosen)),
        steps=tuple(_steps(subject, batches, chosen)),
        formula=tuple(formula.check_blocks(subject.network, batches[0].pictures[:1], chosen.seed)),
        blocks=tuple(costs.count_blocks()),
        networks=tuple(costs.count_networks()),
        preprocessing=tuple(
            preprocessing.measure_variants(tried, subject.sample, run, subject.members, level)
        ),
        resolution=tuple(
            resolution.measure_resolutions(
                chosen.resolutions,
                subject.sample,
                chosen.reference,
                run,
                right,
                subject.members,
                level,
            )
        ),
        denormalisation=denormalisation.measure_channels(counts, weights.mean, weights.std),
        clipped=denormalisation.measure_clipped(subject.images, weights.mean, weights.std),
        timing=tuple(timing.measure_times(chosen.timing_repetitions, chosen.seed)),
    )


def batches_of(subject: Subject, chosen: StudyParams) -> Iterator[Batch]:
    """Batches of the first images of the sample; ParamsError if there are too few images."""
    size, wanted = chosen.gradients.images, chosen.gradients.repetitions
    if size * wanted > len(subject.sample.images):
        raise ParamsError(
            f"params.yaml: study.gradients asks for {wanted} batches of {size} images; the sample "
            f"has {len(subject.sample.images)}. Lower them, or raise study.images."
        )
    for start in range(0, size * wanted, size):
        part = subject.sample.part(start, size)
        pictures = resize(part.images, chosen.reference)
        yield Batch(
            network.normalise(pictures, subject.weights.mean, subject.weights.std),
            torch.from_numpy(subject.members[part.labels]),
        )


def _norms(
    subject: Subject, batches: tuple[Batch, ...], chosen: StudyParams
) -> Iterator[rows.Norm]:
    for repetition, batch in enumerate(batches):
        fresh = gradients.initialised(subject.weights.architecture, chosen.seed + repetition)
        yield from gradients.measure_norms(fresh, batch, "initial", repetition)
        yield from gradients.measure_norms_alone(fresh, batch, "initial", repetition)
        bare = residual.without_norms(fresh)
        yield from gradients.measure_norms(bare, batch, "unnormalised", repetition)
        yield from gradients.measure_norms(subject.network, batch, "trained", repetition)


def _steps(
    subject: Subject, batches: tuple[Batch, ...], chosen: StudyParams
) -> Iterator[rows.Step]:
    for repetition, batch in enumerate(batches):
        fresh = gradients.initialised(subject.weights.architecture, chosen.seed + repetition)
        yield from gradients.measure_steps(fresh, batch, chosen.gradients.steps, repetition)


def one_of_each(sample: Sample, count: int) -> NDArray[np.int64]:
    """Indices of the first image of each target, at most `count`, for the figures."""
    return np.unique(sample.labels, return_index=True)[1][:count]
