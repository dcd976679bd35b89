"""What is said of the course's answer: decided from numbers, worded in the templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from ..core import paths

FOLDER = paths.REPORT / "questions"  # where the pages go

# open: these numbers cannot tell, because what would tell was not measured
ClaimVerdict = Literal["confirmed", "refined", "refuted", "open"]


@dataclass(frozen=True, kw_only=True)
class QuestionResult:
    """Of one question: a verdict on each claim of the course's answer, and what illustrates it.

    figure: from the root of the checkout.
    """

    verdicts: Mapping[str, ClaimVerdict]
    figure: Path

    @property
    def is_drawn_here(self) -> bool:
        """Whether the figure is made with the pages, and not by another stage."""
        return FOLDER in self.figure.parents

    @property
    def tally(self) -> tuple[tuple[ClaimVerdict, int], ...]:
        """The number of claims with each verdict, in the order of `ClaimVerdict`; 0 is left out."""
        given = list(self.verdicts.values())
        return tuple((one, given.count(one)) for one in get_args(ClaimVerdict) if one in given)
