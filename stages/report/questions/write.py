"""report/questions/: pages in both languages, the index, and the one figure that is drawn here."""

from stages import drawing
from stages.core import files
from stages.report.content import Content
from stages.report.questions import metrics_figure
from stages.report.questions.evidence import read_evidence
from stages.report.questions.metrics import FIGURE, Metrics
from stages.report.questions.pages import answer_all, render_all
from stages.report.questions.verdicts import FOLDER


def write(content: Content) -> None:
    """Everything about the first backbone, in a folder that is whole or absent."""
    evidence = read_evidence(content.evaluations[0], content.confidence)
    answers = answer_all(evidence)
    with files.new_folder(FOLDER) as folder:
        for path, text in render_all(answers, evidence).items():
            files.write_text(folder / path, text)
        for _, facts in answers:
            if isinstance(facts, Metrics):
                drawing.save(metrics_figure.draw(facts), folder / FIGURE.relative_to(FOLDER))
