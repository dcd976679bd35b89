"""The small checkout that all pages are written from, and what the questions rest on."""

from tests.questions.experiments import evidence
from tests.results.example import checkout

__all__ = ["checkout", "evidence"]
