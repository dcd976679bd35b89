"""Published answers of people: answers.yaml as checked models, and its files as counts."""

from pathlib import Path

import numpy as np

from ..core import formats, params, paths, strict_yaml
from ..core.errors import DataError, ParamsError, shown
from ..core.params import Section
from ..core.values import Name, OneOrMore, TargetName
from ..sources import fetch
from ..sources.file import Address, File
from .measures import Counts

ANSWERS = Path(__file__).with_name("answers.yaml")


class Answers(Section):
    """Published answers of people, and the targets among which they chose, in the file's order."""

    title: str
    targets: OneOrMore[TargetName]
    licence: str
    terms: Address  # of the licence
    citation: str
    home: Address
    file: File


class _Known(Section):
    answers: dict[Name, Answers]


def read_known(path: Path = ANSWERS) -> dict[str, Answers]:
    """All that can be fetched, by name; ParamsError with file, line and key where it is wrong."""
    return params.validate(strict_yaml.read(path), _Known).answers


def find_answers(name: str) -> Answers:
    """The answers that `people.answers` names; ParamsError lists those that are known."""
    known = read_known()
    if name not in known:
        where = strict_yaml.read(paths.PARAMS).where(("people", "answers"))
        raise ParamsError(
            f"{where}: people.answers is {shown(name)}; allowed: null (none), {', '.join(known)}."
        )
    return known[name]


def obtain_counts(answers: Answers) -> Counts:
    """The counts (N, K) of a verified copy; DataError where the file is described wrongly.

    Each image has the answers of two people at least.
    """
    path = fetch.obtain_file(answers.file)
    counts = np.array(formats.open_npy(path, f"rm -f {path} && dvc repro people"))
    wanted = (len(counts) if counts.ndim else 0, len(answers.targets))
    if counts.dtype != np.int64 or counts.shape != wanted:
        raise DataError(
            f"{path} holds {counts.dtype} {counts.shape}; wanted: int64 (N, {wanted[1]}), one "
            f"column for each target of {answers.title} in {ANSWERS.name}."
        )
    if counts.size == 0 or counts.min() < 0 or counts.sum(axis=1).min() < 2:
        raise DataError(f"{path} holds an image with fewer than two answers, or a negative count.")
    return counts
