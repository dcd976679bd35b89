"""The small checkout of example.py, for every test of this folder."""

from tests.report.example import checkout
from tests.report.experiments import evidence

__all__ = ["checkout", "evidence"]
