"""How long the explorer takes to open, with the test images and ten times as many (wants Chromium).

The first opening is that of a fresh browser; drawn: the pictures of the first page are there.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np

from stages.core import params
from stages.gallery.explorer.columns import make_columns
from stages.gallery.explorer.pictures import denormalize_pictures
from stages.gallery.explorer.write import write_explorer
from stages.gallery.inputs import read_gallery_images, read_list, read_originals
from stages.gallery.params import GalleryParams
from tests.browser import find_chromium, new_tab

LOADED = "performance.timing.loadEventEnd - performance.timing.navigationStart"
DRAWN = "Promise.all(sheets.values()).then(() => performance.now())"


def main() -> None:
    """A row for each size."""
    program = find_chromium() or sys.exit("error: there is no Chromium here")
    print("| images | MB | loaded: first, median | drawn: first, median (ms) |\n|--:|--:|--:|--:|")
    for times in (1, 10):
        with tempfile.TemporaryDirectory() as name:
            images = write(Path(name), times)
            size = sum(path.stat().st_size for path in Path(name).rglob("*.*")) / 1e6
            taken = []
            with new_tab(program, Path(name) / "profile") as tab:
                for _ in range(5):
                    tab.open((Path(name) / "index.html").as_uri())
                    taken.append((tab.evaluate(LOADED), tab.evaluate(DRAWN)))
        loaded, drawn = (f"{each[0]:.0f}, {median(each):.0f}" for each in zip(*taken, strict=True))
        print(f"| {images:,} | {size:.1f} | {loaded} | {drawn} |")


def write(folder: Path, times: int) -> int:
    """The explorer of the test images, each of them so many times; returns how many these are."""
    chosen = params.load_section("gallery", GalleryParams)
    shown = read_gallery_images(chosen)
    originals = read_originals(chosen.backbone, len(shown.labels))
    used = read_list(chosen.backbone, chosen.opens_with, shown.targets)
    columns = make_columns(shown.labels, shown.logits, originals.strategies, used.targets_of)
    for name in ("truth", "right", "different"):
        columns[name] *= times
    for name in ("labels", "top_classes", "probabilities"):
        columns[name] = [row * times for row in columns[name]]
    pictures = denormalize_pictures(originals.test, shown.weights["mean"], shown.weights["std"])
    many = np.tile(pictures, (times, 1, 1, 1))
    write_explorer(folder, columns, many, used, shown.weights, shown.source)
    return len(columns["truth"])


if __name__ == "__main__":
    main()
