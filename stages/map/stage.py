"""From logits to scores of the targets: `python -m stages.map BACKBONE` (seconds, no GPU)."""

from ..core import arithmetic, arrays, files, params, paths
from .inputs import read_evidence
from .mappings import write_mapping
from .params import MapParams
from .scoring import score_all
from .transferability import measure_transferability


def main(backbone: str) -> None:
    """Score one network's logits with every strategy of params.yaml; no test label is read."""
    chosen = params.load_section("map", MapParams)
    evidence = read_evidence(backbone, chosen)
    made_by = {split: arrays.read_provenance(backbone, split) for split in ("train", "test")}
    with (
        files.new_folder(paths.scores(backbone)) as scores,
        files.new_folder(paths.mappings(backbone)) as mappings,
    ):
        for name, scored in score_all(chosen.strategies, evidence, chosen.cross_fit):
            arrays.write_scores(scores / "dev" / f"{name}.npz", scored.dev)
            arrays.write_scores(scores / "test" / f"{name}.npz", scored.test)
            write_mapping(
                mappings, name, scored.mapper, chosen.strategies[name], evidence.knowledge
            )
        about = {
            **made_by,
            "arithmetic": arithmetic.describe(),
            "transferability": measure_transferability(evidence),
        }
        files.write_json(scores / paths.PROVENANCE, about)
