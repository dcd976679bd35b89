"""Ctrl-C from the first instant of a stage on."""

import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from tests.faults import ground
from tests.faults.ground import Ended
from tests.faults.tally import OTHER, WISHED, Outcome, judge

LONGEST = 1.5  # seconds after the start


def interrupt(chance: Random, trials: int, rooms: tuple[str, ...]) -> Iterator[Outcome]:
    """Exit code 130 and one line, unless the stage had ended; evenly over the first moments."""
    with ground.kept_state() as wanted:
        rounds = -(-trials // len(rooms))
        for number in range(trials):
            room = rooms[number % len(rooms)]
            moment = LONGEST * (number // len(rooms) + chance.random()) / rounds
            words = (sys.executable, "-m", f"stages.{room}", *ground.arguments(room))
            stage = ground.start_command(*words)
            time.sleep(moment)
            stage.send(signal.SIGINT, group=True)
            end = stage.finish()
            trial = f"{room} interrupted after {moment:.2f} s"
            if end.code == -signal.SIGINT and "interrupted" in end.text:
                end = replace(end, code=130)  # by Python itself; a shell says 130 of both
            if _is_before_us(end):
                yield Outcome(WISHED, note="before our first line")
            elif end.code == 130 and not end.text.endswith("interrupted\n"):
                yield Outcome(OTHER, f"{trial}: {end.text}")
            else:
                outcome = judge(wanted, trial, [end], 130 if end.code else 0)
                yield replace(outcome, note="one line" if end.code else "had ended")


def _is_before_us(end: Ended) -> bool:
    """Whether Python had not come to a file of ours."""
    return end.code != 0 and "interrupted" not in end.text and "/stages/" not in end.text
