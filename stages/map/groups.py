"""Class groups: which ImageNet classes stand for which target, and why."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator

from .. import vocabulary
from ..core import paths, strict_yaml
from ..core.arrays import predict
from ..core.errors import ParamsError, shown
from ..core.params import validate
from ..core.values import Name
from .arguments import (
    check_type,
    check_whole_number,
    check_word,
    to_keywords,
    to_logits,
    to_path,
)
from .expansion import expand_keywords, find_stale_rows, report_hits
from .faults import find_faults
from .group_file import GroupFile, Row, from_group_file
from .habit import Habit
from .reduction import (
    GroupReduction,
    Of,
    Reduce,
    Unmapped,
    check_combination,
    find_overlaps,
    reassign_classes,
)
from .similarity import lin_similarity, shared_content

FOLDER = Path(__file__).with_name("groups")


@dataclass(frozen=True)
class Groups:
    """A list of classes for each target, in the order of the labels.

    kind "informed": written by someone who knew the images, so not zero-shot. overlaps: classes
    that count in full in several groups, and why; empty: targets that no class stands for, and why.
    """

    name: str
    title: str
    source: str
    version: str
    kind: Literal["zero_shot", "informed"]
    vocabulary: str  # the list of targets, as `vocabulary.targets` knows it
    rows: Mapping[str, tuple[Row, ...]]
    overlaps: Mapping[int, str]
    empty: Mapping[str, str]

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets' names, in the order of the scores."""
        return tuple(self.rows)

    @property
    def members(self) -> tuple[tuple[int, ...], ...]:
        """ImageNet indices, ascending, for each target in the order of `targets`."""
        return tuple(tuple(sorted(row.index for row in rows)) for rows in self.rows.values())


def known_groups() -> tuple[str, ...]:
    """Names of the lists that come with the package, stages/map/groups/*.yaml."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def _is_known(name: str) -> str:
    if name not in known_groups():
        raise ValueError(f"there is no list {shown(name)}; known: {', '.join(known_groups())}.")
    return name


GroupsName = Annotated[Name, AfterValidator(_is_known)]  # for the options of strategies


def read_groups(name: str | os.PathLike[str]) -> Groups:
    """A list by its name, one of `known_groups()`, or from a file.

    A file has the form of stages/map/groups/*.yaml; ParamsError for its first fault (`tools.check`
    names all). A plain list ({target: [index, …]} and the like) gets that form by
    `python -m tools.check FILE --write NEW`.
    """
    path = _find_list(name)
    document = strict_yaml.read(path)
    if not isinstance(document.content, dict) or "groups" not in document.content:
        raise ParamsError(
            f"{path} has no key 'groups', so it is no complete list. A plain one becomes one by: "
            f"python -m tools.check {path} --write NEW.yaml"
        )
    content = validate(document, GroupFile)
    faults = [*find_faults(from_group_file(document, content)), *find_stale_rows(document, content)]
    if faults:
        raise ParamsError(faults[0])
    return Groups(
        name=document.path.stem,
        title=content.title,
        source=content.source,
        version=content.version,
        kind=content.kind,
        vocabulary=content.targets,
        rows={
            t.name: tuple(content.groups.get(t.name, ()))
            for t in vocabulary.targets(content.targets)
        },
        overlaps={overlap.index: overlap.reason for overlap in content.overlaps},
        empty={empty.target: empty.reason for empty in content.empty},
    )


def _find_list(name: str | os.PathLike[str]) -> Path:
    if name in known_groups():
        return FOLDER / f"{name}.yaml"
    path = to_path(name)
    if not paths.is_file(path):
        raise ParamsError(
            f"there is no list {shown(str(path))}; allowed: the path of a file, or one of "
            f"{', '.join(known_groups())}."
        )
    return path


def map_imagenet_to_cifar10(
    keywords: Mapping[str, Iterable[str]], whole_words: bool = True, *, targets: str = "cifar10"
) -> Groups:
    """Groups of the classes whose names contain a keyword: {"dog": ["Labrador", "Beagle"], …}.

    whole_words: "car" hits "sports car"; otherwise also "carton". Case is ignored. Reports what
    each keyword hits; one that hits nothing is a warning. A target without a hit is declared empty,
    a class that keywords of two targets hit is a declared overlap. ParamsError for a target that is
    not in the list `targets`, a text in place of a list, and a keyword that is blank or no text.
    """
    check_type("whole_words", whole_words, bool, "True or False")
    check_type("targets", targets, str, "the name of a list of targets, such as 'cifar10'")
    names = [target.name for target in vocabulary.targets(targets)]
    words = to_keywords(keywords, names)
    for target, keyword in [(target, word) for target, group in words.items() for word in group]:
        report_hits(target, keyword, whole_words)
    rows = expand_keywords(words, whole_words)
    members = tuple(tuple(row.index for row in group) for group in rows.values())
    return Groups(
        name="keywords",
        title="Keywords, as whole words" if whole_words else "Keywords, anywhere in a name",
        source="map_imagenet_to_cifar10",
        version="1",
        kind="zero_shot",
        vocabulary=targets,
        rows={target: tuple(rows.get(target, ())) for target in names},
        overlaps=dict.fromkeys(find_overlaps(members), "hit by keywords of several targets"),
        empty={target: "no keyword hits a class" for target in names if not rows.get(target)},
    )


def imagenet_to_cifar10_prediction(
    logits: Any,
    groups: Groups,
    *,
    of: Of,
    reduce: Reduce,
    unmapped: Unmapped,
    seed: int = 0,
    votes: int = 5,
) -> NDArray[np.int64]:
    """Index of the likeliest target for each image, in [0, K); ties: the lowest index.

    It is −1 for an image that `unmapped: reject` rejects, and for one that no group gives any
    probability. logits (N, 1000), finite: an array of any real type, nested lists, or a torch
    tensor; DataError for anything else. of: "logits" or "probabilities". reduce: "sum", "mean",
    "max", "logsumexp" or "vote". unmapped: "ignore", "reject", "reassign" or "random". What they
    mean: `reduction.GroupReduction`. seed ≥ 0 is for "random" alone, votes ≥ 1 for "vote" alone.
    ParamsError for other values, and for combinations without a meaning.
    """
    check_type("groups", groups, Groups, "what read_groups or map_imagenet_to_cifar10 returns")
    check_word("of", of, get_args(Of))
    check_word("reduce", reduce, get_args(Reduce))
    check_word("unmapped", unmapped, get_args(Unmapped))
    check_whole_number("seed", seed, 0)
    check_whole_number("votes", votes, 1)
    reduction = reduce_by(
        groups, of, reduce, unmapped, votes, seed, partial(_measure_similarity, groups)
    )
    return predict(reduction(to_logits(logits)).astype(np.float32))


def reduce_by(
    groups: Groups,
    of: Of,
    reduce: Reduce,
    unmapped: Unmapped,
    votes: int,
    seed: int,
    similarity: Callable[[], NDArray[np.float64]],
    habit: Habit | None = None,
) -> GroupReduction:
    """The mapper of a list under these options; ParamsError, with the reason, for nonsense.

    habit: what is subtracted from the logits first. similarity gives (S, K),
    `similarity.lin_similarity`, for `reassign` alone.
    """
    members = groups.members
    check_combination(members, of, reduce)
    if unmapped != "reassign":
        return GroupReduction(members, of, reduce, unmapped, votes, seed, habit)
    grown = reassign_classes(members, similarity())
    return GroupReduction(grown, of, reduce, "ignore", votes, seed, habit)


def _measure_similarity(groups: Groups) -> NDArray[np.float64]:
    targets = vocabulary.targets(groups.vocabulary)
    return lin_similarity(shared_content(vocabulary.imagenet(), targets, vocabulary.wordnet()))
