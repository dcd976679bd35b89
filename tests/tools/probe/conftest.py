"""The empty checkout and the server of the download's tests."""

from tests.download.conftest import checkout, loopback

__all__ = ["checkout", "loopback"]
