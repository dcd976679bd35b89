"""Renders the page for a browser: the content of report.md, and tables that can be sorted."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, get_args

from markdown_it import MarkdownIt
from markupsafe import Markup

from ..core.arrays import Kind
from ..page import Pages
from ..results.evaluation import Content
from ..results.provenance import facts
from .appendix import Appendix
from .headline import HEADLINE
from .render import FORMATS, TEMPLATES, render_part, shared_facts


def render_page(content: Content, appendix: Appendix) -> str:
    """Render report/index.html as one self-contained file."""
    shared = shared_facts(content)

    def prose(template: str, **more: Any) -> Markup:
        """A part of report.md as HTML."""
        text = render_part(template, **{**shared, **more}).replace(" %", "\N{NO-BREAK SPACE}%")
        return sentences_to_html(text)

    tools: dict[str, Callable[..., Any]] = {
        "prose": prose,
        "facts": facts,
        "columns": columns,
    }
    return Pages(TEMPLATES, FORMATS, tools).render(
        "index.html.j2",
        **shared,
        appendix=appendix,
        headline=HEADLINE,
        sensitivity=appendix.sensitivity,
        KINDS=get_args(Kind),
    )


def columns(names: Iterable[str], holds: str) -> list[tuple[str, str]]:
    """Columns of a table that all hold the same, as the macro `table` takes them."""
    return [(name, holds) for name in names]


def sentences_to_html(text: str) -> Markup:
    """CommonMark without HTML tags: they are shown as text."""
    return Markup(_converter().render(text))  # noqa: S704  # it escapes all HTML


@cache
def _converter() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})
