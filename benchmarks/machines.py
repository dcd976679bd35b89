"""This machine plays others: the committed results, as other processors would compute them.

`python -m benchmarks.machines` runs map, evaluate, report and questions on the committed logits in
a scratch clone, once for each of PROCESSORS and each way to compute, and compares every file with
the committed one. `--images 500` also computes the logits of the first 500 images, with torch and
with OpenVINO, with the instructions of INSTRUCTIONS, and all that follows (5000: an hour).
OpenBLAS, NumPy and oneDNN are told by their own environment variables to take the code that they
would take there. What this processor cannot run is skipped by name. Wants `dvc pull`, and the
images for the second part. Prints Markdown.
"""

import argparse
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Literal

import numpy as np

from stages.core import arithmetic, arrays, files, params, paths
from stages.infer import hardware
from tools.verify import contents, scratch
from tools.verify.contents import CopyContents
from tools.verify.scratch import Copy

Level = Literal["AVX512", "AVX2", "SSE"]  # the newest vector instructions that NumPy may use
Say = Callable[[str], object]

# name: OpenBLAS's kernels there, and NumPy's level
PROCESSORS: Mapping[str, tuple[str, Level]] = {
    "AVX-512 (Intel Skylake-X and later, AMD Zen 4)": ("SkylakeX", "AVX512"),
    "AVX2 (Intel Haswell and later)": ("Haswell", "AVX2"),
    "AVX2 (AMD Zen to Zen 3)": ("Zen", "AVX2"),
    "AVX (Intel Sandy Bridge)": ("Sandybridge", "SSE"),
    "SSE4.2 (Intel Nehalem)": ("Nehalem", "SSE"),
}
INSTRUCTIONS: Mapping[str, Level] = {
    "AVX512_CORE": "AVX512",
    "AVX2": "AVX2",
    "SSE41": "SSE",
}  # oneDNN's names

RESULTS = ("data/scores", "data/mappings", "metrics", "plots", "report")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=0, help="whose logits are computed, too")
    images = parser.parse_args().images
    print(f"{hardware.name_device('cpu')}; {arithmetic.describe()['versions']}\n")
    play_processors(PROCESSORS, print)
    if images:
        print()
        play_instructions(images, print)


def can_run(level: Level) -> bool:
    """Whether this processor has the instructions, by NumPy's names for them."""
    features = arithmetic.processor().__cpu_features__
    return level == "SSE" or any(on and name.startswith(level) for name, on in features.items())


def environment_of(kernels: str, level: Level) -> dict[str, str]:
    """What makes OpenBLAS and NumPy compute as they would on a processor of that level."""
    numpy_core = arithmetic.processor()
    features, dispatched = numpy_core.__cpu_features__, numpy_core.__cpu_dispatch__
    off = ""
    if level == "AVX2":
        off = arithmetic.choose(features, dispatched)[arithmetic.DISABLED]
    elif level == "SSE":
        off = " ".join(name for name in dispatched if features.get(name))
    return {"OPENBLAS_CORETYPE": kernels, arithmetic.DISABLED: off}


def ways_to_compute(level: Level, threads: Sequence[int]) -> dict[str, dict[str, str]]:
    """Environments by name; the arithmetic is never fixed on a processor without AVX2."""
    fixed: dict[str, dict[str, str]] = {"fixed": {"OPENBLAS_NUM_THREADS": "2"}}
    native = {
        f"its own, {n} thread{'s' if n > 1 else ''}": {
            arithmetic.SWITCH: arithmetic.NATIVE,
            "OPENBLAS_NUM_THREADS": str(n),
        }
        for n in threads
    }
    return native if level == "SSE" else fixed | native


@contextmanager
def clone() -> Iterator[tuple[Copy, CopyContents]]:
    """A copy of HEAD with its data, and what is committed there."""
    with scratch.folder() as folder:
        copy = scratch.clone(scratch.resolve("HEAD"), folder / "copy")
        scratch.pull(copy)
        yield copy, contents.read_contents(copy.root, "committed")


def play_processors(
    processors: Mapping[str, tuple[str, Level]], say: Say, threads: Sequence[int] = (1, 2)
) -> dict[tuple[str, str], tuple[int, ...]]:
    """A row for each processor and way: how many files, predictions, numbers of metrics/ differ."""
    say("| processor | arithmetic | files | predictions | numbers of metrics/ | largest score |")
    say("|---|---|--:|--:|--:|--:|")
    differ = {}
    with clone() as (copy, committed):
        before = read_files(copy.root)
        for name, (kernels, level) in processors.items():
            if not can_run(level):
                say(f"| {name} | skipped: this processor lacks it | | | | |")
                continue
            for way, settings in ways_to_compute(level, threads).items():
                run(copy, environment_of(kernels, level) | settings, "map", "evaluate")
                run(copy, settings, "report", "questions")
                after = read_files(copy.root)
                files = sum(before.get(p) != after.get(p) for p in before.keys() | after.keys())
                now = contents.read_contents(copy.root, name)
                *counts, score = count_differences(committed, now)
                differ[name, way] = (files, *counts)
                say(f"| {name} | {way} | {files} | {counts[0]} | {counts[1]} | {score:.1g} |")
        images = sum(len(scores.predictions) for scores in committed.scores.values())
        numbers = sum(map(len, committed.metrics.values()))
        say(f"\nOf {len(before)} files, {images} predictions and {numbers} numbers.")
    return differ


def run(copy: Copy, environment: dict[str, str], *rooms: str) -> None:
    """Start stages as DVC would, for each backbone where a stage wants one."""
    there = Copy(copy.root, copy.environment | environment)
    with chdir(copy.root):
        backbones = params.load_backbones()
    for room in rooms:
        alone = room in {"download", "preprocess", "report", "questions"}
        for words in [()] if alone else [(name,) for name in backbones]:
            there.run("python", "-m", f"stages.{room}", *words)


def read_files(root: Path) -> dict[Path, bytes]:
    """Every committed file that follows from the logits, by its path in the checkout."""
    found = (path for top in RESULTS for path in (root / top).rglob("*") if path.is_file())
    # of the report, Git has all but the page that `make repro` writes anew
    kept = (path for path in found if path != root / paths.REPORT / "index.html")
    return {path.relative_to(root): path.read_bytes() for path in kept}


def count_differences(committed: CopyContents, now: CopyContents) -> tuple[int, int, float]:
    """Predictions and numbers of metrics/ that differ, and the largest difference of a score."""
    predictions, largest = 0, 0.0
    for path, then in committed.scores.items():
        found = now.scores[path]
        predictions += int((then.predictions != found.predictions).sum())
        possible = np.isfinite(then.scores) & np.isfinite(found.scores)
        apart = np.abs(then.scores[possible] - found.scores[possible])
        largest = max(largest, float(apart.max(initial=0)))
    pairs = [
        (value, now.metrics[path][name])
        for path, metrics in committed.metrics.items()
        for name, value in metrics.items()
    ]
    return predictions, sum(then != found for then, found in pairs), largest


def play_instructions(images: int, say: Say) -> None:
    """A row for each library and instruction set: how far logits are from the committed ones, and
    what that moves.
    """
    say("| logits by | largest difference | root mean square | other top-1 classes | what moves |")
    say("|---|--:|--:|--:|---|")
    with clone() as (copy, committed):
        run(copy, {}, "download")
        with chdir(copy.root):
            keep_first(images, committed)
        run(copy, {}, "preprocess", "weights", "map", "evaluate")
        before = contents.read_contents(copy.root, "the committed logits")
        for backend in ("openvino", "torch"):
            choose_backend(copy.root / paths.PARAMS, backend)
            for instructions, level in INSTRUCTIONS.items():
                if not can_run(level):
                    say(f"| {backend}, {instructions} | skipped: this processor lacks it | | | |")
                    continue
                shutil.rmtree(copy.root / "work" / "infer", ignore_errors=True)  # same fingerprint
                run(copy, {"ONEDNN_MAX_CPU_ISA": instructions}, "infer", "map", "evaluate")
                now = contents.read_contents(copy.root, "these logits")
                cells = f"{compare_logits(before, now)} | {describe_moves(before, now)}"
                say(f"| {backend}, {instructions} | {cells} |")


def keep_first(images: int, committed: CopyContents) -> None:
    """Cut images, labels and logits down to so many, four fifths of them for training."""
    shares: dict[paths.Split, float] = {"train": 0.8, "test": 0.2}
    for split, share in shares.items():
        count = round(images * share)
        for path in (paths.images(split), paths.labels(split)):
            np.save(path, np.load(path)[:count])
        files.write_sums(paths.labels(split))
        for backbone in params.load_backbones():
            path = paths.logits(backbone) / f"{split}.safetensors"
            arrays.write_logits(path, committed.logits[path][:count], dict(committed.made_by[path]))
    files.write_sums(paths.IMAGES)
    for backbone in params.load_backbones():
        files.write_sums(paths.logits(backbone))


def choose_backend(path: Path, backend: str) -> None:
    """Set infer.backend in a params.yaml."""
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^  backend: \w+$", f"  backend: {backend}", text)
    path.write_text(changed, encoding="utf-8")


def compare_logits(before: CopyContents, now: CopyContents) -> str:
    """Cells: largest difference, root mean square, other top-1 classes, over both splits."""
    pairs = [(logits, now.logits[path]) for path, logits in before.logits.items()]
    apart = np.concatenate([(then - found).ravel() for then, found in pairs]).astype(np.float64)
    other = sum(int((then.argmax(axis=1) != found.argmax(axis=1)).sum()) for then, found in pairs)
    count = sum(len(then) for then, _ in pairs)
    return (
        f"{np.abs(apart).max():.2g} | {np.sqrt(np.square(apart).mean()):.2g} | {other} of {count}"
    )


def describe_moves(before: CopyContents, now: CopyContents) -> str:
    """Predictions by strategy, and numbers of metrics/, that differ."""
    predictions = [
        f"{path.parent.name}/{path.stem} {count}"
        for path, then in before.scores.items()
        if (count := int((then.predictions != now.scores[path].predictions).sum()))
    ]
    numbers = [
        f"{path.stem} {name} {now.metrics[path][name] - value:+.4f}"
        for path, metrics in before.metrics.items()
        for name, value in metrics.items()
        if now.metrics[path][name] != value
    ]
    told = (", ".join(moved) or "none" for moved in (predictions, numbers))
    return "predictions: {}; metrics: {}".format(*told)


if __name__ == "__main__":
    main()
