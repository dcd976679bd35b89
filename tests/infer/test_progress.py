"""A person who waits is told how long: by a bar in a terminal, by a line a minute in a log."""

import logging
from collections.abc import Sequence

import pytest

from stages.infer import progress


def lines(
    caplog: pytest.LogCaptureFixture, seconds: Sequence[float], images: int, finished: int = 0
) -> list[str]:
    """What is logged while `images` images at a time are done, at these seconds after the start."""
    times = iter([1000.0, *(1000 + second for second in seconds)])
    caplog.clear()
    with (
        caplog.at_level(logging.INFO),
        progress.show_progress(
            "infer net", 5000, finished, terminal=False, clock=times.__next__
        ) as done,
    ):
        for _ in seconds:
            done(images)
    return caplog.messages


def test_without_a_terminal_there_is_a_line_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    """25 images a second, reported each half minute: 3,500 are left after one minute."""
    assert lines(caplog, [30, 60, 90, 119, 120, 150], images=750) == [
        "infer net: 1,500 of 5,000 images, 25.0 images/s, about 2 minutes left",
        "infer net: 3,750 of 5,000 images, 31.2 images/s, about 1 minute left",
    ]


def test_a_run_of_seconds_says_nothing_in_between(caplog: pytest.LogCaptureFixture) -> None:
    assert lines(caplog, [1, 2, 59.9], images=1000) == []


def test_each_report_that_takes_longer_than_a_minute_has_its_line(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert lines(caplog, [100, 200], images=10) == [
        "infer net: 10 of 5,000 images, 0.1 images/s, about 13.9 hours left",
        "infer net: 20 of 5,000 images, 0.1 images/s, about 13.8 hours left",
    ]


def test_images_of_an_earlier_run_count_as_done_and_not_for_the_speed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert lines(caplog, [60], images=600, finished=2000) == [
        "infer net: 2,600 of 5,000 images, 10.0 images/s, about 4 minutes left"
    ]


def test_in_a_terminal_the_bar_stays(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.INFO),
        progress.show_progress("infer net", 8, 2, terminal=True) as done,
    ):
        done(6)
    told = capsys.readouterr().err
    assert "infer net: 100%|" in told
    assert " 8/8 [" in told
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (1, "1 minute"),
        (89, "1 minute"),
        (91, "2 minutes"),
        (5400, "90 minutes"),
        (5580, "1.6 hours"),
    ],
)
def test_a_length_of_time_is_in_words(seconds: float, expected: str) -> None:
    assert progress.describe_duration(seconds) == expected
