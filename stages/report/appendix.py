"""Everything that the page shows beyond README's table, read in one place."""

from collections.abc import Mapping
from dataclasses import dataclass

from stages.report.details import Details, read_details
from stages.report.lists import ClassList, read_lists
from stages.report.parameters import Parameters, read_parameters, users_of_lists
from stages.report.pins import read_pins
from stages.report.sensitivity import Sensitivity, read_sensitivity
from stages.results.content import Content


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
