"""Writes report/ and metrics/best.json from metrics/ and plots/ (no images, no GPU, a second)."""

from ..core import files, paths
from ..results.evaluation import read_content
from .appendix import read_appendix
from .best import write_best
from .page import render_page
from .render import render_template


def main() -> None:
    """Write report.md, index.html and best.json for the backbones in params.yaml."""
    content = read_content()
    appendix = read_appendix()
    write_best(content)
    files.write_text(paths.REPORT / "report.md", render_template("report.md.j2", content, appendix))
    files.write_text(paths.REPORT / "index.html", render_page(content, appendix))
