"""Tells DVC of the ensembles in params.yaml: `python -m tools.ensembles`, after an edit of them.

A stage needs the logits of every member among its deps, and DVC takes no list of params.yaml for
deps; with their common folder as the one dep, a clone without images would not fetch them. So each
ensemble has a file of its own, ensembles/<name>/dvc.yaml: the stages `map` and `evaluate` of the
root's dvc.yaml with these deps. `dvc repro` in the root finds it, because `report` needs what it
makes.
"""

import logging
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from stages.core import files, front_door, params, paths

PIPELINE = Path("dvc.yaml")
ROOT = "../.."  # from the folder of an ensemble
OF = "${item.backbone}"
HEADER = "# Written by: python -m tools.ensembles\n"


def main() -> None:
    """Write the stages of each ensemble; those of ensembles that are no more are removed."""
    ensembles = params.load_ensembles()
    root = yaml.safe_load(PIPELINE.read_text(encoding="utf-8"))["stages"]
    for old in paths.ENSEMBLES.glob("*"):
        if old.name not in ensembles:
            shutil.rmtree(old)
            logging.info(f"{old} is gone.")
    if not ensembles:
        logging.info(f"{paths.PARAMS} lists no ensemble.")
    for name, members in ensembles.items():
        path = paths.ENSEMBLES / name / "dvc.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_text(path, HEADER + _write(describe(name, members, root)))
        logging.info(f"{path}: {' + '.join(members)}. Next: dvc repro")


def describe(name: str, members: Sequence[str], root: dict[str, Any]) -> dict[str, Any]:
    """The content of an ensemble's dvc.yaml; root: the stages of the root's."""
    stages = {stage: _adapt(root[stage], name, members) for stage in ("map", "evaluate")}
    return {"vars": [f"{ROOT}/{paths.PARAMS}"], "stages": stages}


def _adapt(stage: dict[str, Any], name: str, members: Sequence[str]) -> dict[str, Any]:
    """A stage with a matrix over backbones as the stage of one ensemble."""
    own = str(paths.logits(OF))
    deps = [
        dep
        for named in stage["deps"]
        for dep in ([str(paths.logits(one)) for one in members] if named == own else [named])
    ]
    adapted = {key: value for key, value in stage.items() if key != "matrix"}
    adapted |= {"wdir": ROOT, "deps": deps, "params": [*stage["params"], f"ensembles.{name}"]}
    filled: dict[str, Any] = yaml.safe_load(_write(adapted).replace(OF, name))
    return filled


def _write(content: dict[str, Any]) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=1000)


if __name__ == "__main__":
    front_door.run(main)
