"""The small checkout that all pages are written from."""

from tests.results.example import checkout

__all__ = ["checkout"]
