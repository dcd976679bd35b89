"""Renders templates with numbers and facts; each template is a page or a part of a page."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment

from ..results.evaluation import Content
from ..results.findings import find_kinds
from ..results.language import PLAIN, signed_points
from ..results.markdown import Markdown, drawing, escape, link, markdown_environment
from ..results.provenance import facts
from .appendix import Appendix
from .networks import RANKED, Agreement, set_side_by_side

TEMPLATES = Path(__file__).parent / "templates"


def render_template(template: str, content: Content, appendix: Appendix | None = None) -> str:
    """A Markdown page about all backbones; all values are escaped unless they are Markdown."""
    return render_part(template, **shared_facts(content), **(vars(appendix) if appendix else {}))


def render_part(template: str, **facts: Any) -> str:
    """A part of a page as Markdown, with the facts that its template needs."""
    return markdown().get_template(template).render(**facts)


def shared_facts(content: Content) -> dict[str, Any]:
    """The facts that all pages use."""
    # an ensemble's members have chapters of their own, and their notices are those
    alone = [one.provenance for one in content.evaluations if not one.provenance.members]
    runs = [provenance.test for provenance in alone]
    return {
        "chapters": [(evaluation, find_kinds(evaluation)) for evaluation in content.evaluations],
        "networks": set_side_by_side(content),
        "RANKED": RANKED,
        "has_dev": any(one.provenance.images.train for one in content.evaluations),
        "confidence": f"{100 * content.confidence:g} %",
        "notices": tuple(dict.fromkeys(run.notice for run in runs if run.notice)),  # each once
    }


@cache
def markdown(*more: Path) -> Environment:
    """The environment for the templates of this stage and of further folders."""
    environment = markdown_environment(*more, TEMPLATES)
    environment.filters |= {**FORMATS, "bold": bold, "link": link, "drawing": drawing}
    environment.globals["facts"] = facts
    return environment


def signed_limits(ends: tuple[float, float]) -> str:
    """Both limits of the interval of a difference, in percentage points: −7.31 to −3.07."""
    low, high = ends
    return f"{signed_points(low)} to {signed_points(high)}"


def p_value(p: float) -> str:
    """A p-value with three decimals, or < 0.001."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def limits(ends: tuple[float, float]) -> str:
    """Both limits of an interval with three decimals, not in percent: 0.519–0.575."""
    low, high = ends
    return f"{low:.3f}–{high:.3f}"


def correlation(value: float) -> str:
    """With two decimals and a true minus: 0.93, −0.10."""
    return PLAIN.number(value, 2)


def agreement(one: Agreement) -> str:
    """Kendall's τ with its interval, if it has one: 0.93 (0.84–0.97)."""
    if one.low is None or one.high is None:
        return correlation(one.tau)
    return f"{correlation(one.tau)} ({correlation(one.low)} to {correlation(one.high)})"


def bold(text: str) -> Markdown:
    """A name in bold type, escaped."""
    return Markdown(f"**{escape(text)}**")


FORMATS: Final[Mapping[str, Callable[..., str]]] = {
    "percent": PLAIN.percent,
    "unsigned_points": PLAIN.size,
    "signed": signed_points,
    "signed_limits": signed_limits,
    "p_value": p_value,
    "count": PLAIN.number,
    "interval": PLAIN.interval,
    "limits": limits,
    "correlation": correlation,
    "agreement": agreement,
}
