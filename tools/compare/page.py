"""A comparison as a page in the look of the report: a table that sorts, and the forest plot."""

import tempfile
from pathlib import Path

from stages import drawing
from stages.page import Pages
from tools.compare import text
from tools.compare.comparison import Change, Comparison
from tools.compare.figure import draw
from tools.compare.text import Heading

TEMPLATES = Path(__file__).parent / "templates"


def as_page(found: Comparison, heading: Heading) -> str:
    """Self-contained HTML; the commits are those of the heading."""
    with tempfile.TemporaryDirectory() as folder:
        figure = Path(folder) / "differences.svg"
        if found.changes:
            drawing.save(draw(found, heading), figure)
        return Pages(TEMPLATES).render(
            "comparison.html.j2",
            heading=heading,
            images=found.images,
            kinds_of=text.kinds_of,
            blocks=[
                (backbone, kinds, [_row(change, heading) for change in changes])
                for (backbone, kinds), changes in text.by_kind(found.changes)
            ],
            notes=text.notes(found),
            drawn=figure,
        )


def _row(change: Change, heading: Heading) -> tuple[Change, tuple[str, ...], str]:
    return change, text.cells(change), text.flips(change, heading.images)
