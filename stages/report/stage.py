"""metrics/, plots/ → report/: `python -m stages.report` (no images, no GPU, a second)."""

from stages.core import files, paths
from stages.report.appendix import read_appendix
from stages.report.page import render_page
from stages.report.render import render
from stages.results.content import read_content


def main() -> None:
    """Write report.md and index.html from what the backbones in params.yaml left."""
    content = read_content()
    appendix = read_appendix()
    files.write_text(paths.REPORT / "report.md", render("report.md.j2", content, appendix))
    files.write_text(paths.REPORT / "index.html", render_page(content, appendix))
