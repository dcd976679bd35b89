"""Logits and training labels → plots/sensitivity/: `python -m stages.sensitivity` (a minute)."""

from .. import drawing
from ..core import files, params, paths
from .figures import draw_all
from .findings import find
from .inputs import read_inputs
from .params import SensitivityParams
from .summary import summarise
from .tables import tabulate


def main() -> None:
    """Vary every choice on one network's logits, score on dev, write data and figures."""
    chosen = params.load_section("sensitivity", SensitivityParams)
    inputs = read_inputs(chosen)
    found = find(inputs, chosen)
    with files.new_folder(paths.PLOTS / "sensitivity") as folder:
        for name, table in tabulate(found, chosen.digits).items():
            files.write_csv(folder / f"{name}.csv", table.header, table.rows)
        files.write_json(folder / "summary.json", summarise(found, chosen.digits))
        for name, figure in draw_all(found).items():
            drawing.save(figure, folder / "figures" / f"{name}.svg")
