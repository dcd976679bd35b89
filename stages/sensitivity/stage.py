"""Measures all combinations on logits and training labels and writes plots/sensitivity/.

What did not change since the last run is not computed again: work/sensitivity keeps it.
"""

from .. import drawing
from ..core import files, params, paths
from ..tables import absence
from .figures import draw_all
from .findings import measure_sensitivity
from .inputs import narrow, read_inputs
from .params import SensitivityParams
from .pieces import open_pieces
from .rows import write_tables


def main() -> None:
    """Measure on dev, and write tables, figures and a summary; without training images, why not."""
    chosen = narrow(params.load_section("sensitivity", SensitivityParams))
    inputs = read_inputs(chosen)
    place = paths.PLOTS / "sensitivity"
    if not inputs.evidence.has_training_images:
        absence.write_absence("sensitivity", absence.NO_TRAINING_IMAGES, place)
        return
    with open_pieces(chosen.backbone, inputs) as take:
        found = measure_sensitivity(inputs, chosen, take)
    with files.new_folder(place) as folder:
        write_tables(folder, found, chosen.digits)
        for name, figure in draw_all(found).items():
            drawing.save(figure, folder / "figures" / f"{name}.svg")
