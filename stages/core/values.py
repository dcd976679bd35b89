"""Kinds of values that several sections of params.yaml share, and what each of them allows."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, TypeVar

from annotated_types import Ge, Gt, Le, Lt
from pydantic import AfterValidator, Field

from .errors import shown

Item = TypeVar("Item")

LONGEST = 100  # letters of a name: a file name takes 255 bytes, with all that is around it


def _refuse_repetition(items: Sequence[Item]) -> Sequence[Item]:
    seen = set()
    for item in items:
        if item in seen:
            raise ValueError(f"{shown(item)} stands here twice.")
        seen.add(item)
    return items


def _refuse_descent(items: Sequence[float]) -> Sequence[float]:
    for before, item in pairwise(items):
        if item < before:
            raise ValueError(f"{item} stands behind {before}; write the smallest first.")
    return items


def _limit(pattern: str, allowed: str) -> AfterValidator:
    """Refuses texts that do not match as a whole, or are too long for a file name or a label."""

    def check(text: str) -> str:
        if len(text) > LONGEST or not re.fullmatch(pattern, text):
            raise ValueError(f"{shown(text)} is no name; allowed: 1 to {LONGEST} {allowed}.")
        return text

    return AfterValidator(check)


# YAML has no tuples; only the container is converted, its items stay strict
Several = Annotated[tuple[Item, ...], Field(strict=False), AfterValidator(_refuse_repetition)]
OneOrMore = Annotated[Several[Item], Field(min_length=1)]
Ascending = Annotated[OneOrMore[Item], AfterValidator(_refuse_descent)]

Share = Annotated[float, Gt(0), Lt(1)]
Confidence = Annotated[float, Ge(0.5), Le(0.9999)]  # of an interval
Digits = Annotated[int, Ge(1), Le(8)]  # decimals of what is written
Seed = Annotated[int, Ge(0), Le(2**32 - 1)]  # what every generator of random numbers takes
# Part of paths and of DVC's stage names: nothing that could leave its folder
Name = Annotated[
    str,
    _limit(r"[A-Za-z0-9_][A-Za-z0-9._-]*", "letters of ASCII, digits, . _ -, the first no . or -"),
]
StrategyName = Annotated[
    str, _limit(r"[a-z0-9][a-z0-9_-]*", "small letters of ASCII, digits, _ -, the first no _ or -")
]
# A label of any script, without the signs that mean something to HTML or Markdown: DVC writes it
# into a script element as it is
TargetName = Annotated[
    str,
    _limit(
        r"\w(?:[\w ,.'()/+-]*[\w.)+])?",
        "letters, digits, blanks and _ - , . ' ( ) / +, the first a letter, digit or _",
    ),
]
