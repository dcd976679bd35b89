"""The pipeline's arrays: what an image's scores predict, and files that are checked when read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from . import formats, paths, shards
from .errors import DataError, shown
from .refusals import naming
from .rows import Rows, in_chunks

Images = NDArray[np.uint8]  # (N, H, W, 3), RGB
Labels = NDArray[np.int64]  # (N,), in [0, K)
Logits = NDArray[np.float32]  # (N, S)
LogitRows = Logits | Rows  # the same, perhaps in several files: read in slices
Members = tuple[tuple[int, ...], ...]  # ImageNet indices of each target's group

# how scores (N, K) become probabilities; "none": the strategy has none (votes, rejections)
Probabilities = Literal["softmax", "normalise", "none"]
Kind = Literal["zero_shot", "informed", "label_free", "transductive", "supervised"]

IMAGENET_CLASSES = 1000
REJECTED = -1


@dataclass(frozen=True)
class Scores:
    """What a strategy says of N images; complete in itself, so that `evaluate` needs no `map`.

    scores float32 (N, K), higher is likelier, −inf for a target that cannot be;
    predictions int64 (N,) in [0, K), or −1 where the image was rejected.
    """

    scores: NDArray[np.float32]
    predictions: NDArray[np.int64]
    kind: Kind
    probabilities: Probabilities
    targets: tuple[str, ...]


def predict(scores: NDArray[np.floating]) -> NDArray[np.int64]:
    """Index of the highest score; ties: the lowest index; −1 (rejected) if all scores are −inf.

    scores (N, K), −inf for excluded targets. Returns (N,) in [−1, K).
    """
    return np.where(np.isneginf(scores).all(axis=1), REJECTED, scores.argmax(axis=1))


def rank_classes(logits: NDArray[np.floating], count: int) -> NDArray[np.int64]:
    """(N, count): the classes of the largest logits, the likeliest first; ties: lowest index.

    `count` times argmax: ten times as fast as sorting a thousand logits.
    """
    rest, rows = logits.copy(), np.arange(len(logits))
    ranked = np.empty((len(logits), min(count, logits.shape[1])), dtype=np.int64)
    for rank in range(ranked.shape[1]):
        ranked[:, rank] = rest.argmax(axis=1)
        rest[rows, ranked[:, rank]] = -np.inf
    return ranked


def is_mapped(classes: NDArray[np.int64], members: Members) -> NDArray[np.bool_]:
    """(N,): whether each class is in any group."""
    return np.isin(classes, [index for group in members for index in group])


def read_images(path: Path) -> Images:
    """uint8 (N, H, W, 3), memory-mapped and read-only; DataError for anything else."""
    images = formats.open_npy(path, "dvc repro -f")
    if images.dtype != np.uint8 or images.ndim != 4 or images.shape[3] != 3:
        raise DataError(
            f"{path} holds {images.dtype} {images.shape}; wanted: uint8 (N, H, W, 3). "
            f"Run: dvc repro -f -s {'preprocess' if paths.TENSORS in path.parents else 'download'}"
        )
    return images


def read_labels(path: Path, targets: int) -> Labels:
    """int64 (N,) in [0, targets); DataError for anything else."""
    labels = np.array(formats.open_npy(path, "dvc repro -f"))
    if labels.dtype != np.int64 or labels.ndim != 1:
        raise DataError(f"{path} holds {labels.dtype} {labels.shape}; wanted: int64 (N,).")
    if labels.size and (labels.min() < 0 or labels.max() >= targets):
        raise DataError(
            f"{path} holds labels from {labels.min()} to {labels.max()}; "
            f"allowed: 0 to {targets - 1}. Run: dvc repro -f -s download"
        )
    return labels


def read_logits(backbone: str, split: paths.Shown) -> LogitRows:
    """float32 (N, 1000) of one backbone; DataError if another network made the file.

    A memory map; `Rows`, which are read in slices, where there are several files.
    """
    path = paths.logits(backbone) / f"{split}.safetensors"
    logits, provenance = shards.read(path, "dvc repro -f infer")
    if logits.shape[1] != IMAGENET_CLASSES:
        raise DataError(
            f"{path} has {logits.shape[1]} logits an image; wanted: {IMAGENET_CLASSES}, "
            "one for each ImageNet class. Run: dvc repro -f infer"
        )
    if provenance.get("backbone") != backbone:
        raise DataError(
            f"{path} was computed with {provenance.get('backbone')}, not with {backbone}. "
            "Run: dvc repro -f infer"
        )
    return logits


def read_provenance(backbone: str, split: paths.Shown, *needed: str) -> dict[str, Any]:
    """What made the logits: backbone, hashes of weights and input, backend, precision, versions.

    needed: dotted names, such as "weights.title"; DataError where one is missing.
    """
    again = "dvc repro -f infer"
    path = shards.find(paths.logits(backbone) / f"{split}.safetensors", again)[0]
    provenance = formats.open_safetensors(path, again)[1]
    check_provenance(path, provenance, needed)
    return provenance


def find_labels(backbone: str, split: paths.Split) -> Path:
    """The file of the labels of a network's images: imported logits have labels of their own."""
    imported = "imported" in read_provenance(backbone, split)
    return paths.own_labels(backbone, split) if imported else paths.labels(split)


def check_provenance(path: Path, provenance: dict[str, Any], needed: Iterable[str]) -> None:
    """DataError unless the provenance in a file has the needed dotted names."""
    for name in needed:
        part: Any = provenance
        for key in name.split("."):
            if not isinstance(part, dict) or key not in part:
                raise DataError(f"{path}: its provenance has no {name}. Run: dvc repro -f infer")
            part = part[key]


def join_facts(several: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Provenance of what several machines or networks made together: where they differ, a text
    names all, in order; where they agree, it is that of each of them.
    """
    keys = dict.fromkeys(key for one in several for key in one)
    joined: dict[str, Any] = {}
    for key in keys:
        values = [one[key] for one in several if key in one]
        if isinstance(values[0], dict):
            joined[key] = join_facts(values)
        elif all(value == values[0] for value in values):
            joined[key] = values[0]
        else:
            joined[key] = " + ".join(sorted({str(value) for value in values}))
    return joined


def write_logits(path: Path, logits: LogitRows, provenance: dict[str, Any]) -> None:
    """Logits with their provenance, block by block, in shards where they have many rows."""
    rows, classes = logits.shape
    shards.write(path, (rows, classes), in_chunks(logits), provenance)


def read_scores(path: Path) -> Scores:
    """One strategy's scores; DataError where the file is not what `write_scores` writes."""
    content = formats.read_npz(path, "dvc repro -f map")
    try:
        found = Scores(
            formats.take(content, "scores", np.float32, 2),
            formats.take(content, "predictions", np.int64, 1),
            _one_of(Kind, str(formats.take(content, "kind", np.str_, 0))),
            _one_of(Probabilities, str(formats.take(content, "probabilities", np.str_, 0))),
            tuple(formats.take(content, "targets", np.str_, 1).tolist()),
        )
        if found.scores.shape != (len(found.predictions), len(found.targets)):
            raise ValueError(f"{found.scores.shape} scores do not fit")
        if np.isnan(found.scores).any():
            raise ValueError("a score is not a number")
    except ValueError as error:
        raise DataError(f"{path} is damaged ({error}). Run: dvc repro -f map") from error
    return found


def write_scores(path: Path, scores: Scores) -> None:
    """An uncompressed npz whose bytes depend on its content alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with naming(path), path.open("wb") as file:
        np.savez(
            file,
            scores=scores.scores,
            predictions=scores.predictions,
            kind=np.array(scores.kind),
            probabilities=np.array(scores.probabilities),
            targets=np.array(scores.targets),
        )


def _one_of(kinds: Any, value: str) -> Any:
    if value not in get_args(kinds):
        raise ValueError(f"{shown(value)} is none of {', '.join(get_args(kinds))}")
    return value
