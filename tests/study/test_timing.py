"""Timing: medians in turns, without a clock."""

import time
from itertools import accumulate

import pytest
import torch
from torch import nn

from stages.study import timing


def test_the_ratio_is_that_of_the_medians(monkeypatch: pytest.MonkeyPatch) -> None:
    """First takes 6, 8 and 100 seconds, second 4, 1 and 2: 8/2; no time passes between them."""
    taken = (6, 4, 8, 1, 100, 2)
    clock = accumulate(part for seconds in taken for part in (0, seconds))
    monkeypatch.setattr(time, "thread_time", lambda: next(clock))
    assert timing.time_ratio(nn.Identity(), nn.Identity(), torch.ones(1), 3) == 4


def test_every_stage_is_timed_and_the_threads_are_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads = torch.get_num_threads()
    monkeypatch.setattr(timing, "STAGES", ((8, 4), (16, 2)))
    found = list(timing.measure_times(1, seed=0))
    assert [(row.width, row.side, row.repetitions) for row in found] == [(8, 4, 1), (16, 2, 1)]
    assert torch.get_num_threads() == threads
