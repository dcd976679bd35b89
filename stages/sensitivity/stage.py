"""Logits and training labels → plots/sensitivity/: `python -m stages.sensitivity` (a minute)."""

from stages import drawing
from stages.core import files, params, paths
from stages.sensitivity.figures import draw_all
from stages.sensitivity.findings import find
from stages.sensitivity.inputs import read_inputs
from stages.sensitivity.params import SensitivityParams
from stages.sensitivity.rows import write_tables
from stages.sensitivity.summary import summarise
from stages.tables.sensitivity import SUMMARY


def main() -> None:
    """Vary every choice on one network's logits, score on dev, write data and figures."""
    chosen = params.load_section("sensitivity", SensitivityParams)
    inputs = read_inputs(chosen)
    found = find(inputs, chosen)
    with files.new_folder(paths.PLOTS / "sensitivity") as folder:
        write_tables(folder, found, chosen.digits)
        SUMMARY.write(folder / SUMMARY.path().name, summarise(found), chosen.digits)
        for name, figure in draw_all(found).items():
            drawing.save(figure, folder / "figures" / f"{name}.svg")
