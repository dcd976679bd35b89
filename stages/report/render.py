"""Numbers and facts into text; the words are in templates/, one file a page or a part of one."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment

from ..results.content import Content
from ..results.findings import find_kinds
from ..results.markdown import Markdown, drawing, escape, link, markdown_environment
from ..results.provenance import facts
from .appendix import Appendix

TEMPLATES = Path(__file__).parent / "templates"


def render_template(template: str, content: Content, appendix: Appendix | None = None) -> str:
    """A Markdown page about all backbones; every value is escaped that is not Markdown yet."""
    return render_part(template, **shared_facts(content), **(vars(appendix) if appendix else {}))


def render_part(template: str, **facts: Any) -> str:
    """A part of a page as Markdown, with the facts that its template asks for."""
    return markdown().get_template(template).render(**facts)


def shared_facts(content: Content) -> dict[str, Any]:
    """What every page is made of, whatever its form."""
    runs = [evaluation.provenance.test for evaluation in content.evaluations]
    return {
        "chapters": [(evaluation, find_kinds(evaluation)) for evaluation in content.evaluations],
        "confidence": f"{100 * content.confidence:g} %",
        "notices": tuple(dict.fromkeys(run.weights.notice for run in runs)),  # each once, in order
    }


@cache
def markdown(*more: Path) -> Environment:
    """For the templates of this room, and those in further folders that build on them."""
    environment = markdown_environment(*more, TEMPLATES)
    environment.filters |= {**FORMATS, "bold": bold, "link": link, "drawing": drawing}
    environment.globals["facts"] = facts
    return environment


def percent(share: float) -> str:
    """A share in [0, 1] with one decimal: 57.4 %."""
    return f"{100 * share:.1f} %"


def whole_percent(share: float) -> str:
    """A share in [0, 1] where there is little room: 57 %."""
    return f"{100 * share:.0f} %"


def unsigned_points(difference: float) -> str:
    """A difference of shares, in percentage points: 34.3."""
    return f"{100 * difference:.1f}"


def count(number: int) -> str:
    """With commas: 1,000."""
    return f"{number:,}"


def signed(difference: float) -> str:
    """A difference of shares in percentage points, with its sign: +1.20, −0.35.

    Two decimals are what plots/ hold: one less would round a rounded end again.
    """
    return f"{100 * difference:+.2f}".replace("-", "−")


def signed_limits(ends: tuple[float, float]) -> str:
    """Both ends of the interval of a difference, in percentage points: −7.31 to −3.07."""
    low, high = ends
    return f"{signed(low)} to {signed(high)}"


def p_value(p: float) -> str:
    """With three decimals, or the bound that it lies below."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def interval(ends: tuple[float, float], digits: int = 1) -> str:
    """Both ends in percent: 54.3–60.4 %; those of plots/ with the two digits that they have."""
    low, high = (f"{100 * end:.{digits}f}" for end in ends)
    return f"{low}–{high} %"


def limits(ends: tuple[float, float]) -> str:
    """Both ends of an interval that is no share of images, with three decimals: 0.519–0.575."""
    low, high = ends
    return f"{low:.3f}–{high:.3f}"


def bold(text: str) -> Markdown:
    """A name that stands out, escaped."""
    return Markdown(f"**{escape(text)}**")


FORMATS: Final[Mapping[str, Callable[..., str]]] = {
    "percent": percent,
    "whole_percent": whole_percent,
    "unsigned_points": unsigned_points,
    "signed": signed,
    "signed_limits": signed_limits,
    "p_value": p_value,
    "count": count,
    "interval": interval,
    "limits": limits,
}
