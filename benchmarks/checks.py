"""What it costs to compare all that a stage reads with its SHA-256: map, evaluate and infer.

Run: python -m benchmarks.checks (minutes; needs data/ of the quick input; without data/tensors and
data/weights, infer is left out). Prints Markdown.
"""

import os
import shutil
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.workplace import ROOT, checkout, run_stage
from stages.core import checksums, params, paths

REPETITIONS = 5


def inputs(backbone: str) -> dict[str, tuple[Path, ...]]:
    """The folders and single files with a sum that each stage reads."""
    train, test = paths.labels("train"), paths.labels("test")
    by_backbone = (paths.logits(backbone), paths.scores(backbone), paths.mappings(backbone))
    return {
        "map": (paths.logits(backbone), train),
        "evaluate": (*by_backbone, train, test),
        "infer": (paths.TENSORS, paths.weights(backbone)),
    }


def main() -> None:
    """Run each stage in a scratch folder, then check its inputs; print a table."""
    backbone = params.load_backbones()[0]
    load = os.getloadavg()[0]
    lines = []
    with checkout():
        for stage, read in inputs(backbone).items():
            if all((ROOT / path).exists() for path in read):
                lines.append(measure(stage, backbone, read))
    print(f"{os.cpu_count()} cores, load {load:.1f} before the start; median of {REPETITIONS}\n")
    print("| stage | it reads, MB | files | check, s | whole stage, s | share |")
    print("| --- | --: | --: | --: | --: | --: |")
    print("\n".join(lines))


def measure(stage: str, backbone: str, read: tuple[Path, ...]) -> str:
    """One line of the table."""
    for path in read:
        copy(path)
    found = [file for path in read for file in (checksums.files_in(path) or [path])]
    size = sum(file.stat().st_size for file in found)
    seconds = run_stage(stage, backbone).seconds
    check = statistics.median(timed(partial(check_all, read)) for _ in range(REPETITIONS))
    cells = (f"{size / 1e6:.1f}", f"{len(found)}", f"{check:.3f}", f"{seconds:.1f}")
    return f"| {stage} | {' | '.join(cells)} | {check / seconds:.2%} |"


def copy(path: Path) -> None:
    """Have a folder, or a file with its sum, in the working folder as well."""
    if (ROOT / path).is_dir():
        shutil.copytree(ROOT / path, path, dirs_exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    for name in (path, checksums.sums_of(path)):
        shutil.copy2(ROOT / name, name)


def check_all(read: tuple[Path, ...]) -> None:
    """As the stages do before they read."""
    for path in read:
        check = checksums.check_folder if path.is_dir() else checksums.check_file
        check(path)


def timed(action: Callable[[], None]) -> float:
    """Seconds that an action takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
