"""Everything that the page shows beyond README's table, read in one place."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..results.content import Content
from .details import Details, read_details
from .lists import ClassList, read_lists
from .parameters import Parameters, read_parameters, users_of_lists
from .pins import read_pins
from .sensitivity import Sensitivity, read_sensitivity


@dataclass(frozen=True)
class Appendix:
    """details by backbone; pins: the libraries that computed everything after the logits."""

    details: Mapping[str, Details]
    lists: tuple[ClassList, ...]
    parameters: Parameters
    pins: str
    sensitivity: Sensitivity | None


def read_appendix(content: Content) -> Appendix:
    """Whatever the content leaves out; a StageError names the file that is at fault."""
    parameters = read_parameters()
    return Appendix(
        {evaluation.backbone: read_details(evaluation) for evaluation in content.evaluations},
        read_lists(users_of_lists(parameters)),
        parameters,
        read_pins(),
        read_sensitivity(),
    )
