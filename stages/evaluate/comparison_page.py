"""A comparison as a page in the look of the report: a table that sorts, and the forest plot."""

import tempfile
from pathlib import Path

from stages import drawing
from stages.evaluate import comparison_figure, comparison_text
from stages.evaluate.comparison import Change, Comparison
from stages.evaluate.comparison_text import Heading
from stages.page import Pages

TEMPLATES = Path(__file__).parent / "templates"


def as_page(found: Comparison, heading: Heading) -> str:
    """Self-contained HTML; the commits are those of the heading."""
    with tempfile.TemporaryDirectory() as folder:
        figure = Path(folder) / "differences.svg"
        if found.changes:
            drawing.save(comparison_figure.draw(found, heading), figure)
        return Pages(TEMPLATES).render(
            "comparison.html.j2",
            heading=heading,
            images=found.images,
            kinds_of=comparison_text.kinds_of,
            blocks=[
                (backbone, kinds, [_row(change, heading) for change in changes])
                for (backbone, kinds), changes in comparison_text.by_kind(found.changes)
            ],
            notes=comparison_text.notes(found),
            drawn=figure,
        )


def _row(change: Change, heading: Heading) -> tuple[Change, tuple[str, ...], str]:
    return change, comparison_text.cells(change), comparison_text.flips(change, heading.images)
