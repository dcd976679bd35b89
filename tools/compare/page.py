"""A comparison as a page in the style of the report: a sortable table and the forest plot."""

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
    """The page as self-contained HTML; the heading names the commits."""
    with tempfile.TemporaryDirectory() as folder:
        figure = Path(folder) / "differences.svg"
        if found.changes:
            drawing.save(draw(found, heading), figure)
        return Pages(TEMPLATES).render(
            "comparison.html.j2",
            heading=heading,
            images=found.images,
            summary=text.summary(found),
            blocks=[
                (block, [_row(change, heading) for change in changes])
                for block, changes in text.by_kind(found.changes)
            ],
            notes=text.notes(found),
            drawn=figure,
        )


def _row(change: Change, heading: Heading) -> tuple[Change, tuple[str, ...], str]:
    return change, text.cells(change), text.flips(change, heading.images)
