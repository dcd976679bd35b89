"""Where results go: numbers into metrics/, their data and drawings into plots/."""

from collections.abc import Sequence
from pathlib import Path

from stages import drawing
from stages.core import files, paths
from stages.evaluate import figures, tables
from stages.evaluate.params import EvaluateParams
from stages.evaluate.results import Result


def write_numbers(
    backbone: str, results: Sequence[Result], targets: Sequence[str], digits: int
) -> None:
    """metrics/<backbone>/ and the tables in plots/; files of dropped strategies vanish."""
    with files.new_folder(paths.metrics(backbone)) as folder:
        for result in results:
            name = f"{result.strategy}.json"
            files.write_json(folder / result.kind / name, tables.metrics(result, digits))
    with files.new_folder(paths.PLOTS / "confusion" / backbone) as folder:
        for result in results:
            cells = tables.confusion_rows(result, targets, digits)
            files.write_csv(folder / f"{result.strategy}.csv", tables.CONFUSION_HEADER, cells)
    files.write_csv(
        paths.PLOTS / "per_class" / f"{backbone}.csv",
        tables.PER_CLASS_HEADER,
        tables.per_class_rows(results, targets, digits),
    )
    files.write_csv(
        paths.PLOTS / "accuracy" / f"{backbone}.csv",
        tables.ACCURACY_HEADER,
        tables.accuracy_rows(results, digits),
    )


def write_figures(
    folder: Path, results: Sequence[Result], targets: Sequence[str], chosen: EvaluateParams
) -> None:
    """Drawn figures, one file a topic and one a strategy, in a folder that is whole or absent."""
    with files.new_folder(folder) as new:
        drawing.save(figures.draw_accuracies(results, chosen.confidence), new / "accuracy.svg")
        drawing.save(figures.draw_per_class(results, targets), new / "per_class.svg")
        for result in results:
            path = new / "confusion" / f"{drawing.file_stem(result.strategy)}.svg"
            drawing.save(figures.draw_confusion(result, targets), path)
