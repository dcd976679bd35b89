"""Everything that the page shows beyond README's table, read in one place."""

from dataclasses import dataclass

from .lists import ClassList, read_lists
from .parameters import Parameters, read_parameters, users_of_lists
from .pins import read_pins
from .sensitivity import Sensitivity, read_sensitivity


@dataclass(frozen=True)
class Appendix:
    """pins: the libraries that computed everything after the logits."""

    lists: tuple[ClassList, ...]
    parameters: Parameters
    pins: str
    sensitivity: Sensitivity | None


def read_appendix() -> Appendix:
    """Whatever the evaluations leave out; a StageError names the file that is at fault."""
    parameters = read_parameters()
    return Appendix(
        read_lists(users_of_lists(parameters)),
        parameters,
        read_pins(),
        read_sensitivity(),
    )
