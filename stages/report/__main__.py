"""metrics/, plots/ → report/report.md: `python -m stages.report` (no images, no GPU, a second)."""

from stages.core import files, front_door, paths
from stages.report.content import read_content
from stages.report.render import render


def main() -> None:
    """Write report/report.md from the metrics and plots of the backbones in params.yaml."""
    files.write_text(paths.REPORT / "report.md", render("report.md.j2", read_content()))


if __name__ == "__main__":
    front_door.run(main)
