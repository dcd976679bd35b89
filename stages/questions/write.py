"""report/questions/: pages in both languages, the index, and the figures that are drawn here."""

from typing import TYPE_CHECKING

from .. import drawing
from ..core import files
from ..results.content import Content
from . import aggregation_figure, metrics_figure
from .aggregation import Aggregation
from .evidence import read_evidence
from .metrics import Metrics
from .pages import answer_all, render_all
from .verdicts import FOLDER

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def write(content: Content) -> None:
    """Everything about the first backbone, in a folder that is whole or absent."""
    evidence = read_evidence(content.evaluations[0])
    answers = answer_all(evidence)
    with files.new_folder(FOLDER, sums=False) as folder:
        for path, text in render_all(answers, evidence).items():
            files.write_text(folder / path, text)
        for _, facts in answers:
            if isinstance(facts, Aggregation | Metrics) and facts.is_drawn_here:
                drawing.save(_draw(facts), folder / facts.figure.relative_to(FOLDER))


def _draw(facts: Aggregation | Metrics) -> "Figure":
    if isinstance(facts, Aggregation):
        return aggregation_figure.draw_aggregation(facts)
    return metrics_figure.draw_metrics(facts)
