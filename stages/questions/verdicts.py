"""Verdicts on the claims of the course's answers; the templates have the words."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from ..core import paths

FOLDER = paths.REPORT / "questions"  # where the pages go

# open: the numbers that would be needed were not measured
ClaimVerdict = Literal["confirmed", "refined", "refuted", "open"]


@dataclass(frozen=True, kw_only=True)
class QuestionResult:
    """The facts of one question: a verdict on each claim of the course's answer, and a figure.

    figure: its path from the root of the checkout.
    """

    verdicts: Mapping[str, ClaimVerdict]
    figure: Path

    @property
    def is_drawn_here(self) -> bool:
        """Whether the figure is drawn with the pages, not by another stage."""
        return FOLDER in self.figure.parents

    @property
    def tally(self) -> tuple[tuple[ClaimVerdict, int], ...]:
        """The number of claims for each verdict that occurs, in the order of `ClaimVerdict`."""
        given = list(self.verdicts.values())
        return tuple((one, given.count(one)) for one in get_args(ClaimVerdict) if one in given)
