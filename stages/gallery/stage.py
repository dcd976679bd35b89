"""Images, logits, scores → plots/gallery, report/explorer: `python -m stages.gallery` (seconds)."""

from .. import drawing
from ..core import files, params, paths
from . import duplicates, tables
from .explorer.columns import make_columns
from .explorer.pictures import as_seen
from .explorer.write import write_explorer
from .inputs import read_exhibits, read_list, read_originals
from .params import GalleryParams
from .sheet import DOTS_PER_INCH
from .sheets import contact_sheet, disagreement_sheet


def main() -> None:
    """Draw the sheets, look for duplicates, make the explorer."""
    chosen = params.load_section("gallery", GalleryParams)
    shown = read_exhibits(chosen)
    originals = read_originals(chosen.backbone, len(shown.labels))
    used = read_list(chosen.backbone, chosen.opens_with, shown.targets)
    with files.new_folder(paths.PLOTS / "gallery") as folder:
        sheet = contact_sheet(shown, chosen.images)
        drawing.save(sheet, folder / "contact_sheet.png", DOTS_PER_INCH)
        sheet = disagreement_sheet(shown, chosen.disagreements)
        drawing.save(sheet, folder / "disagreements.png", DOTS_PER_INCH)
        found = duplicates.find_neighbours(originals.test, originals.train)
        tables.write_duplicates(folder, found, originals.strategies, shown.labels, chosen.duplicate)
    columns = make_columns(shown.labels, shown.logits, originals.strategies, used.stands_for)
    pictures = as_seen(originals.test, shown.weights["mean"], shown.weights["std"])
    with files.new_folder(paths.REPORT / "explorer") as folder:
        write_explorer(folder, columns, pictures, used, shown.weights)
