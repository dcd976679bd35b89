"""The ten questions, in the order in which the course asks them."""

from collections.abc import Callable
from dataclasses import dataclass

from . import (
    aggregation,
    bottleneck,
    confusion,
    denormalisation,
    domain_gap,
    mapping,
    metrics,
    preprocessing,
    residual,
    unmapped,
)
from .evidence import Evidence
from .verdicts import Answer


@dataclass(frozen=True)
class Question:
    """find: from evidence to the facts, None where these strategies cannot tell."""

    number: int
    slug: str
    find: Callable[[Evidence], Answer | None]

    @property
    def name(self) -> str:
        """Of its files, without the ending: 01-residual-connections."""
        return f"{self.number:02}-{self.slug}"


QUESTIONS = (
    Question(1, "residual-connections", residual.find),
    Question(2, "bottleneck", bottleneck.find),
    Question(3, "preprocessing", preprocessing.find),
    Question(4, "thousand-classes", mapping.find),
    Question(5, "aggregation", aggregation.find),
    Question(6, "denormalisation", denormalisation.find),
    Question(7, "metrics", metrics.find),
    Question(8, "domain-gap", domain_gap.find),
    Question(9, "confusion-matrix", confusion.find),
    Question(10, "unmapped-classes", unmapped.find),
)
