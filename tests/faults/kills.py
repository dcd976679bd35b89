"""kill -9 of stages, of `dvc repro` alone, and of both, at random moments."""

import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from tests.faults import ground
from tests.faults.tally import LOST, WISHED, Outcome, judge


def kill_stages(
    chance: Random, trials: int, rooms: tuple[str, ...], repro: tuple[str, ...]
) -> Iterator[Outcome]:
    """A stage alone: what it leaves is whole at once, and gone after its next run.

    Every tenth trial is mended by `dvc repro` in addition.
    """
    with ground.kept_state() as wanted:
        usual = ground.measure_seconds(rooms)
        for number in range(trials):
            room = rooms[number % len(rooms)]
            moment = chance.uniform(0, 1.05 * usual[room])
            stage = ground.start_fork(room)
            time.sleep(moment)
            stage.send(ground.KILL)
            stage.finish()
            trial = f"{room} killed after {moment:.3f} s"
            changed = [name for name in ground.differences(wanted) if name in ground.snapshot()]
            ends = [ground.run_fork(room)]
            if number % 10 == 9:
                ends.append(ground.run_command(*repro))
            outcome = judge(wanted, trial, ends)
            if changed and outcome.name == WISHED:
                outcome = Outcome(LOST, f"{trial}: {changed} were changed until the next run")
            yield outcome
            if outcome.name != WISHED:
                ground.restore()


def kill_dvc(
    chance: Random, trials: int, rooms: tuple[str, ...], group: bool, repro: tuple[str, ...]
) -> Iterator[Outcome]:
    """DVC alone, whose stage ends by itself, or both; then `dvc repro` mends all."""
    with ground.kept_state() as wanted:
        for number in range(trials):
            room = rooms[number % len(rooms)]
            command = ("dvc", "repro", "-f", "-s", ground.name_in_dvc(room))
            if number < len(rooms):  # the first time undisturbed, to learn how long it takes
                begun = time.monotonic()
                ground.run_command(*command)
                _USUAL[room] = time.monotonic() - begun
            moment = chance.uniform(0, 1.05 * _USUAL[room])
            dvc = ground.start_command(*command)
            time.sleep(moment)
            dvc.send(ground.KILL, group)
            dvc.finish()
            end, note = ground.mend_lock(ground.run_command(*repro), *repro)
            ends = [end]
            if ground.leftovers():  # DVC saw no change, so nothing ran
                ends.append(ground.run_fork(room))
            whom = "DVC and stage" if group else "DVC"
            outcome = judge(wanted, f"{room}: {whom} killed after {moment:.2f} s", ends)
            yield replace(outcome, note=note)
            if outcome.name != WISHED:
                ground.restore()


_USUAL: dict[str, float] = {}
