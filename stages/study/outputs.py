"""What the room leaves behind: a table for each experiment, a figure for each question."""

from pathlib import Path
from typing import Any

from .. import drawing
from ..core import files
from ..infer import hardware
from . import network, tables
from .experiments import Results, Subject, one_of_each
from .figures import costs, denormalisation, gradients, preprocessing, resolution
from .params import StudyParams

PICTURES = 10  # in the figure of question 6
SMALL_PICTURES = 4  # in that of question 8


def write(
    folder: Path, subject: Subject, results: Results, chosen: StudyParams, about: dict[str, Any]
) -> None:
    """Tables, figures, and provenance.json; `about` is the provenance of images and weights."""
    tables.write(folder / "gradients.csv", results.norms)
    tables.write(folder / "steps.csv", results.steps)
    tables.write(folder / "formula.csv", results.formula)
    tables.write(folder / "costs.csv", (*results.blocks, *results.networks))
    tables.write(folder / "timing.csv", results.timing)
    tables.write(folder / "preprocessing.csv", results.preprocessing)
    tables.write(folder / "denormalisation.csv", results.denormalisation)
    tables.write(folder / "clipped.csv", [results.clipped])
    tables.write(folder / "resolution.csv", results.resolution)
    files.write_json(folder / "provenance.json", {**about, **_conditions(subject, chosen)})
    _write_figures(folder / "figures", subject, results, chosen)


def _write_figures(folder: Path, subject: Subject, results: Results, chosen: StudyParams) -> None:
    weights, level = subject.weights, chosen.confidence
    shown = subject.sample.images[one_of_each(subject.sample, PICTURES)]
    pictures = {
        "gradients": gradients.draw(results.norms, results.steps),
        "costs": costs.draw(results.blocks, results.networks),
        "preprocessing": preprocessing.draw(results.preprocessing, level),
        "denormalisation": denormalisation.draw(
            shown, results.denormalisation, weights.mean, weights.std
        ),
        "resolution": resolution.draw(
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
        "device": {"kind": "cpu", "model": hardware.model_of("cpu")},
        "versions": network.versions(),
    }
