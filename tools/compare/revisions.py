"""Reads scores and labels of a revision through DVC: workspace, cache or bundle."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from stages import vocabulary
from stages.core import arrays, checksums, files, formats, params, paths, strict_yaml
from stages.core.arrays import Kind, Labels, Scores
from stages.core.errors import DataError
from tools.probe import damage

WORKSPACE = "workspace"  # instead of a revision: the files in this folder

_SPLITS: Mapping[paths.Scored, paths.Split] = {"dev": "train", "test": "test"}


@dataclass(frozen=True)
class Snapshot:
    """The scores of one revision for one set of images and one network."""

    title: str  # for messages: "HEAD (1c8daef)"
    backbone: str
    images: str | None  # SHA-256 of the images; None: unknown, for the logits were imported
    labels: Labels
    strategies: Mapping[str, Scores]
    best: Mapping[Kind, str] = field(default_factory=dict)  # by dev accuracy; {}: no dev images


def read_backbones(revision: str) -> tuple[str, ...]:
    """The networks that params.yaml of a revision lists; of the workspace, this one's."""
    if revision == WORKSPACE:
        return params.load_networks()
    with _open(revision) as store, tempfile.TemporaryDirectory() as here:
        there = Path(here) / paths.PARAMS
        if store.exists(paths.PARAMS.as_posix()):
            store.get(paths.PARAMS.as_posix(), str(there))
            content = strict_yaml.read(there).content
            if isinstance(listed := content.get("backbones"), list):
                others = (content.get(key) or () for key in ("imported", "ensembles"))
                return tuple(map(str, chain(listed, *others)))
        raise DataError(
            f"params.yaml of {revision} lists no backbones. Name them: --backbones BEFORE AFTER"
        )


def read_snapshot(revision: str, backbone: str, scored: paths.Scored) -> Snapshot:
    """Read a branch, tag, commit, experiment or the workspace; DataError if something is missing.

    Files that are not on this machine come from the default remote and are deleted afterwards.
    """
    split = _SPLITS[scored]
    folder = paths.scores(backbone)
    if revision == WORKSPACE and folder.is_dir():  # of others, DVC knows the hashes
        checksums.check_folder(folder)
    with _open(revision) as store, tempfile.TemporaryDirectory() as here:
        for inside in (scored, paths.PROVENANCE):
            _fetch(store, revision, folder, Path(here) / inside, inside)
        _fetch_labels(store, revision, backbone, split, Path(here) / "labels.npy")
        strategies = _read_strategies(Path(here) / scored)
        if not strategies:
            raise DataError(f"{folder / scored} of {revision} holds no strategy.")
        targets = next(iter(strategies.values())).targets
        labels = _read_labels(Path(here) / "labels.npy", targets)
        on_dev = strategies, labels
        if scored != "dev":
            _fetch(store, revision, folder, Path(here) / "dev", "dev")
            _fetch_labels(store, revision, backbone, "train", Path(here) / "train.npy")
            on_dev = (
                _read_strategies(Path(here) / "dev"),
                _read_labels(Path(here) / "train.npy", targets),
            )
        return Snapshot(
            _title(store, revision),
            backbone,
            _images_sha256(files.read_json(Path(here) / paths.PROVENANCE), split, revision),
            labels,
            strategies,
            choose_best(*on_dev),
        )


def _read_strategies(folder: Path) -> dict[str, Scores]:
    return {path.stem: arrays.read_scores(path) for path in sorted(folder.glob("*.npz"))}


def choose_best(strategies: Mapping[str, Scores], labels: Labels) -> dict[Kind, str]:
    """The most accurate strategy of each kind; ties: the first name. {} without images."""
    if not len(labels):
        return {}
    order = sorted(
        strategies, key=lambda name: (-int((strategies[name].predictions == labels).sum()), name)
    )
    return {strategies[name].kind: name for name in reversed(order)}


def has_dev_images(revision: str, backbone: str) -> bool:
    """Whether there are training images in a revision; True where nobody can tell."""
    with _open(revision) as store, tempfile.TemporaryDirectory() as here:
        if not store.exists(_labels_of(store, backbone, "train").as_posix()):
            return True
        _fetch_labels(store, revision, backbone, "train", Path(here) / "labels.npy")
        return len(formats.open_npy(Path(here) / "labels.npy", "dvc repro -f")) > 0


def _labels_of(store: Any, backbone: str, split: paths.Split) -> Path:
    """The labels of a network's images: its own, where its logits were imported."""
    own = paths.own_labels(backbone, split)
    return own if store.exists(own.as_posix()) else paths.labels(split)


def _fetch_labels(store: Any, revision: str, backbone: str, split: paths.Split, to: Path) -> None:
    _fetch(store, revision, _labels_of(store, backbone, split), to)


def _read_labels(path: Path, targets: tuple[str, ...]) -> Labels:
    """Labels of any revision, as the problem with these targets gathers them, if one does."""
    for problem in map(vocabulary.problem, vocabulary.known_problems()):
        if problem.names == targets:
            return problem.read_labels(path)
    return arrays.read_labels(path, len(targets))


def differs_from_lock(backbone: str) -> list[str]:
    """The parts of the workspace, up to the scores, that differ from dvc.lock; [] if none do.

    Missing data of a clone without data do not count: they are read from the remote.
    """
    from dvc.exceptions import DvcException, NoOutputOrStageError
    from dvc.repo import Repo

    try:
        with Repo() as repo:
            faults = repo.status(targets=[params.name_stage("map", backbone)], with_deps=True)
    except NoOutputOrStageError:
        return [str(paths.PIPELINE)]  # it has no such backbone any more
    except DvcException as error:
        raise DataError(damage.find_damage() or f"{error}. Run: dvc status") from error
    entries = [entry for changes in faults.values() for entry in changes if isinstance(entry, dict)]
    states = [state for entry in entries for state in entry.values()]
    absent = ["deleted", "not in cache"]  # no set: of params.yaml the state is a dict of keys
    return sorted({name for state in states for name, how in state.items() if how not in absent})


@contextmanager
def _open(revision: str) -> Iterator[Any]:
    """DVC's file system of a revision; its errors become one line."""
    from dvc.api import DVCFileSystem
    from dvc.exceptions import DvcException
    from dvc.scm import RevError, SCMError

    try:
        store = DVCFileSystem(rev=None if revision == WORKSPACE else revision)
        _ = store.repo  # raises an error for an unknown revision
        yield store
    except DvcException as error:
        if isinstance(error, SCMError) and not isinstance(error, RevError):
            raise DataError(
                f"this copy has no Git, so there is no {revision} to compare with. Before the next "
                "edit, run: git init && git add -A && git commit -m 'As published' && "
                "rm -f .dvc/config.local"
            ) from error
        if told := damage.find_damage():
            raise DataError(told) from error
        raise DataError(
            f"{error}. Allowed: {WORKSPACE}, a branch, tag, commit or experiment. "
            "Run: git log --oneline, or: dvc exp show"
        ) from error


def _fetch(store: Any, revision: str, out: Path, to: Path, inside: str = "") -> None:
    """Copy an out of a revision, or a file or folder inside it."""
    from dvc_data.index import DataIndexDirError

    if not store.exists(out.as_posix()):
        raise DataError(
            f"{out} is not in {revision}. Known backbones: {_backbones(store)}. "
            "Choose one with --backbone"
        )
    try:
        store.get((out / inside).as_posix(), str(to), recursive=True)
    except (FileNotFoundError, DataIndexDirError) as error:
        raise DataError(
            f"{out / inside} of {revision} is neither here nor in the remote: it was committed "
            f"without `dvc push`. Run: git checkout {revision} && dvc repro map && dvc push"
        ) from error


def _backbones(store: Any) -> str:
    folder = (paths.DATA / "scores").as_posix()
    if not store.exists(folder):
        return "none"
    entries = store.ls(folder, detail=True)
    return ", ".join(sorted(Path(e["name"]).name for e in entries if e["type"] == "directory"))


def _title(store: Any, revision: str) -> str:
    if revision == WORKSPACE:
        return WORKSPACE
    commit = store.repo.get_rev()[:7]
    return revision if revision.startswith(commit) else f"{revision} ({commit})"


def _images_sha256(provenance: Any, split: paths.Split, revision: str) -> str | None:
    """The hash that `download` wrote, carried through tensors, logits and scores."""
    try:
        if "imported" in provenance[split]:
            return None
        return str(provenance[split]["input"]["dataset"]["images_sha256"][split])
    except (KeyError, TypeError) as error:
        raise DataError(
            f"the scores of {revision} do not say which images they are of "
            f"(no {error} in {paths.PROVENANCE}). Run: dvc repro -f"
        ) from error
