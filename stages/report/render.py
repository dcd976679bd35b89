"""Numbers and facts into text; the words are in templates/, one file a page or a part of one."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from stages.report.content import Content
from stages.report.findings import find
from stages.report.markdown import Markdown, escape, link

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, content: Content) -> str:
    """A Markdown page about all backbones; every value is escaped that is not Markdown yet."""
    runs = [evaluation.provenance.test for evaluation in content.evaluations]
    return (
        _markdown()
        .get_template(template)
        .render(
            chapters=[(evaluation, find(evaluation)) for evaluation in content.evaluations],
            confidence=f"{100 * content.confidence:g} %",
            notices=tuple(dict.fromkeys(run.weights.notice for run in runs)),  # each once, in order
        )
    )


@cache
def _markdown() -> Environment:
    """Autoescape is jinja's word for HTML; `finalize` does the same here for Markdown."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        finalize=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  # the pages are Markdown: `finalize` escapes
    )
    environment.filters |= {
        "percent": percent,
        "points": points,
        "count": count,
        "interval": interval,
        "bold": bold,
        "link": link,
    }
    return environment


def percent(share: float) -> str:
    """A share in [0, 1] with one decimal: 57.4 %."""
    return f"{100 * share:.1f} %"


def points(difference: float) -> str:
    """A difference of shares, in percentage points: 34.3."""
    return f"{100 * difference:.1f}"


def count(number: int) -> str:
    """With commas: 1,000."""
    return f"{number:,}"


def interval(ends: tuple[float, float]) -> str:
    """Both ends in percent: 54.3–60.4 %."""
    low, high = ends
    return f"{100 * low:.1f}–{100 * high:.1f} %"


def bold(text: str) -> Markdown:
    """A name that stands out, escaped."""
    return Markdown(f"**{escape(text)}**")
