"""Images, logits, scores → plots/gallery, report/explorer: `python -m stages.gallery` (seconds)."""

from .. import drawing
from ..core import files, params, paths
from ..tables import absence
from . import duplicates
from .explorer.columns import make_columns
from .explorer.pictures import denormalize_pictures
from .explorer.write import write_explorer
from .inputs import read_gallery_images, read_list, read_originals
from .params import GalleryParams
from .sheet import DOTS_PER_INCH
from .sheets import draw_contact_sheet, draw_disagreements


def main() -> None:
    """Draw the sheets, find duplicates, make the explorer."""
    chosen = params.load_section("gallery", GalleryParams)
    if chosen.backbone in params.load_imported():
        reason = f"the logits of {chosen.backbone} were imported, without pictures"
        folders = paths.PLOTS / "gallery", paths.REPORT / "explorer"
        absence.write_absence("gallery", reason, *folders)
        return
    shown = read_gallery_images(chosen)
    originals = read_originals(chosen.backbone, len(shown.labels))
    used = read_list(chosen.backbone, chosen.opens_with, shown.targets)
    with files.new_folder(paths.PLOTS / "gallery", sums=False) as folder:
        sheet = draw_contact_sheet(shown, chosen.images)
        drawing.save(sheet, folder / "contact_sheet.png", DOTS_PER_INCH)
        sheet = draw_disagreements(shown, chosen.disagreements)
        drawing.save(sheet, folder / "disagreements.png", DOTS_PER_INCH)
        images = originals.test, originals.train
        neighbours = (
            duplicates.find_neighbours(*images) if duplicates.can_compare(*images) else None
        )
        duplicates.write_duplicates(
            folder, neighbours, originals.strategies, shown.labels, chosen.duplicate
        )
    columns = make_columns(shown.labels, shown.logits, originals.strategies, used.targets_of)
    pictures = denormalize_pictures(originals.test, shown.weights["mean"], shown.weights["std"])
    with files.new_folder(paths.REPORT / "explorer", sums=False) as folder:
        write_explorer(folder, columns, pictures, used, shown.weights, shown.source)
