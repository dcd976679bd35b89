"""Scores → metrics/ and plots/ of one backbone: `python -m stages.evaluate BACKBONE` (seconds)."""

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
    field = read_predictions(backbone)
    made_by = files.read_map(paths.scores(backbone) / paths.PROVENANCE)
    lists = read_lists(backbone, [entrant.name for entrant in field.entrants])
    names = [known.names[0] for known in vocabulary.imagenet()]
    resamples = draw_resamples(len(field.test), chosen.resamples, chosen.seed)
    results = [
        measure_strategy(each, field, resamples, chosen.confidence) for each in field.entrants
    ]
    with (
        files.new_folder(paths.PLOTS / "figures" / backbone, sums=False) as figures,
        background_writer(len(results)) as submit,
    ):
        submit(outputs.write_confusions, figures / "confusion", results, field.targets)
        linear = read_weights(paths.mappings(backbone))
        logits = arrays.read_logits(backbone, "test")
        submit(outputs.write_contributions, figures / "carriers", linear, field.entrants, logits)
        top1 = read_top1(backbone, field)
        found = measure_tables(field, top1, lists, names, resamples, chosen)
        outputs.write_numbers(backbone, results, field.targets, chosen.digits)
        outputs.write_tables(backbone, found, chosen.digits)
        outputs.write_figures(figures, results, field, found, lists, chosen)
    images = {"train": len(field.dev), "test": len(field.test)}
    about = {"images": images, "targets": field.targets, "confidence": chosen.confidence}
    files.write_json(paths.PLOTS / "provenance" / f"{backbone}.json", {**made_by, **about})
    outputs.write_checksums(backbone)
