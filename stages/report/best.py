"""metrics/best.json: the best strategy of each kind over all networks, for DVC's own views."""

from ..core import files, paths
from ..results.evaluation import Content
from .networks import best_of_kinds

NUMBERS = ("dev_accuracy", "accuracy", "macro_f1")


def write_best(content: Content) -> None:
    """One flat file: DVC prints a column, or in a diff a row, for each of its names.

    A strategy is called network/strategy. It is chosen on dev; without dev images there is no
    number of them, and it is chosen on test.
    """
    flat: dict[str, str | float] = {}
    for kind, (backbone, result) in best_of_kinds(content).items():
        flat[kind] = f"{backbone}/{result.strategy}"
        flat |= {
            f"{kind}_{number}": value
            for number in NUMBERS
            if (value := getattr(result, number)) is not None
        }
    files.write_json(paths.METRICS / "best.json", flat)
