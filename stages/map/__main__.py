"""Logits → scores of the targets: `python -m stages.map BACKBONE` (seconds, no GPU)."""

from threadpoolctl import threadpool_limits

from stages.core import arrays, files, front_door, params, paths
from stages.map.inputs import read_evidence
from stages.map.mappings import write_mapping
from stages.map.params import MapParams
from stages.map.scoring import score
from stages.map.transferability import transferability


def main(backbone: str) -> None:
    """Score one network's logits under every strategy of params.yaml; no test label is read."""
    chosen = params.load_section("map", MapParams)
    evidence = read_evidence(backbone, chosen)
    made_by = {split: arrays.read_provenance(backbone, split) for split in ("train", "test")}
    with (
        # products too thin to share: two threads took three times as long as one; and so the
        # bytes do not depend on the number of cores
        threadpool_limits(limits=1),
        files.new_folder(paths.scores(backbone)) as scores,
        files.new_folder(paths.mappings(backbone)) as mappings,
    ):
        for name, options in chosen.strategies.items():
            scored = score(name, options, evidence, chosen.cross_fit)
            arrays.write_scores(scores / "dev" / f"{name}.npz", scored.dev)
            arrays.write_scores(scores / "test" / f"{name}.npz", scored.test)
            write_mapping(mappings, name, scored.mapper, options, evidence.knowledge)
        about = {**made_by, "transferability": transferability(evidence)}
        files.write_json(scores / paths.PROVENANCE, about)


if __name__ == "__main__":
    front_door.run(main, "backbone")
