"""Tries faults on the checkout in the current folder: `python -m tests.faults.inside KIND …`.

It kills, damages and fills: give it a scratch copy in which everything has run, as
`python -m tests.faults` does. Prints what went wrong, and adds its counts to a JSON file.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

from stages.core import arithmetic
from tests.faults.tally import Outcome

Trials = Callable[[Random, int], Iterator[Outcome]]
QUICK = ("map", "evaluate", "report")  # stages that take seconds on the real input
KILLS = ("stages", "dvc", "both")
F1 = ("map", "evaluate", "weights", "report")


def kinds(rooms: tuple[str, ...], real: bool) -> dict[str, Trials]:
    """What can be tried, by name."""
    from tests.faults import disk, flips, ground, interrupts, kills, power, races

    ground.preload(rooms)
    in_f1 = tuple(room for room in F1 if room in rooms)
    alone = ("dvc", "repro", "-s", *map(ground.name_in_dvc, QUICK))  # there are no images
    repro = alone if real else ground.REPRO
    dvc = partial(kills.kill_dvc, rooms=rooms, repro=repro)
    return {
        "kill -9 of a stage": partial(kills.kill_stages, rooms=rooms, repro=repro),
        "kill -9 of `dvc repro` alone": partial(dvc, group=False),
        "kill -9 of `dvc repro` and its stage": partial(dvc, group=True),
        "an orphan and a second `dvc repro`": partial(races.outlive_dvc, rooms=in_f1),
        "two and three equal stages at once": partial(races.start_at_once, rooms=rooms),
        "Ctrl-C in the first 1.5 s": partial(interrupts.interrupt, rooms=rooms),
        "disk full": partial(disk.fill_disk, rooms=rooms),
        "disk read-only": partial(disk.lock_disk, rooms=rooms),
        "one flipped bit, time kept": partial(flips.damage, change=flips.flip),
        "file emptied or cut, time kept": partial(flips.damage, change=flips.cut),
        "flipped bit, then the command that is said": flips.mend,
        "power cut: fsync before each name": partial(power.record, rooms=rooms),
    }


NAMES = (
    *("stages", "dvc", "both", "orphan", "races", "interrupt"),
    *("full", "readonly", "flips", "cuts", "mend", "power"),
)


def main() -> None:
    """Try one kind so many times, from the seed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=NAMES)
    parser.add_argument("trials", type=int, help="of flips and cuts: for each kind of file")
    parser.add_argument("counts", type=Path, help="JSON file to which the counts are added")
    parser.add_argument("--seed", default="0")
    parser.add_argument("--real", action="store_true", help="the real input: its quick stages")
    asked = parser.parse_args()
    if asked.kind in ("full", "readonly"):
        from tests.faults import disk

        disk.enter_namespace()
    arithmetic.fix()
    from tests.faults import ground

    rooms = QUICK if asked.real else ground.ROOMS
    name, trials = list(kinds(rooms, asked.real).items())[NAMES.index(asked.kind)]
    label = f"{name}, real input" if asked.real else name
    found: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    begun = time.monotonic()
    for outcome in trials(Random(f"{asked.kind} {asked.seed}"), asked.trials):  # noqa: S311 - seeded on purpose
        found[outcome.name] += 1
        _add(asked.counts, label, outcome.name)  # each at once: a long run may be stopped
        notes[outcome.note] += bool(outcome.note)
        if outcome.name != "as wished":
            sys.stdout.write(f"{outcome.name}: {outcome.told}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{name}: {dict(found)} {dict(+notes)} in {time.monotonic() - begun:.0f} s\n")
    sys.exit(found["as wished"] != found.total() or not found)


def _add(path: Path, name: str, outcome: str) -> None:
    """Add one to the counts of earlier runs."""
    state = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    counts = state.setdefault(name, {})
    counts[outcome] = counts.get(outcome, 0) + 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(state, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
