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
from .verdicts import QuestionResult


@dataclass(frozen=True)
class Question:
    """find_facts: from evidence to the facts, None where these strategies cannot tell."""

    number: int
    slug: str
    find_facts: Callable[[Evidence], QuestionResult | None]

    @property
    def name(self) -> str:
        """Of its files, without the ending: 01-residual-connections."""
        return f"{self.number:02}-{self.slug}"


QUESTIONS = (
    Question(1, "residual-connections", residual.find_facts),
    Question(2, "bottleneck", bottleneck.find_facts),
    Question(3, "preprocessing", preprocessing.find_facts),
    Question(4, "thousand-classes", mapping.find_facts),
    Question(5, "aggregation", aggregation.find_facts),
    Question(6, "denormalisation", denormalisation.find_facts),
    Question(7, "metrics", metrics.find_facts),
    Question(8, "domain-gap", domain_gap.find_facts),
    Question(9, "confusion-matrix", confusion.find_facts),
    Question(10, "unmapped-classes", unmapped.find_facts),
)
