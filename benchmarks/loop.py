"""How long the loop takes, from an edit to the report, beside version 0.1.0, in one run.

`python -m benchmarks.loop` clones both versions beside each other, with this environment, and lets
them take turns: the table has the medians of some repetitions (5), and their ratio. `--cases` picks
some of CASES, `--repetitions 1` is a first look. `sensitivity` is an edit of one of its strategies,
`sensitivity_all` a run from nothing; these and `full` take minutes each time. Before an edit, every
strategy has run once in each clone, as in a checkout in which somebody works. Wants a commit whose
dvc.lock is up to date. Prints Markdown.
"""

import argparse
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from benchmarks.map import enlarge
from benchmarks.workplace import Cost
from stages import kept
from stages.core import params, paths
from tools.verify import scratch
from tools.verify.scratch import Copy

BASE = "52c0894"  # version 0.1.0
LOOP = ("dvc", "repro", "--pull", "--allow-missing", "report")
# what nobody has computed yet: a new one for each repetition, or DVC would take it from its cache
LISTS = ("wordnet_strict", "imagenet_d", "cinic10", "keyword", "keyword_substring")
ZERO_SHOT = [{"groups": name, "reduce": how} for how in ("max", "sum") for name in LISTS]
FITTED = [{"shrinkage": round(0.1 + 0.01 * number, 2)} for number in range(len(ZERO_SHOT))]


class Case(NamedTuple):
    """What is measured: what comes before each repetition, the command, and the allowed ratio."""

    prepare: Callable[[Copy, int], None]
    commands: Sequence[Sequence[str]]
    goal: float


def edit_zero_shot(copy: Copy, repetition: int) -> None:
    """Another list and another reduction for a zero-shot strategy."""
    _edit(copy, "wordnet_mean", ZERO_SHOT[repetition])


def edit_fitted(copy: Copy, repetition: int) -> None:
    """Another shrinkage for a fitted strategy."""
    _edit(copy, "lda", FITTED[repetition])


def edit_sensitivity(copy: Copy, repetition: int) -> None:
    """Another shrinkage for a fitted strategy of `sensitivity`."""
    _edit(copy, "lda", FITTED[repetition], "sensitivity")


def edit_nothing(copy: Copy, repetition: int) -> None:
    """Leave everything as it is."""


def forget(copy: Copy, repetition: int) -> None:
    """Delete what the stages kept."""
    for room in ("map", "evaluate", "sensitivity"):
        copy.run("rm", "-rf", str(paths.WORK / room))


def module(room: str, *words: str) -> tuple[str, ...]:
    """The command of a stage."""
    return ("python", "-m", f"stages.{room}", *words)


BACKBONE = params.load_backbones()[0]
CASES = {
    "zero_shot": Case(edit_zero_shot, [LOOP], 0.45),
    "fitted": Case(edit_fitted, [LOOP], 0.6),
    "nothing": Case(edit_nothing, [LOOP], 1.1),
    "all": Case(forget, [module("map", BACKBONE), module("evaluate", BACKBONE)], 0.8),
    "sensitivity": Case(edit_sensitivity, [module("sensitivity")], 0.4),
    "sensitivity_all": Case(forget, [module("sensitivity")], 1.0),
    "full": Case(forget, [module("map", BACKBONE)], 0.6),
}


def main() -> None:
    """Measure the chosen cases; print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--repetitions", type=int, default=5, choices=range(1, len(ZERO_SHOT) + 1))
    chosen = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before the start\n")
    print("| case | 0.1.0, s | now, s | ratio | at most | 0.1.0, GB | now, GB |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    with scratch.folder() as folder:
        copies = [clone(BASE, folder / "base"), clone("HEAD", folder / "now")]
        for name in chosen.cases:
            case = CASES[name]
            if name == "full":
                for copy in copies:
                    make_full_size(copy)
            elif case.prepare in (edit_zero_shot, edit_fitted):
                for copy in copies:
                    warm_up(copy)
            elif case.prepare is edit_sensitivity:
                copies[1].run(*module("sensitivity"))  # the other keeps nothing
            costs = measure(case, copies, chosen.repetitions)
            print(describe(name, case, costs), flush=True)


def clone(revision: str, root: Path) -> Copy:
    """A copy of a commit with its data; its stages may take what they kept."""
    copy = scratch.clone(scratch.resolve(revision), root)
    copy = Copy(root, copy.environment | {kept.SWITCH: "no"})
    scratch.pull(copy)
    return copy


def warm_up(copy: Copy) -> None:
    """Run every strategy once, and go back to what is committed."""
    copy.run("git", "checkout", "-q", ".")
    for room in ("map", "evaluate"):
        copy.run(*module(room, BACKBONE))
    copy.run(*LOOP)


def make_full_size(copy: Copy) -> None:
    """The logits and labels of a copy as if they were CIFAR-10's in full."""
    with chdir(copy.root):
        enlarge(BACKBONE)


def measure(case: Case, copies: Sequence[Copy], repetitions: int) -> list[list[Cost]]:
    """The costs in each copy, which take turns."""
    costs: list[list[Cost]] = [[] for _ in copies]
    for repetition in range(repetitions):
        for copy, measured in zip(copies, costs, strict=True):
            case.prepare(copy, repetition)
            measured.append(time_commands(copy, case.commands))
    return costs


def time_commands(copy: Copy, commands: Sequence[Sequence[str]]) -> Cost:
    """Seconds of all commands, one after the other, and the memory of the largest process."""
    start, largest = time.perf_counter(), 0
    for words in commands:
        process = subprocess.Popen(  # noqa: S603 - our own words
            words, cwd=copy.root, env=copy.environment, stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(words)} ended with {process.returncode} in {copy.root}")
        largest = max(largest, usage.ru_maxrss)
    return Cost(time.perf_counter() - start, largest / 2**20)


def describe(name: str, case: Case, costs: Sequence[Sequence[Cost]]) -> str:
    """A row of the table."""
    before, now = (statistics.median(cost.seconds for cost in of_copy) for of_copy in costs)
    memory = [max(cost.gigabytes for cost in of_copy) for of_copy in costs]
    return (
        f"| {name} | {before:.2f} | {now:.2f} | {now / before:.2f} | {case.goal} "
        f"| {memory[0]:.2f} | {memory[1]:.2f} |"
    )


def _edit(copy: Copy, strategy: str, options: dict[str, Any], section: str = "map") -> None:
    path = copy.root / paths.PARAMS
    copy.run("git", "checkout", "-q", str(paths.PARAMS))
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content[section]["strategies"][strategy].update(options)
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
