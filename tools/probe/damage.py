"""What is damaged? `python -m tools.probe.damage`, after a command of DVC that failed.

DVC names neither the way out of a damaged file of its own nor the object of the bundle that it
found damaged, which it deletes.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from stages.core import front_door
from stages.core.errors import DataError

RWLOCK = Path(".dvc/tmp/rwlock")  # who reads and who writes which file, as JSON
LOCK = Path("dvc.lock")


def find_damage() -> str | None:
    """The damaged file with the command that mends it; None where all of DVC's files are whole."""
    if RWLOCK.is_file() and not _is_json(RWLOCK):
        return f"{RWLOCK} is damaged. When no other dvc runs here, type: rm {RWLOCK}"
    if LOCK.is_file() and not _is_yaml(LOCK):
        return f"{LOCK} is damaged. Run: git checkout {LOCK}"
    if changes := list_changes():
        more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
        return (
            f"{changes[0]}{more} was damaged, and is gone if DVC noticed. Run: git checkout bundle"
        )
    return None


def list_changes() -> Sequence[str]:
    """The files of the bundle that are changed or gone since the last commit; () without Git."""
    command = ["git", "ls-files", "-z", "--modified", "bundle"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - fixed words
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(path for path in answer.stdout.split("\0") if path)


def _is_json(path: Path) -> bool:
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _is_yaml(path: Path) -> bool:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError):
        return False
    stages = content.get("stages") if isinstance(content, dict) else None
    return isinstance(stages, dict) and all(isinstance(stage, dict) for stage in stages.values())


def main() -> None:
    """Exit code 1 in any case; DataError with the command to type where a file is damaged."""
    if told := find_damage():
        raise DataError(told)
    sys.exit(1)


if __name__ == "__main__":
    front_door.run(main)
