"""The empty checkout and the server of the tests of stages/sources."""

from tests.sources.conftest import checkout, loopback

__all__ = ["checkout", "loopback"]
