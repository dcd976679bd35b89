"""Measures the scores of one backbone and writes metrics/ and plots/.

What did not change since the last run is neither measured nor drawn again: work/evaluate keeps it.
"""

from .. import kept, vocabulary
from ..core import files, params, paths
from ..vocabulary import Problem
from . import outputs
from .background import background_writer
from .bootstrap import Resamples
from .drawn import Drawings
from .inputs import read_predictions, read_top1
from .lists import read_lists
from .measured import flag_mapped, measure_all
from .params import EvaluateParams, EvaluateSection, for_problem
from .secondary_tables import measure_tables

CODE = (
    "core", "kept", "vocabulary/__init__.py", "vocabulary/problem_file.py",
    "vocabulary/imagenet.csv", "vocabulary/wordnet.csv", "drawing", "statistics",
    "tables/__init__.py", "tables/evaluate.py",
    "tables/record.py", "tables/table.py", "evaluate",
)  # fmt: skip
"""The code of this stage, in stages/, as dvc.yaml has it."""


def main(backbone: str) -> None:
    """Measure every strategy in data/scores/BACKBONE against the labels."""
    section = params.load_section("evaluate", EvaluateSection)
    problem = vocabulary.problem(params.load_targets())
    with kept.open_store("evaluate", CODE) as store:
        evaluate(backbone, problem, for_problem(section, problem), store)


def evaluate(backbone: str, problem: Problem, chosen: EvaluateParams, store: kept.Store) -> None:
    """Measure and draw what the store does not have, and write all files."""
    predictions = read_predictions(backbone, problem)
    made_by = files.read_map(paths.scores(backbone) / paths.PROVENANCE)
    lists = read_lists(backbone, [strategy.name for strategy in predictions.strategies])
    names = [one.names[0] for one in vocabulary.imagenet()]
    top1 = read_top1(backbone, predictions)

    resamples = Resamples(len(predictions.test_labels), chosen.resamples, chosen.seed)
    mapped = flag_mapped(top1, lists)
    measured = measure_all(backbone, predictions, mapped, resamples, chosen, store)
    results = [one.result for one in measured]
    with (
        files.new_folder(paths.PLOTS / "figures" / backbone, sums=False) as figures,
        background_writer(len(results)) as submit,
    ):
        drawings = Drawings(store, submit)
        outputs.write_confusions(figures / "confusion", results, predictions.targets, drawings)
        drawings.write_contributions(figures / "carriers", backbone, predictions.strategies)
        secondary = measure_tables(predictions, measured, top1, lists, names, chosen)
        outputs.write_numbers(backbone, results, predictions.targets, chosen.digits)
        outputs.write_tables(backbone, secondary, chosen.digits)
        outputs.write_figures(figures, results, predictions, secondary, lists, chosen, drawings)
    images = {"train": len(predictions.dev_labels), "test": len(predictions.test_labels)}
    about = {"images": images, "targets": predictions.targets, "confidence": chosen.confidence}
    files.write_json(paths.PLOTS / "provenance" / f"{backbone}.json", {**made_by, **about})
    outputs.write_checksums(backbone)
