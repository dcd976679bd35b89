"""The pipeline's arrays: what an image's scores predict, and files that are checked when read."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from . import files, paths
from .errors import DataError

Images = NDArray[np.uint8]  # (N, H, W, 3), RGB
Labels = NDArray[np.int64]  # (N,), in [0, K)
Logits = NDArray[np.float32]  # (N, S)
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
    images = _open_npy(path)
    if images.dtype != np.uint8 or images.ndim != 4 or images.shape[3] != 3:
        raise DataError(
            f"{path} holds {images.dtype} {images.shape}; wanted: uint8 (N, H, W, 3). "
            f"Run: dvc repro -f -s {'preprocess' if paths.TENSORS in path.parents else 'download'}"
        )
    return images


def read_labels(path: Path, targets: int) -> Labels:
    """int64 (N,) in [0, targets); DataError for anything else."""
    labels = np.array(_open_npy(path))
    if labels.dtype != np.int64 or labels.ndim != 1:
        raise DataError(f"{path} holds {labels.dtype} {labels.shape}; wanted: int64 (N,).")
    if labels.size and (labels.min() < 0 or labels.max() >= targets):
        raise DataError(
            f"{path} holds labels from {labels.min()} to {labels.max()}; "
            f"allowed: 0 to {targets - 1}. Run: dvc repro -f -s download"
        )
    return labels


def read_logits(backbone: str, split: paths.Split) -> Logits:
    """float32 (N, 1000) of one backbone; DataError if another network made the file."""
    path = paths.logits(backbone) / f"{split}.safetensors"
    content, provenance = _open_safetensors(path)
    logits = content.get("logits")
    if logits is None or logits.dtype != np.float32 or logits.ndim != 2:
        raise DataError(f"{path} holds no float32 matrix 'logits'. Run: dvc repro -f infer")
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
    if not np.isfinite(logits).all():
        raise DataError(f"{path} holds logits that are not finite. Run: dvc repro -f infer")
    return logits


def read_provenance(backbone: str, split: paths.Split) -> dict[str, Any]:
    """What made the logits: backbone, hashes of weights and input, backend, precision, versions."""
    return _open_safetensors(paths.logits(backbone) / f"{split}.safetensors")[1]


def write_logits(path: Path, logits: Logits, provenance: dict[str, Any]) -> None:
    """Logits with their provenance as ONE metadata key: several are written in random order."""
    from safetensors.numpy import save  # only the pipeline has it, an installed package may not

    metadata = {"provenance": json.dumps(provenance, sort_keys=True)}
    with files.new_file(path) as beside:
        beside.write_bytes(save({"logits": np.ascontiguousarray(logits)}, metadata=metadata))


def read_scores(path: Path) -> Scores:
    """One strategy's scores; DataError where the file is not what `write_scores` writes."""
    try:
        with np.load(path, allow_pickle=False) as content:
            found = Scores(
                content["scores"],
                content["predictions"],
                _one_of(Kind, str(content["kind"])),
                _one_of(Probabilities, str(content["probabilities"])),
                tuple(content["targets"].tolist()),
            )
    except FileNotFoundError as error:
        raise files.missing(path) from error
    except (KeyError, ValueError, OSError) as error:
        raise DataError(f"{path} is damaged ({error}). Run: dvc repro -f map") from error
    if found.scores.shape != (len(found.predictions), len(found.targets)):
        raise DataError(f"{path}: {found.scores.shape} scores do not fit. Run: dvc repro -f map")
    return found


def write_scores(path: Path, scores: Scores) -> None:
    """An uncompressed npz whose bytes depend on its content alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez(
            file,
            scores=scores.scores,
            predictions=scores.predictions,
            kind=np.array(scores.kind),
            probabilities=np.array(scores.probabilities),
            targets=np.array(scores.targets),
        )


def _open_npy(path: Path) -> NDArray[Any]:
    try:
        return np.load(path, mmap_mode="r", allow_pickle=False)  # type: ignore[no-any-return]
    except FileNotFoundError as error:
        raise files.missing(path) from error
    except (ValueError, OSError) as error:
        raise DataError(f"{path} is not an .npy file ({error}). Run: dvc repro -f") from error


def _open_safetensors(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Tensors and provenance; the header is JSON behind eight bytes of length."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        data = path.read_bytes()
        header = files.parse_json(data[8 : 8 + int.from_bytes(data[:8], "little")])
        return load(data), files.parse_json(header["__metadata__"]["provenance"])
    except FileNotFoundError as error:
        raise files.missing(path) from error
    except (SafetensorError, ValueError, KeyError) as error:
        raise DataError(f"{path} is damaged ({error}). Run: dvc repro -f infer") from error


def _one_of(kinds: Any, value: str) -> Any:
    if value not in get_args(kinds):
        raise ValueError(f"{value!r} is none of {', '.join(get_args(kinds))}")
    return value
