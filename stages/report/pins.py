"""Reads the versions in requirements.txt with which `map` and `evaluate` computed the results.

Installed versions may differ between machines, and then the page would differ too.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ..core.errors import DataError

REQUIREMENTS = Path("requirements.txt")
LIBRARIES = ("numpy", "scipy", "scikit-learn")
_PIN = re.compile(r"^([\w.-]+)==([^\s;]+)(?: ; (.+))?$", flags=re.MULTILINE)


def read_pins() -> str:
    """All of LIBRARIES with their versions; DataError if one is not pinned."""
    try:
        text = REQUIREMENTS.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise DataError(f"{REQUIREMENTS} is missing. Run: git checkout {REQUIREMENTS}") from error
    return ", ".join(f"{name} {_versions(name, text)}" for name in LIBRARIES)


def _versions(name: str, text: str) -> str:
    """One version, or several with the Python versions for each."""
    versions = list(_pins(name, text))
    if not versions:
        raise DataError(f"{REQUIREMENTS} pins no {name}. Run: make lock")
    return " or ".join(versions)


def _pins(name: str, text: str) -> Iterator[str]:
    for pinned, version, marker in _PIN.findall(text):
        if pinned == name:
            pythons = marker.replace("python_full_version", "Python").replace("'", "")
            yield f"{version} ({pythons})" if pythons else version
