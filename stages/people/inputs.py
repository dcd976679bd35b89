"""Reads scores and labels of the test images, which must be those that people were shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..core import arrays, checksums, files, params, paths, strict_yaml
from ..core.arrays import Labels, Scores
from ..core.errors import DataError, ParamsError, shown
from ..evaluate.inputs import check_fit
from .answers import Answers
from .measures import Counts, plurality
from .params import PeopleParams

# The plurality of people agrees with 99.0 % of the labels of CIFAR-10's first 1,000 test images; of
# other images, or of the same ones in another order, it would agree with about one in K.
LEAST_AGREEMENT = 0.9
OFF = f"Or set people.answers to null in {paths.PARAMS}"


@dataclass(frozen=True)
class Network:
    """title: of the network; notice: what its licence requires beside results."""

    title: str
    notice: str


@dataclass(frozen=True)
class Answered:
    """N test images: their labels, what people answered, and the scores of each strategy."""

    labels: Labels
    counts: Counts  # (N, K)
    strategies: Mapping[str, Scores]
    network: Network


def read_answered(chosen: PeopleParams, answers: Answers, counts: Counts) -> Answered:
    """Read what the counts are compared with; DataError where it is of other images or targets.

    All that the stage reads is compared with its checksums first.
    """
    backbones = params.load_backbones()
    if chosen.backbone not in backbones:
        where = strict_yaml.read(paths.PARAMS).where(("people", "backbone"))
        given, allowed = shown(chosen.backbone), ", ".join(backbones)
        raise ParamsError(f"{where}: people.backbone is {given}; allowed: {allowed}.")
    checksums.check_folder(paths.scores(chosen.backbone))
    checksums.check_file(paths.labels("test"))
    labels = arrays.read_labels(paths.labels("test"), len(answers.targets))
    strategies = _read_scores(chosen.backbone, answers, len(labels))
    return Answered(
        labels, match_counts(answers, counts, labels), strategies, _read_network(chosen.backbone)
    )


def match_counts(answers: Answers, counts: Counts, labels: Labels) -> Counts:
    """The counts of the first N images; DataError where their plurality contradicts the labels."""
    path = paths.labels("test")
    if len(labels) > len(counts):
        raise DataError(
            f"{path} has labels of {len(labels)} images, {answers.title} has answers for "
            f"{len(counts)}. Choose its data set in download.dataset. {OFF}."
        )
    of_images = counts[: len(labels)]
    share = float((plurality(of_images) == labels).mean())
    if share < LEAST_AGREEMENT:
        raise DataError(
            f"{path}: {answers.title} is of other images or of another order: most people agree "
            f"with {share:.1%} of the labels, wanted: {LEAST_AGREEMENT:.0%} or more. Choose its "
            f"data set in download.dataset. {OFF}."
        )
    return of_images


def _read_scores(backbone: str, answers: Answers, images: int) -> dict[str, Scores]:
    """All strategies' scores of the test images, by name in the order of the alphabet."""
    folder = paths.scores(backbone) / "test"
    strategies = {path.stem: arrays.read_scores(path) for path in sorted(folder.glob("*.npz"))}
    if not strategies:
        raise DataError(f"{folder} holds no strategy. Run: dvc pull, or: dvc repro map")
    for name, scores in strategies.items():
        path = folder / f"{name}.npz"
        if scores.targets != answers.targets:
            raise DataError(
                f"{path} has the targets {_listed(scores.targets)}, but the people of "
                f"{answers.title} chose among {_listed(answers.targets)}. {OFF}."
            )
        check_fit(path, scores, images)
    return strategies


def _read_network(backbone: str) -> Network:
    path = paths.scores(backbone) / paths.PROVENANCE
    made_by = files.read_map(path)
    arrays.check_provenance(path, made_by, ("test.weights.title", "test.weights.notice"))
    weights = made_by["test"]["weights"]
    return Network(str(weights["title"]), str(weights["notice"]))


def _listed(targets: Sequence[str]) -> str:
    return ", ".join(targets)
