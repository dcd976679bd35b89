"""Writes report/ and metrics/best.json from metrics/ and plots/ (no images, no GPU, a second)."""

from .. import drawing
from ..core import files, paths
from ..results.evaluation import read_content
from ..results.findings import find_kinds
from .appendix import read_appendix
from .best import write_best
from .headline import HEADLINE, draw_headline
from .page import render_page
from .render import render_template


def main() -> None:
    """Write the figure of both pages, report.md, index.html and best.json."""
    content = read_content()
    appendix = read_appendix()
    write_best(content)
    first = content.evaluations[0]
    drawing.save(draw_headline(first, find_kinds(first)), HEADLINE)
    files.write_text(paths.REPORT / "report.md", render_template("report.md.j2", content, appendix))
    files.write_text(paths.REPORT / "index.html", render_page(content, appendix))
