"""The ten questions, answered: `python -m stages.questions` → report/questions/."""

from .. import drawing
from ..core import files
from ..results.evaluation import Content, read_content
from ..results.problem import read_problem
from .aggregation import Aggregation
from .evidence import read_evidence
from .figures import draw_aggregation, draw_metrics
from .metrics import Metrics
from .pages import answer_all, explain_absence, render_all
from .verdicts import FOLDER


def main() -> None:
    """Write all pages about the first backbone in both languages; of another problem, why not."""
    problem = read_problem()
    if problem.has_questions:
        write_pages(read_content())
        return
    with files.new_folder(FOLDER, sums=False) as folder:
        files.write_text(folder / "README.md", explain_absence(problem.title))


def write_pages(content: Content) -> None:
    """Write pages, index and figures about the first backbone; the folder is complete or absent."""
    evidence = read_evidence(content.evaluations[0])
    answers = answer_all(evidence)
    with files.new_folder(FOLDER, sums=False) as folder:
        for path, text in render_all(answers, evidence).items():
            files.write_text(folder / path, text)
        for _, facts in answers:
            if isinstance(facts, Aggregation | Metrics) and facts.is_drawn_here:
                figure = (
                    draw_metrics(facts) if isinstance(facts, Metrics) else draw_aggregation(facts)
                )
                drawing.save(figure, folder / facts.figure.relative_to(FOLDER))
