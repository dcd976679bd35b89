"""Measures the scores of one backbone and writes metrics/ and plots/."""

from .. import vocabulary
from ..core import arrays, files, params, paths
from . import outputs
from .background import background_writer
from .bootstrap import draw_resamples
from .contributions import read_weights
from .inputs import read_predictions, read_top1
from .lists import read_lists
from .params import EvaluateParams
from .results import measure_strategy
from .secondary_tables import measure_tables


def main(backbone: str) -> None:
    """Measure every strategy in data/scores/BACKBONE against the labels."""
    chosen = params.load_section("evaluate", EvaluateParams)
    predictions = read_predictions(backbone)
    made_by = files.read_map(paths.scores(backbone) / paths.PROVENANCE)
    lists = read_lists(backbone, [strategy.name for strategy in predictions.strategies])
    names = [one.names[0] for one in vocabulary.imagenet()]
    resamples = draw_resamples(len(predictions.test_labels), chosen.resamples, chosen.seed)
    results = [
        measure_strategy(strategy, predictions, resamples, chosen.confidence)
        for strategy in predictions.strategies
    ]
    with (
        files.new_folder(paths.PLOTS / "figures" / backbone, sums=False) as figures,
        background_writer(len(results)) as submit,
    ):
        submit(outputs.write_confusions, figures / "confusion", results, predictions.targets)
        linear = read_weights(paths.mappings(backbone))
        logits = arrays.read_logits(backbone, "test")
        submit(
            outputs.write_contributions,
            figures / "carriers",
            linear,
            predictions.strategies,
            logits,
        )
        top1 = read_top1(backbone, predictions)
        secondary = measure_tables(predictions, top1, lists, names, resamples, chosen)
        outputs.write_numbers(backbone, results, predictions.targets, chosen.digits)
        outputs.write_tables(backbone, secondary, chosen.digits)
        outputs.write_figures(figures, results, predictions, secondary, lists, chosen)
    images = {"train": len(predictions.dev_labels), "test": len(predictions.test_labels)}
    about = {"images": images, "targets": predictions.targets, "confidence": chosen.confidence}
    files.write_json(paths.PLOTS / "provenance" / f"{backbone}.json", {**made_by, **about})
    outputs.write_checksums(backbone)
