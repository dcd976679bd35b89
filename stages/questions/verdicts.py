"""What is said of the course's answer: decided from numbers, worded in the templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from ..core import paths

FOLDER = paths.REPORT / "questions"  # where the pages go

# open: these numbers cannot tell, because what would tell was not measured
Verdict = Literal["confirmed", "refined", "refuted", "open"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Of one question: a verdict on each claim of the course's answer, and what illustrates it.

    figure: from the root of the checkout.
    """

    verdicts: Mapping[str, Verdict]
    figure: Path

    @property
    def is_drawn_here(self) -> bool:
        """Whether the figure is made with the pages, and not by another stage."""
        return FOLDER in self.figure.parents

    @property
    def tally(self) -> tuple[tuple[Verdict, int], ...]:
        """How many claims got which verdict, in the order of `Verdict`; none that nobody got."""
        given = list(self.verdicts.values())
        return tuple((one, given.count(one)) for one in get_args(Verdict) if one in given)
