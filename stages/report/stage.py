"""Writes report/ from metrics/ and plots/ (no images, no GPU, a second)."""

from ..core import files, paths
from ..results.evaluation import read_content
from .appendix import read_appendix
from .page import render_page
from .render import render_template


def main() -> None:
    """Write report.md and index.html for the backbones in params.yaml."""
    content = read_content()
    appendix = read_appendix()
    files.write_text(paths.REPORT / "report.md", render_template("report.md.j2", content, appendix))
    files.write_text(paths.REPORT / "index.html", render_page(content, appendix))
