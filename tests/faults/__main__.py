"""Injects faults into the whole pipeline: `python -m tests.faults` (`make faults`).

Builds a tiny pipeline in a scratch folder, kills, races, fills, damages and interrupts its stages
there (tests/faults/inside.py), and prints a table of what became of it. With --real, the quick
stages run on the committed logits in a clone. Counts are added up in work/faults/counts.json.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from stages.core import params
from tests import pipeline
from tests.conftest import ROOT
from tests.faults import disk
from tests.faults.inside import NAMES, QUICK
from tests.faults.tally import OUTCOMES

COUNTS = ROOT / "work" / "faults" / "counts.json"
# the quick kinds first
LONG = {
    "power": 10,
    "flips": 20,
    "cuts": 20,
    "full": 100,
    "readonly": 20,
    "interrupt": 60,
    "races": 40,
    "mend": 27,
    "orphan": 40,
    "dvc": 60,
    "both": 60,
    "stages": 300,
}
SHORT = {
    "power": 4,
    "flips": 1,
    "cuts": 1,
    "full": 5,
    "readonly": 4,
    "interrupt": 5,
    "races": 5,
    "mend": 1,
    "orphan": 1,
    "dvc": 1,
    "both": 1,
    "stages": 10,
}
REAL = {"stages": 10, "dvc": 10, "both": 10, "orphan": 10, "races": 6}


def run_kinds(root: Path, trials: Mapping[str, int], counts: Path, *options: str) -> list[str]:
    """Try so many faults of each kind on a checkout; the kinds of which some were not as wished."""
    failed = []
    for kind, number in trials.items():
        if kind in ("full", "readonly") and not disk.is_permitted():
            sys.stdout.write(f"{kind} is left out: this system permits no namespace (unshare)\n")
            continue
        words = (sys.executable, "-m", "tests.faults.inside", kind, str(number), str(counts))
        if subprocess.run([*words, *options], cwd=root, check=False).returncode:
            failed.append(kind)
    return failed


def clone_real(folder: Path) -> Path:
    """A clone with the committed logits, in which the quick stages have run."""
    root = folder / "real"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(root)], check=True)
    targets = [f"{room}@{params.load_backbones()[0]}" for room in QUICK if room != "report"]
    subprocess.run(["dvc", "pull", "-q"], cwd=root, check=True)
    subprocess.run(["dvc", "repro", "-f", "-s", *targets, "report"], cwd=root, check=True)
    return root


def show(counts: Path) -> str:
    """The counts as a Markdown table."""
    lines = ["| kind | tried | " + " | ".join(OUTCOMES) + " |", "|---|" + "--:|" * 6]
    for name, found in json.loads(counts.read_text("utf-8")).items():
        numbers = [sum(found.values()), *(found.get(outcome, 0) for outcome in OUTCOMES)]
        lines.append(f"| {name} | " + " | ".join(f"{number:,}" for number in numbers) + " |")
    return "\n".join(lines) + "\n"


def main() -> bool:
    """Run what is asked for; whether all was as wished."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=", ".join(NAMES))
    parser.add_argument("--short", action="store_true", help="a few trials of each kind")
    parser.add_argument("--real", action="store_true", help="on the real input, where it applies")
    parser.add_argument("--seed", default="0")
    asked = parser.parse_args()
    if unknown := set(asked.kinds) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; allowed: {', '.join(NAMES)}")
    trials = SHORT if asked.short else REAL if asked.real else LONG
    chosen = {kind: n for kind, n in trials.items() if not asked.kinds or kind in asked.kinds}
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        options = ["--seed", asked.seed]
        if asked.real:
            root = clone_real(Path(name))
            options.append("--real")
        else:
            checkout, _ = pipeline.build(ROOT, Path(name))
            root = checkout.root
            os.environ.update(checkout.environment)
        failed = run_kinds(root, chosen, COUNTS, *options)
    sys.stdout.write(show(COUNTS))
    return not failed


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
