"""The small checkout of the report's tests, for those of tools.readme."""

from tests.report.example import checkout

__all__ = ["checkout"]
