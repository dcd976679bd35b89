"""Where the pipeline's files lie, from the root of the checkout, where every command is run.

What comes with the code (class lists, names, templates) is found beside the module that reads it,
so that an installed package works in any folder.
"""

import shlex
from pathlib import Path
from typing import Literal

from .errors import StageError

Split = Literal["train", "test"]  # which images
Shown = Literal["train", "test", "synthetic"]  # to a network: also pictures of nothing
Scored = Literal["dev", "test"]  # which scores: dev are those of the training images

PARAMS = Path("params.yaml")
DATA = Path("data")
WORK = Path("work")  # never an out: it survives what DVC deletes before a run
METRICS = Path("metrics")
PLOTS = Path("plots")
REPORT = Path("report")
PIPELINE = Path("dvc.yaml")

IMAGES = DATA / "images"
LABELS = DATA / "labels"
TENSORS = DATA / "tensors"
# in DVC's remote, so that every clone can have them
BUNDLED = tuple(DATA / name for name in ("labels", "logits", "scores", "mappings"))
# the stage that writes what lies below, where a folder does not have the name of its stage
WRITTEN_BY = {IMAGES: "download", DATA / "weights": "weights", TENSORS: "preprocess"}
PAGES = ("sensitivity", "study", "gallery")  # stages that fill a folder of plots/

# in data/images, data/tensors, data/weights/<backbone> and data/scores/<backbone>: what made them
PROVENANCE = "provenance.json"
RESIZING = "resizing.json"  # of a network: beside its weights
OUTPUTS = "outputs.json"  # the same, of a head that has other outputs than ImageNet's 1000


def require_root() -> None:
    """StageError where none of these paths leads: below the root of a checkout, or outside of any.

    The root is where .dvc is, or params.yaml.
    """
    here = Path.cwd()
    root = next((folder for folder in (here, *here.parents) if (folder / ".dvc").is_dir()), None)
    if root is None and not PARAMS.exists():
        raise StageError(
            f"{here} is no checkout of this project: it has no {PARAMS}. Go to the root of the "
            "checkout, where every command is run."
        )
    if root not in (here, None):
        raise StageError(
            f"{here} is not the root of this checkout, where every command is run. "
            f"Run: cd {shlex.quote(str(root))}"
        )


def is_file(path: Path) -> bool:
    """Whether there is such a file; no for a name that is longer than a disk takes."""
    try:
        return path.is_file()
    except OSError:
        return False


def from_here(path: Path) -> Path:
    """The path as a person would type it: relative to the current folder where it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def is_bundled(path: Path) -> bool:
    """Whether `dvc pull` brings it."""
    return any(path.is_relative_to(folder) for folder in BUNDLED)


def remedy(path: Path, *others: Path) -> str:
    """What a person types to have files of the same stage as they were written.

    DVC takes a file for unchanged as long as its size and time are, so a damaged one is removed.
    """
    if is_bundled(path):
        return f"rm -f {shlex.join(map(str, (path, *others)))} && dvc pull"
    stage = next((name for folder, name in WRITTEN_BY.items() if folder in path.parents), None)
    own = path.parts[1] if len(path.parts) > 1 and path.parts[1] in PAGES else "evaluate"
    return f"dvc repro -f -s {stage or own}"


def images(split: Split) -> Path:
    """uint8 (N, 32, 32, 3), in CIFAR-10's own order."""
    return IMAGES / f"{split}.npy"


def labels(split: Split) -> Path:
    """int64 (N,); train and test are outs of their own, so that `map` can do without test's."""
    return LABELS / f"{split}.npy"


def own_labels(backbone: str, split: Split) -> Path:
    """The same of imported logits; each split is an out of its own, here too."""
    return LABELS / backbone / split / "labels.npy"


def weights(backbone: str) -> Path:
    """Folder of one backbone: the checkpoint as published, and provenance.json."""
    return DATA / "weights" / backbone


def tensors(split: Split) -> Path:
    """uint8 (N, size, size, 3)."""
    return TENSORS / f"{split}.npy"


def logits(backbone: str) -> Path:
    """Folder with train.safetensors, test.safetensors and synthetic.safetensors."""
    return DATA / "logits" / backbone


def scores(backbone: str) -> Path:
    """Folder with dev/<strategy>.npz, test/<strategy>.npz and provenance.json."""
    return DATA / "scores" / backbone


def mappings(backbone: str) -> Path:
    """Folder of what each strategy learnt or was told."""
    return DATA / "mappings" / backbone


def metrics(backbone: str) -> Path:
    """Folder with <kind>/<strategy>.json."""
    return METRICS / backbone


def checksums(backbone: str) -> Path:
    """The sums of all that `evaluate` writes.

    In a folder of metrics/ or plots/, DVC would take them for a metric or for a plot.
    """
    return PLOTS / "checksums" / f"{backbone}.sha256"
