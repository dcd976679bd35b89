"""The metrics of the working tree against the committed ones, within the README's tolerance."""

import io
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from dvc.api import DVCFileSystem

IMAGES = 2  # by so many images an accuracy may differ
REST = 0.01  # by so much any other metric may


def committed(path: Path) -> str:
    """A file of HEAD as text."""
    command = ["git", "show", f"HEAD:{path.as_posix()}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def tolerance(metric: str, images: dict[str, int]) -> float:
    """Largest difference allowed; half a unit of the last digit more, since both are rounded."""
    split = "dev" if metric.startswith("dev_") else "test"
    return (IMAGES / images[split] if "accuracy" in metric else REST) + 1e-4


def different(path: Path, images: dict[str, int]) -> list[str]:
    """One line for each metric of one strategy that left its tolerance."""
    before, after = json.loads(committed(path)), json.loads(path.read_text())
    return [
        f"{path} {metric}: committed {value}, now {after[metric]}"
        for metric, value in before.items()
        if abs(after[metric] - value) > tolerance(metric, images)
    ]


def flipped(path: Path, head: DVCFileSystem) -> int:
    """Predictions of one strategy that differ from the committed ones."""
    with np.load(path) as now, np.load(io.BytesIO(head.read_bytes(path.as_posix()))) as then:
        return int((now["predictions"] != then["predictions"]).sum())


def main() -> None:
    head = DVCFileSystem(".", rev="HEAD")
    faults = []
    for scores in sorted(Path("data/scores").glob("*")):
        files = {split: sorted((scores / split).glob("*.npz")) for split in ("dev", "test")}
        images = {split: len(np.load(found[0])["predictions"]) for split, found in files.items()}
        for split, found in files.items():
            count = sum(flipped(path, head) for path in found)
            print(
                f"{scores.name} {split}: {count} of {len(found) * images[split]} predictions differ"
            )
        for path in sorted(Path("metrics", scores.name).rglob("*.json")):
            faults += different(path, images)
    print("metrics equal the committed ones within the tolerance" if not faults else "")
    sys.exit("\n".join(faults) or 0)


if __name__ == "__main__":
    main()
