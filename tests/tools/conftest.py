"""The small checkout that all pages are written from, for tools.readme."""

from tests.results.example import checkout

__all__ = ["checkout"]
