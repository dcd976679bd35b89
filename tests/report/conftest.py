"""The small checkout of example.py, for every test of this folder."""

from tests.report.example import checkout

__all__ = ["checkout"]
