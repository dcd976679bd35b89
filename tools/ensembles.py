"""Tells DVC of the ensembles in params.yaml: `python -m tools.ensembles`, after an edit of them.

A stage needs the logits of every member among its deps, and DVC takes no list of params.yaml for
deps; with their common folder as the one dep, a clone without images would not fetch them. So
dvc.yaml has the stages `map` and `evaluate` once more for each ensemble, between two marks.
"""

import logging
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from stages.core import files, front_door, params, paths
from stages.core.errors import DataError

START = "  # ensembles of params.yaml: written by python -m tools.ensembles\n"
END = "  # end of ensembles\n"
OF = "${item.backbone}"


def main() -> None:
    """Write the stages of each ensemble; those of ensembles that are no more are removed."""
    ensembles = params.load_ensembles()
    text = paths.PIPELINE.read_text(encoding="utf-8")
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not (start and end):
        raise DataError(f"{paths.PIPELINE} lacks {START.strip()!r} and, below it, {END.strip()!r}.")
    stages = describe(ensembles, yaml.safe_load(text)["stages"])
    written = textwrap.indent(_write(stages), "  ") if stages else ""
    files.write_text(paths.PIPELINE, f"{before}{START}{written}{END}{after}")
    logging.info(f"{paths.PIPELINE} has the ensembles {', '.join(ensembles) or '(none)'}.")


def describe(
    ensembles: Mapping[str, Sequence[str]], root: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """The stages of all ensembles by name; root: all stages of dvc.yaml."""
    return {
        params.name_stage(stage, name): _adapt(root[stage], name, members)
        for name, members in ensembles.items()
        for stage in ("map", "evaluate")
    }


def _adapt(stage: Mapping[str, Any], name: str, members: Sequence[str]) -> dict[str, Any]:
    """A stage with a matrix over backbones as the stage of one ensemble."""
    own = str(paths.logits(OF))
    deps = [
        dep
        for named in stage["deps"]
        for dep in ([str(paths.logits(one)) for one in members] if named == own else [named])
    ]
    adapted = {key: value for key, value in stage.items() if key != "matrix"}
    adapted |= {"deps": deps, "params": [*stage["params"], f"ensembles.{name}"]}
    filled: dict[str, Any] = yaml.safe_load(_write(adapted).replace(OF, name))
    return filled


def _write(content: Mapping[str, Any]) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=1000)


if __name__ == "__main__":
    front_door.run(main)
