"""report/questions/: pages in both languages, the index, and the figures that are drawn here."""

from typing import TYPE_CHECKING

from stages import drawing
from stages.core import files
from stages.questions import aggregation_figure, metrics_figure
from stages.questions.aggregation import Aggregation
from stages.questions.evidence import read_evidence
from stages.questions.metrics import Metrics
from stages.questions.pages import answer_all, render_all
from stages.questions.verdicts import FOLDER
from stages.results.content import Content

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def write(content: Content) -> None:
    """Everything about the first backbone, in a folder that is whole or absent."""
    evidence = read_evidence(content.evaluations[0])
    answers = answer_all(evidence)
    with files.new_folder(FOLDER) as folder:
        for path, text in render_all(answers, evidence).items():
            files.write_text(folder / path, text)
        for _, facts in answers:
            if isinstance(facts, Aggregation | Metrics) and facts.is_drawn_here:
                drawing.save(_draw(facts), folder / facts.figure.relative_to(FOLDER))


def _draw(facts: Aggregation | Metrics) -> "Figure":
    if isinstance(facts, Aggregation):
        return aggregation_figure.draw(facts)
    return metrics_figure.draw(facts)
