"""Renders report/people/index.html: what was measured, or how to switch the stage on."""

from collections.abc import Sequence
from itertools import groupby
from math import log
from pathlib import Path

from ..drawing import KIND_TITLES
from ..page import Pages
from ..results.language import PLAIN
from ..statistics import Estimate
from ..tables.people import PeopleNumber, PeopleRow
from .answers import Answers
from .inputs import Answered
from .measures import are_tied

TEMPLATES = Path(__file__).parent / "templates"


def render_results(
    answers: Answers,
    answered: Answered,
    people: Sequence[PeopleNumber],
    rows: Sequence[PeopleRow],
    confidence: float,
    figure: Path,
) -> str:
    """The page of all numbers; rows: by kind, each kind in the order in which it is shown."""
    asked = answered.counts.sum(axis=1)
    return _pages().render(
        "people.html.j2",
        answers=answers,
        network=answered.network,
        images=len(answered.labels),
        targets=len(answers.targets),
        uniform=log(len(answers.targets)),
        asked=(int(asked.min()), int(asked.max())),
        tied=int(are_tied(answered.counts).sum()),
        people={one.number: one for one in people},
        kinds=[
            (KIND_TITLES[kind], kind, list(group))
            for kind, group in groupby(rows, key=lambda row: row.kind)
        ],
        excluding=[row.strategy for row in rows if row.cross_entropy is None],
        confidence=f"{100 * confidence:g} %",
        figure=figure,
    )


def render_off(known: Sequence[str]) -> str:
    """The page of a stage that is off; known: names that switch it on."""
    return _pages().render("off.html.j2", known=known)


def _pages() -> Pages:
    return Pages(
        TEMPLATES,
        {
            "percent": PLAIN.percent,
            "interval": PLAIN.interval,
            "count": PLAIN.number,
            "decimal": decimal,
            "span_of": span_of,
        },
    )


def decimal(value: float) -> str:
    """With three decimals."""
    return PLAIN.number(value, 3)


def span_of(estimate: Estimate | PeopleNumber) -> str:
    """Both ends of an interval with three decimals: −0.031 to 0.028."""
    return f"{decimal(estimate.low)} to {decimal(estimate.high)}"
