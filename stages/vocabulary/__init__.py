"""The class names: ImageNet's 1000 classes, the targets, and the part of WordNet above them.

`tools.make_vocabulary` makes imagenet.csv and wordnet.csv; <name>.yaml lists the targets of a data
set in the order of its labels. K, the number of targets, is always the length of that list.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated

from annotated_types import Len

from ..core import files, paths, strict_yaml
from ..core.arrays import IMAGENET_CLASSES
from ..core.errors import DataError, ParamsError, shown
from ..core.params import Section, validate
from ..core.values import TargetName

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
    """A class of the data set.

    root: its synset. broad: the broadest synset whose ImageNet classes may be mapped to it (for
    deer, which ImageNet lacks: ruminant).
    """

    name: str
    root: str
    broad: str


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


class _Target(Section):
    name: TargetName
    root: str
    broad: str


class _Vocabulary(Section):
    title: str
    targets: Annotated[list[_Target], Len(min_length=2)]


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


@cache
def targets(name: str) -> tuple[Target, ...]:
    """The targets of stages/vocabulary/<name>.yaml, or of a file, in the order of the labels."""
    path = Path(name) if name.endswith(".yaml") else FOLDER / f"{name}.yaml"
    if not paths.is_file(path):
        allowed = ", ".join(sorted(path.stem for path in FOLDER.glob("*.yaml")))
        raise ParamsError(f"there is no list of targets {shown(name)}; known: {allowed}.")
    return _read_targets(path)


def _read_targets(path: Path) -> tuple[Target, ...]:
    """Read a list of targets; ParamsError for equal names and for synsets not in wordnet.csv."""
    document = strict_yaml.read(path)
    listed = validate(document, _Vocabulary).targets
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
    return tuple(Target(t.name, t.root, t.broad) for t in listed)


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
