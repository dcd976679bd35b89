"""Renders the pages: the same facts for all languages, the words from their templates."""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template

from ..core.errors import DataError
from ..results.language import LANGUAGES, Language, code, plural
from ..results.markdown import Markdown, link, markdown_environment
from ..results.problem import PageProblem
from . import (
    aggregation,
    bottleneck,
    confusion,
    denormalisation,
    domain_gap,
    mapping,
    metrics,
    preprocessing,
    residual,
    unmapped,
)
from .evidence import Evidence
from .verdicts import FOLDER, ClaimVerdict, QuestionResult

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Question:
    """find_facts: computes the facts from the evidence; None if the strategies are not enough."""

    number: int
    slug: str
    find_facts: Callable[[Evidence], QuestionResult | None]

    @property
    def name(self) -> str:
        """The name of its files without the ending: 01-residual-connections."""
        return f"{self.number:02}-{self.slug}"


QUESTIONS = (
    Question(1, "residual-connections", residual.find_facts),
    Question(2, "bottleneck", bottleneck.find_facts),
    Question(3, "preprocessing", preprocessing.find_facts),
    Question(4, "thousand-classes", mapping.find_facts),
    Question(5, "aggregation", aggregation.find_facts),
    Question(6, "denormalisation", denormalisation.find_facts),
    Question(7, "metrics", metrics.find_facts),
    Question(8, "domain-gap", domain_gap.find_facts),
    Question(9, "confusion-matrix", confusion.find_facts),
    Question(10, "unmapped-classes", unmapped.find_facts),
)


@dataclass(frozen=True)
class Page:
    """One question in one language; `line` is its text in the index."""

    question: Question
    language: Language
    tally: tuple[tuple[ClaimVerdict, int], ...]
    title: Markdown
    line: Markdown
    text: str

    @property
    def path(self) -> Path:
        """Relative to the folder of all pages."""
        return Path(self.language.code, f"{self.question.name}.md")


def answer_all(evidence: Evidence) -> tuple[tuple[Question, QuestionResult | None], ...]:
    """Facts and verdicts of all questions; DataError if a figure is missing."""
    answers = tuple((question, question.find_facts(evidence)) for question in QUESTIONS)
    for _, answer in answers:
        if answer and not answer.is_drawn_here and not answer.figure.is_file():
            raise DataError(f"{answer.figure} is missing. Run: dvc repro study evaluate")
    return answers


def render_all(
    answers: Sequence[tuple[Question, QuestionResult | None]], evidence: Evidence
) -> dict[Path, str]:
    """All pages and README.md, by their paths in the folder of all pages."""
    pages = {
        language: tuple(_render(question, facts, evidence, language) for question, facts in answers)
        for language in LANGUAGES
    }
    index = _environment(LANGUAGES[0]).get_template("README.md.j2")
    texts = {page.path: page.text for of_language in pages.values() for page in of_language}
    return texts | {
        Path("README.md"): index.render(
            pages={language.code: pages[language] for language in LANGUAGES},
            weights=evidence.evaluation.provenance.weights,
        )
    }


def explain_absence(problem: PageProblem, missing: Sequence[str]) -> str:
    """README.md where the results cannot answer the questions.

    They are of another problem, or the stages in `missing` had nothing to measure, or the first
    network's logits were imported.
    """
    template = _environment(LANGUAGES[0]).get_template("elsewhere.md.j2")
    return template.render(problem=problem, missing=missing)


def _render(
    question: Question, facts: QuestionResult | None, evidence: Evidence, language: Language
) -> Page:
    template = _environment(language).get_template(f"{language.code}/{question.number:02}.md.j2")
    context = {
        "question": question,
        "facts": facts,
        "evidence": evidence,
        "weights": evidence.evaluation.provenance.weights,
        "network": code(evidence.evaluation.backbone),  # a title is English
        "conditions": evidence.study.conditions,
        "figure": link(_from_page(facts.figure, language)) if facts else None,
        "neighbours": _neighbours(question),
    }
    return Page(
        question=question,
        language=language,
        tally=facts.tally if facts else (("open", 1),),
        title=_block(template, "title", context),
        line=_block(template, "short" if facts else "needs", context),
        text=template.render(context),
    )


def _block(template: Template, name: str, context: dict[str, Any]) -> Markdown:
    """One block of a page as one line."""
    text = "".join(template.blocks[name](template.new_context(context)))
    return Markdown(re.sub(r"[ \n]+", " ", text).strip(" "))  # keeps unbreakable blanks


def _from_page(path: Path, language: Language) -> str:
    """A path from the root of the checkout, relative to a page."""
    return Path(os.path.relpath(path, FOLDER / language.code)).as_posix()


def _neighbours(question: Question) -> tuple[Question | None, Question | None]:
    """The previous and the next question."""
    place = QUESTIONS.index(question)
    return (
        QUESTIONS[place - 1] if place else None,
        QUESTIONS[place + 1] if place + 1 < len(QUESTIONS) else None,
    )


@cache
def _environment(language: Language) -> Environment:
    """As for report.md, with the number formats of one language."""
    environment = markdown_environment(TEMPLATES)
    environment.filters |= {
        "number": language.number,
        "percent": language.percent,
        "points": language.points,
        "size": language.size,
        "interval": language.interval,
        "points_range": language.points_range,
        "significant": language.significant,
        "factor": language.factor,
        "bound": language.bound,
        "plural": plural,
        "code": code,
        "link": lambda path: link(str(path)),
    }
    return environment
