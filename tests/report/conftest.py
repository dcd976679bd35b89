"""The small checkout for all pages."""

from tests.results.example import checkout

__all__ = ["checkout"]
