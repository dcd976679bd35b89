"""Reads all that the pages show beside the evaluations."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..core import files
from ..core.errors import DataError
from ..results.problem import PageProblem, read_problem
from .lists import ClassList, read_lists, read_made
from .parameters import Parameters, read_parameters, users_of_lists
from .sensitivity import Sensitivity, read_sensitivity

REQUIREMENTS = Path("requirements.txt")
LIBRARIES = ("numpy", "scipy")
_PIN = re.compile(r"^([\w.-]+)==([^\s;]+)(?: ; (.+?))?(?: \\)?$", flags=re.MULTILINE)


@dataclass(frozen=True)
class Appendix:
    """lists: those written for the problem; made: lists that `map` made for it by their rule, with
    the strategies that use them; pins: versions of the libraries that computed all results after
    the logits.
    """

    problem: PageProblem
    lists: tuple[ClassList, ...]
    made: dict[str, tuple[str, ...]]
    parameters: Parameters
    pins: str
    sensitivity: Sensitivity | None


def read_appendix() -> Appendix:
    """Read all parts; a StageError names the damaged file."""
    parameters, problem = read_parameters(), read_problem()
    users = users_of_lists(parameters)
    return Appendix(
        problem,
        read_lists(users, problem.name),
        read_made(users, problem.name),
        parameters,
        read_pins(),
        read_sensitivity(),
    )


def read_pins() -> str:
    """The versions of LIBRARIES in requirements.txt; DataError if one is not pinned.

    Installed versions may differ between machines, and then the page would differ too.
    """
    try:
        text = files.read_text(REQUIREMENTS)
    except FileNotFoundError as error:
        raise DataError(f"{REQUIREMENTS} is missing. Run: git checkout {REQUIREMENTS}") from error
    except (OSError, ValueError) as error:
        fault = f"{REQUIREMENTS} cannot be read: {error}"
        raise DataError(f"{fault}. Run: git checkout {REQUIREMENTS}") from error
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
