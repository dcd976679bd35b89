"""Whether the logits in the bundle are those of this checkout, told from `dvc status --json`.

The status maps each changed stage to what changed: `{"changed deps": {path: state}}`, where the
state of a params file is a dictionary of its own, `{"changed outs": …}`, or "changed command".
Missing data changes a stage too; in a clone without images everything before `map` is like that.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from stages.core import paths
from stages.core.errors import DataError
from tools.probe import damage

FETCHING = ("download", "weights")
BEFORE_MAP = (*FETCHING, "preprocess", "infer")

NO_GIT = "is not a git repository"  # DVC's words; it works without, once it is told

Status = Mapping[str, Any]


def read_status() -> Status:
    """What DVC says of every stage; DataError where it cannot say anything."""
    status = ask_dvc("status", "--json")
    if not isinstance(status, dict):
        raise DataError(f"dvc status says {status!r}, not which stages changed. Run: dvc status")
    return status


def ask_dvc(*words: str) -> Any:
    """What a command of DVC answers in JSON; DataError where it does not."""
    command = [sys.executable, "-m", "dvc", *words]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - no shell
    try:
        return json.loads(answer.stdout)
    except ValueError as error:
        if told := damage.find_damage():
            raise DataError(told) from error
        told = " ".join(answer.stderr.split()) or "no answer"
        name = " ".join(words).partition(" --")[0]
        way = "dvc config --local core.no_scm true" if NO_GIT in told else f"dvc {name}"
        raise DataError(f"dvc {name} failed ({told}). Run: {way}") from error


def is_fetched(status: Status) -> bool:
    """Whether images and weights lie here, unchanged, so that no source is needed at all."""
    return not any(_room(stage) in FETCHING for stage in status)


def find_edits(status: Status) -> tuple[str, ...]:
    """What was edited before `map`, as "stage: what"; with any, the committed logits are others'.

    A file under data/ that is merely missing is no edit.
    """
    return tuple(
        f"{stage}: {edit}"
        for stage, changes in status.items()
        if _room(stage) in BEFORE_MAP
        for change in changes
        for edit in _edits(change)
    )


def _room(stage: str) -> str:
    """`infer@resnet50-pqf` is a stage of the room `infer`."""
    return stage.partition("@")[0]


def _edits(change: str | Mapping[str, Any]) -> Iterator[str]:
    if isinstance(change, str):
        yield change
        return
    for path, state in change.get("changed deps", {}).items():
        if isinstance(state, dict):
            yield from (f"{path}: {key} {kind}" for key, kind in state.items())
        elif state != "deleted" or not path.startswith(f"{paths.DATA}/"):
            yield f"{path} {state}"
