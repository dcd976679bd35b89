"""Images, logits, scores → plots/gallery, report/explorer: `python -m stages.gallery` (seconds)."""

from stages import drawing
from stages.core import files, params, paths
from stages.gallery import duplicates
from stages.gallery.explorer.columns import make_columns
from stages.gallery.explorer.pictures import denormalize_pictures
from stages.gallery.explorer.write import write_explorer
from stages.gallery.inputs import read_gallery_images, read_list, read_originals
from stages.gallery.params import GalleryParams
from stages.gallery.sheet import DOTS_PER_INCH
from stages.gallery.sheets import draw_contact_sheet, draw_disagreements


def main() -> None:
    """Draw the sheets, find duplicates, make the explorer."""
    chosen = params.load_section("gallery", GalleryParams)
    shown = read_gallery_images(chosen)
    originals = read_originals(chosen.backbone, len(shown.labels))
    used = read_list(chosen.backbone, chosen.opens_with, shown.targets)
    with files.new_folder(paths.PLOTS / "gallery") as folder:
        sheet = draw_contact_sheet(shown, chosen.images)
        drawing.save(sheet, folder / "contact_sheet.png", DOTS_PER_INCH)
        sheet = draw_disagreements(shown, chosen.disagreements)
        drawing.save(sheet, folder / "disagreements.png", DOTS_PER_INCH)
        neighbours = duplicates.find_neighbours(originals.test, originals.train)
        duplicates.write_duplicates(
            folder, neighbours, originals.strategies, shown.labels, chosen.duplicate
        )
    columns = make_columns(shown.labels, shown.logits, originals.strategies, used.targets_of)
    pictures = denormalize_pictures(originals.test, shown.weights["mean"], shown.weights["std"])
    with files.new_folder(paths.REPORT / "explorer") as folder:
        write_explorer(folder, columns, pictures, used, shown.weights)
