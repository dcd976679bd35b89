"""metrics/, plots/ → report/: `python -m stages.report` (no images, no GPU, a second)."""

from ..core import files, paths
from ..results.content import read_content
from .appendix import read_appendix
from .page import render_page
from .render import render_template


def main() -> None:
    """Write report.md and index.html from what the backbones in params.yaml left."""
    content = read_content()
    appendix = read_appendix()
    files.write_text(paths.REPORT / "report.md", render_template("report.md.j2", content, appendix))
    files.write_text(paths.REPORT / "index.html", render_page(content, appendix))
