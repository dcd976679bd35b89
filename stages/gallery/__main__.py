"""Images, logits and scores → plots/gallery/: `python -m stages.gallery` (seconds)."""

from stages import drawing
from stages.core import files, front_door, params, paths
from stages.gallery import duplicates, tables
from stages.gallery.inputs import read_exhibits, read_originals
from stages.gallery.params import GalleryParams
from stages.gallery.sheet import DOTS_PER_INCH
from stages.gallery.sheets import contact_sheet, disagreement_sheet


def main() -> None:
    """Draw the contact sheet and the sheet of disagreements; look for duplicates."""
    chosen = params.load_section("gallery", GalleryParams)
    shown = read_exhibits(chosen)
    with files.new_folder(paths.PLOTS / "gallery") as folder:
        sheet = contact_sheet(shown, chosen.images)
        drawing.save(sheet, folder / "contact_sheet.png", DOTS_PER_INCH)
        sheet = disagreement_sheet(shown, chosen.disagreements)
        drawing.save(sheet, folder / "disagreements.png", DOTS_PER_INCH)
        originals = read_originals(chosen.backbone, len(shown.labels))
        found = duplicates.find_neighbours(originals.test, originals.train)
        tables.write_duplicates(folder, found, originals.strategies, shown.labels, chosen.duplicate)


if __name__ == "__main__":
    front_door.run(main)
