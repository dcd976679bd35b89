"""Reads all that the pages show beside the evaluations."""

from dataclasses import dataclass

from .lists import ClassList, read_lists
from .parameters import Parameters, read_parameters, users_of_lists
from .pins import read_pins
from .sensitivity import Sensitivity, read_sensitivity


@dataclass(frozen=True)
class Appendix:
    """pins: versions of the libraries that computed all results after the logits."""

    lists: tuple[ClassList, ...]
    parameters: Parameters
    pins: str
    sensitivity: Sensitivity | None


def read_appendix() -> Appendix:
    """Read all parts; a StageError names the damaged file."""
    parameters = read_parameters()
    return Appendix(
        read_lists(users_of_lists(parameters)),
        parameters,
        read_pins(),
        read_sensitivity(),
    )
