"""The small checkout for all pages, and the evidence of the questions."""

from tests.questions.experiments import evidence
from tests.results.example import checkout

__all__ = ["checkout", "evidence"]
