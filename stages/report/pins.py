"""The versions that requirements.txt pins: what `map` and `evaluate` computed the numbers with.

The installed ones would be another page on another machine; the environment is made of this file.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ..core import files
from ..core.errors import DataError

REQUIREMENTS = Path("requirements.txt")
LIBRARIES = ("numpy", "scipy", "scikit-learn")
_PIN = re.compile(r"^([\w.-]+)==([^\s;]+)(?: ; (.+?))?(?: \\)?$", flags=re.MULTILINE)


def read_pins() -> str:
    """All of LIBRARIES with their versions; DataError where one is not pinned."""
    try:
        text = files.read_text(REQUIREMENTS)
    except FileNotFoundError as error:
        raise DataError(f"{REQUIREMENTS} is missing. Run: git checkout {REQUIREMENTS}") from error
    except (OSError, ValueError) as error:
        fault = f"{REQUIREMENTS} cannot be read: {error}"
        raise DataError(f"{fault}. Run: git checkout {REQUIREMENTS}") from error
    return ", ".join(f"{name} {_versions(name, text)}" for name in LIBRARIES)


def _versions(name: str, text: str) -> str:
    """One version, or several with the Pythons that each is for."""
    found = list(_pins(name, text))
    if not found:
        raise DataError(f"{REQUIREMENTS} pins no {name}. Run: make lock")
    return " or ".join(found)


def _pins(name: str, text: str) -> Iterator[str]:
    for pinned, version, marker in _PIN.findall(text):
        if pinned == name:
            told = marker.replace("python_full_version", "Python").replace("'", "")
            yield f"{version} ({told})" if told else version
