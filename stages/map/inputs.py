"""Reads the inputs of the map stage and checks that they fit together; it reads no test label."""

from collections.abc import Iterable, Mapping

from .. import vocabulary
from ..core import arrays, checksums, paths
from ..core.errors import DataError, ParamsError
from .evidence import Evidence, Knowledge
from .groups import FOLDER, Groups, read_groups
from .options import GroupOptions, StrategyOptions
from .params import MapParams


def read_evidence(backbone: str, chosen: MapParams) -> Evidence:
    """Logits of one network, training labels, and what is known without images (`Knowledge`)."""
    knowledge = read_knowledge(chosen.targets, chosen.strategies.values())
    checksums.check_folder(paths.logits(backbone))
    checksums.check_file(paths.labels("train"))
    train, test = (arrays.read_logits(backbone, split) for split in ("train", "test"))
    labels = arrays.read_labels(paths.labels("train"), len(knowledge.targets))
    if len(labels) != len(train):
        raise DataError(
            f"{paths.labels('train')} has {len(labels)} labels, but there are logits of "
            f"{len(train)} training images. Run: dvc repro"
        )
    return Evidence(knowledge, train, labels, test)


def hash_logits(backbone: str) -> dict[str, str]:
    """SHA-256 of each file of logits, as `read_evidence` has just compared them."""
    return checksums.read(paths.logits(backbone) / checksums.NAME)


def hash_list(options: StrategyOptions) -> str | None:
    """SHA-256 of the class list that the options name; None for a method without a list."""
    if not isinstance(options, GroupOptions):
        return None
    return checksums.sha256(FOLDER / f"{options.groups}.yaml")


def read_knowledge(targets: str, strategies: Iterable[StrategyOptions]) -> Knowledge:
    """Class names, WordNet, and the lists of stages/map/groups that the strategies use."""
    names = {options.groups for options in strategies if isinstance(options, GroupOptions)}
    return Knowledge(
        imagenet=vocabulary.imagenet(),
        targets=vocabulary.targets(targets),
        wordnet=vocabulary.wordnet(),
        groups=_read_lists(targets, sorted(names)),
    )


def _read_lists(targets: str, names: Iterable[str]) -> Mapping[str, Groups]:
    lists = {name: read_groups(name) for name in names}
    for name, groups in lists.items():
        if groups.vocabulary != targets:
            path = paths.from_here(FOLDER / f"{name}.yaml")
            raise ParamsError(
                f"{path} is a list for {groups.vocabulary}, but map.targets in params.yaml is "
                f"{targets}."
            )
    return lists
