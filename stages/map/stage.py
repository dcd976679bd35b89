"""From logits to scores of the targets: `python -m stages.map BACKBONE` (seconds, no GPU).

What did not change since the last run is not computed again: work/map keeps it.
"""

import logging
from pathlib import Path
from typing import Any

from .. import kept
from ..core import arithmetic, arrays, files, params, paths
from .evidence import Evidence
from .inputs import hash_list, hash_logits, read_evidence
from .outs import Outs
from .parallel import run_parallel
from .params import MapParams
from .scoring import score_strategy
from .transferability import measure_transferability

CODE = ("core", "kept", "vocabulary", "map")  # in stages/, as dvc.yaml has it


def main(backbone: str) -> None:
    """Score one network's logits with every strategy of params.yaml; no test label is read."""
    chosen = params.load_section("map", MapParams)
    evidence = read_evidence(backbone, chosen)
    with (
        kept.open_store("map", CODE) as store,
        files.new_folder(paths.scores(backbone)) as scores,
        files.new_folder(paths.mappings(backbone)) as mappings,
    ):
        write_strategies(backbone, chosen, evidence, store, Outs(scores, mappings))
        about = {"about": scores / paths.PROVENANCE}
        store.take(
            ["provenance", *_inputs(backbone, evidence)],
            lambda: _write_provenance(backbone, evidence, about["about"]),
            about,
        )


def write_strategies(
    backbone: str, chosen: MapParams, evidence: Evidence, store: kept.Store, outs: Outs
) -> None:
    """Write what every strategy says; warnings of the fits are logged, in order."""
    inputs = [*_inputs(backbone, evidence), chosen.cross_fit.model_dump()]

    def finish(name: str) -> str:
        options = chosen.strategies[name]

        def compute() -> str:
            scored = score_strategy(name, options, evidence, chosen.cross_fit)
            outs.write(name, scored, options, evidence.knowledge)
            return scored.mapper.warning or ""

        depends = [*inputs, options.model_dump(mode="json"), hash_list(options)]
        return store.take(depends, compute, outs.files(name))

    warnings = run_parallel(finish, chosen.strategies)
    for name, warning in zip(chosen.strategies, warnings, strict=True):
        if warning:
            logging.warning(f"{name}: {warning}.")


def _inputs(backbone: str, evidence: Evidence) -> list[Any]:
    """What every result depends on, beside the options: logits, labels and targets."""
    return [hash_logits(backbone), evidence.train_labels, evidence.knowledge.targets]


def _write_provenance(backbone: str, evidence: Evidence, path: Path) -> str:
    made_by = {split: arrays.read_provenance(backbone, split) for split in ("train", "test")}
    about = {
        **made_by,
        "arithmetic": arithmetic.describe(),
        "transferability": measure_transferability(evidence),
    }
    files.write_json(path, about)
    return ""
