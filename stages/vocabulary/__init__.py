"""The class names: ImageNet's 1000 classes, the targets, and the part of WordNet above them.

`tools.make_vocabulary` makes imagenet.csv and wordnet.csv; <name>.yaml states a problem in the form
of problem_file.py. K, the number of targets, is always the length of its list.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import numpy as np

from ..core import arrays, files, paths, strict_yaml
from ..core.arrays import IMAGENET_CLASSES, Labels
from ..core.errors import DataError, ParamsError, shown
from ..core.params import validate
from ..core.strict_yaml import Document
from .problem_file import ProblemFile, gather_classes

FOLDER = Path(__file__).parent
IMAGENET = FOLDER / "imagenet.csv"
WORDNET = FOLDER / "wordnet.csv"
SEPARATOR = "; "


@dataclass(frozen=True)
class ImagenetClass:
    """One of the 1000 outputs: index (from 0), WordNet id, WordNet's names (not unique: crane)."""

    index: int
    wnid: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """A class that is to be recognised.

    root: its synset. broad: the broadest synset whose ImageNet classes may be mapped to it (for
    deer, which ImageNet lacks: ruminant). keywords: words for it; none: its name and WordNet's.
    """

    name: str
    root: str
    broad: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """What is to be recognised: K targets.

    title: as pages call it; source: the images with their author, where pages name them. absent:
    the target that ImageNet lacks, if there is one. target_of (C,): for each class of the data set,
    in the order of its labels, the index of the target that gathers it; 0 to K − 1 where the
    classes are the targets. classes (C,): their names.
    """

    name: str
    title: str
    targets: tuple[Target, ...]
    absent: str | None
    target_of: tuple[int, ...]
    classes: tuple[str, ...] = ()
    source: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the targets, in the order of the scores."""
        return tuple(target.name for target in self.targets)

    def check_names(self, folder: Path, names: tuple[str, ...]) -> None:
        """DataError unless the scores in a folder are of these targets."""
        if names != self.names:
            raise DataError(
                f"{folder} has the targets {', '.join(names)}, but {self.name} has "
                f"{', '.join(self.names)}. Run: dvc repro map"
            )

    def check_classes(self, dataset: str, classes: tuple[str, ...]) -> None:
        """DataError unless labels were made from folders of these classes, in this order."""
        if classes != self.classes:
            raise DataError(
                f"the labels of {dataset} count {', '.join(classes)}, and {self.name} has "
                f"{', '.join(self.classes)}. Write the same classes in the same order into "
                f"datasets/{dataset}.yaml and stages/vocabulary/{self.name}.yaml."
            )

    def read_labels(self, path: Path) -> Labels:
        """int64 (N,) in [0, K), from a file of the data set's labels; DataError for others."""
        labels = arrays.read_labels(path, len(self.target_of))
        return np.array(self.target_of, dtype=np.int64)[labels]


@dataclass(frozen=True)
class WordNet:
    """Names and parents of the synsets above ImageNet's classes and above the targets."""

    names: dict[str, tuple[str, ...]]
    parents: dict[str, tuple[str, ...]]

    def ancestors(self, wnid: str) -> frozenset[str]:
        """A synset and all synsets above it, through every parent: a dog is a canine and a pet."""
        return self._ancestors[wnid]

    @cached_property
    def _ancestors(self) -> dict[str, frozenset[str]]:
        ancestors: dict[str, frozenset[str]] = {}

        def climb(wnid: str) -> frozenset[str]:
            if wnid not in ancestors:
                above = (climb(parent) for parent in self.parents[wnid])
                ancestors[wnid] = frozenset({wnid}).union(*above)
            return ancestors[wnid]

        for wnid in self.parents:
            climb(wnid)
        return ancestors


@cache
def imagenet() -> tuple[ImagenetClass, ...]:
    """ImageNet's classes in the order of the logits (ILSVRC 2012: sorted by wnid)."""
    rows = _read_rows(IMAGENET, ("index", "wnid", "names"))
    if [row["index"] for row in rows] != [str(index) for index in range(IMAGENET_CLASSES)]:
        raise _damaged(IMAGENET, f"it does not number {IMAGENET_CLASSES} classes from 0")
    return tuple(
        ImagenetClass(index, row["wnid"], tuple(row["names"].split(SEPARATOR)))
        for index, row in enumerate(rows)
    )


@cache
def wordnet() -> WordNet:
    """The part of Princeton's WordNet 3.0 above the 1000 classes and the targets."""
    rows = _read_rows(WORDNET, ("wnid", "names", "parents"))
    parents = {row["wnid"]: tuple(row["parents"].split()) for row in rows}
    try:
        TopologicalSorter(parents).prepare()
        missing = {parent for above in parents.values() for parent in above} - parents.keys()
    except CycleError as error:
        raise _damaged(WORDNET, f"{error.args[1][0]} is among its own ancestors") from error
    missing |= {known.wnid for known in imagenet()} - parents.keys()
    if missing:
        raise _damaged(
            WORDNET, f"it lacks {len(missing)} synsets, among them {shown(min(missing))}"
        )
    return WordNet({row["wnid"]: tuple(row["names"].split(SEPARATOR)) for row in rows}, parents)


def known_problems() -> tuple[str, ...]:
    """Names of the problems that come with the package, stages/vocabulary/*.yaml."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def targets(name: str) -> tuple[Target, ...]:
    """The targets of a problem, in the order of the scores."""
    return problem(name).targets


@cache
def problem(name: str) -> Problem:
    """The problem in stages/vocabulary/<name>.yaml, or in a file."""
    path = Path(name) if name.endswith(".yaml") else FOLDER / f"{name}.yaml"
    if not paths.is_file(path):
        known = ", ".join(known_problems())
        raise ParamsError(f"there is no list of targets {shown(name)}; known: {known}.")
    document = strict_yaml.read(path)
    content = validate(document, ProblemFile)
    _check_targets(document, content)
    names = [target.name for target in content.targets]
    if content.absent is not None and content.absent not in names:
        raise ParamsError(
            f"{document.where(('absent',))}: absent is {shown(content.absent)}; allowed: null "
            f"(ImageNet has all), {', '.join(names)}."
        )
    return Problem(
        name=name,
        title=content.title,
        targets=tuple(Target(t.name, t.root, t.broad, tuple(t.keywords)) for t in content.targets),
        absent=content.absent,
        target_of=gather_classes(document, content),
        classes=tuple(content.classes or names),
        source=content.source,
    )


def _check_targets(document: Document, content: ProblemFile) -> None:
    """ParamsError for equal names and for synsets not in wordnet.csv."""
    listed = content.targets
    for number, target in enumerate(listed):
        where = document.where(("targets", number))
        if target.name in (other.name for other in listed[:number]):
            raise ParamsError(f"{where}: the target {shown(target.name)} stands here twice.")
        for wnid in (target.root, target.broad):
            if wnid not in wordnet().parents:
                raise ParamsError(
                    f"{where}: {target.name}: wordnet.csv has no synset {wnid}. Run: python -m "
                    "tools.make_vocabulary /usr/share/wordnet (Debian: wordnet-base)"
                )


def _read_rows(path: Path, header: tuple[str, ...]) -> list[dict[str, str]]:
    try:
        return files.read_csv(path, header)
    except FileNotFoundError as error:
        raise _damaged(path, "it is missing") from error
    except (OSError, ValueError) as error:
        raise _damaged(path, str(error)) from error


def _damaged(path: Path, fault: str) -> DataError:
    path = paths.from_here(path)
    return DataError(
        f"{path}: {fault}. In a checkout run: git checkout {path}; elsewhere install "
        "imagenet2cifar again."
    )
