"""From logits to scores of the targets: `python -m stages.map BACKBONE` (seconds, no GPU).

What did not change since the last run is not computed again: work/map keeps it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from .. import kept
from ..core import arithmetic, arrays, files, params, paths
from .evidence import Evidence
from .inputs import hash_list, hash_logits, read_ensemble, require_stage
from .left_out import FITTED, leave_out, leave_out_unfit
from .outs import Outs
from .params import MapParams
from .scoring import log_note, score_all
from .transferability import measure_transferability

CODE = (
    "core", "kept", "vocabulary/__init__.py", "vocabulary/problem_file.py",
    "vocabulary/imagenet.csv", "vocabulary/wordnet.csv", "map",
)  # fmt: skip
"""The code of this stage, in stages/, as dvc.yaml has it."""


def main(backbone: str) -> None:
    """Score one network's logits with every strategy of params.yaml; no test label is read."""
    chosen, targets = params.load_section("map", MapParams), params.load_targets()
    networks = params.load_members(backbone)
    if len(networks) > 1:
        require_stage(backbone, networks)
    strategies = leave_out_unfit(chosen.strategies, targets, networks)
    evidence = read_ensemble(networks, targets, strategies)
    if not evidence.has_training_images:
        strategies = leave_out(strategies, FITTED)
    chosen = chosen.model_copy(update={"strategies": strategies})
    with (
        kept.open_store("map", CODE) as store,
        files.new_folder(paths.scores(backbone)) as scores,
        files.new_folder(paths.mappings(backbone)) as mappings,
    ):
        write_strategies(networks, chosen, evidence, store, Outs(scores, mappings))
        about = {"about": scores / paths.PROVENANCE}
        store.take(
            ["provenance", *_inputs(networks, evidence)],
            lambda: _write_provenance(networks, evidence, about["about"]),
            about,
        )


def write_strategies(
    networks: Sequence[str],
    chosen: MapParams,
    evidence: Evidence,
    store: kept.Store,
    outs: Outs,
) -> None:
    """Write what every strategy says; only those that the store does not have are scored."""
    inputs = [*_inputs(networks, evidence), chosen.cross_fit.model_dump()]
    depends = {
        name: [*inputs, options.model_dump(mode="json"), hash_list(options)]
        for name, options in chosen.strategies.items()
    }
    missing = {}
    for name, options in chosen.strategies.items():
        note = store.restore(depends[name], outs.files(name))
        if note is None:
            missing[name] = options
        else:
            log_note(name, note)
    for name, scored in score_all(missing, evidence, chosen.cross_fit):
        outs.write(name, scored, missing[name], evidence.knowledge)
        store.keep(depends[name], scored.mapper.note or "", outs.files(name))


def _inputs(networks: Sequence[str], evidence: Evidence) -> list[Any]:
    """What every result depends on, beside the options: logits, labels and targets."""
    return [*map(hash_logits, networks), evidence.train_labels, evidence.knowledge.targets]


def _write_provenance(networks: Sequence[str], evidence: Evidence, path: Path) -> str:
    splits: tuple[paths.Split, ...] = get_args(paths.Split)
    about: dict[str, Any] = {
        split: arrays.join_facts([arrays.read_provenance(network, split) for network in networks])
        for split in splits
    }
    about["arithmetic"] = arithmetic.describe()
    if len(networks) > 1:
        about["members"] = list(networks)
    elif evidence.has_training_images:
        about["transferability"] = measure_transferability(evidence)
    files.write_json(path, about)
    return ""
