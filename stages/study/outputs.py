"""What the room leaves behind: a table for each experiment, a figure for each question."""

from pathlib import Path
from typing import Any

from .. import drawing
from ..core import files
from ..infer import hardware
from ..tables import study as tables
from . import network
from .experiments import Results, Subject, one_of_each
from .figures import costs, denormalisation, gradients, preprocessing, resolution
from .params import StudyParams

PICTURES = 10  # in the figure of question 6
SMALL_PICTURES = 4  # in that of question 8


def write_outputs(
    folder: Path, subject: Subject, results: Results, chosen: StudyParams, about: dict[str, Any]
) -> None:
    """Tables, figures, and provenance.json; `about` is the provenance of images and weights."""
    tables.GRADIENTS.write_into(folder, results.norms)
    tables.STEPS.write_into(folder, results.steps)
    tables.FORMULA.write_into(folder, results.formula)
    tables.COSTS.write_into(folder, (*results.blocks, *results.networks))
    tables.TIMING.write_into(folder, results.timing)
    tables.PREPROCESSING.write_into(folder, results.preprocessing)
    tables.DENORMALISATION.write_into(folder, results.denormalisation)
    tables.CLIPPED.write_into(folder, [results.clipped])
    tables.RESOLUTION.write_into(folder, results.resolution)
    files.write_json(folder / "provenance.json", {**about, **_conditions(subject, chosen)})
    _write_figures(folder / "figures", subject, results, chosen)


def _write_figures(folder: Path, subject: Subject, results: Results, chosen: StudyParams) -> None:
    weights, level = subject.weights, chosen.confidence
    shown = subject.sample.images[one_of_each(subject.sample, PICTURES)]
    pictures = {
        "gradients": gradients.draw_gradients(results.norms, results.steps),
        "costs": costs.draw_costs(results.blocks, results.networks),
        "preprocessing": preprocessing.draw_preprocessing(results.preprocessing, level),
        "denormalisation": denormalisation.draw_denormalisation(
            shown, results.denormalisation, weights.mean, weights.std
        ),
        "resolution": resolution.draw_resolution(
            results.resolution, shown[:SMALL_PICTURES], len(subject.members), level
        ),
    }
    for name, picture in pictures.items():
        drawing.save(picture, folder / f"{name}.svg")


def _conditions(subject: Subject, chosen: StudyParams) -> dict[str, Any]:
    return {
        "backbone": chosen.backbone,
        "split": "train",
        "images": len(subject.sample.images),
        "seed": chosen.seed,
        "confidence": chosen.confidence,
        "mapping": "classes below each target's broad synset, mean of probabilities",
        "precision": "float32",
        "device": {"kind": "cpu", "model": hardware.name_device("cpu")},
        "versions": network.versions(),
    }
