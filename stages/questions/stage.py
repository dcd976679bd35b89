"""The ten questions, answered: `python -m stages.questions` → report/questions/."""

import logging

from .. import drawing
from ..core import files, paths
from ..results.evaluation import Content, read_content
from ..results.problem import read_problem
from ..tables.absence import is_absent
from .aggregation import Aggregation
from .evidence import read_evidence
from .figures import draw_aggregation, draw_metrics
from .metrics import Metrics
from .pages import answer_all, explain_absence, render_all
from .verdicts import FOLDER


def main() -> None:
    """Write all pages about the first backbone in both languages, or why there are none."""
    problem, content = read_problem(), read_content()
    missing = [name for name in ("sensitivity", "study") if is_absent(paths.PLOTS / name)]
    imported = content.evaluations[0].provenance.weights is None
    if problem.has_questions and not missing and not imported:
        write_pages(content)
        return
    if missing:
        logging.info(f"The ten questions are left out: so is {' and '.join(missing)}.")
    elif problem.has_questions:
        logging.info("The ten questions are left out: the first network's logits were imported.")
    with files.new_folder(FOLDER, sums=False) as folder:
        files.write_text(folder / "README.md", explain_absence(problem, missing))


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
