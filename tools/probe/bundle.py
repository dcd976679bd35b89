"""Is the bundle as committed? `python -m tools.probe.bundle`, after a `dvc pull` that failed.

DVC deletes an object of the bundle whose hash is wrong, and says neither that nor that Git has it.
"""

import subprocess
import sys
from collections.abc import Sequence

from stages.core import front_door
from stages.core.errors import DataError


def list_changes() -> Sequence[str]:
    """The files of the bundle that are changed or gone since the last commit; () without Git."""
    command = ["git", "ls-files", "-z", "--modified", "bundle"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - fixed words
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(path for path in answer.stdout.split("\0") if path)


def main() -> None:
    """Exit code 1 in any case; DataError with the command to type where a file was damaged."""
    if changes := list_changes():
        more = f" and {len(changes) - 1} more" if len(changes) > 1 else ""
        raise DataError(
            f"{changes[0]}{more} was damaged, and is gone if DVC noticed. Run: git checkout bundle"
        )
    sys.exit(1)


if __name__ == "__main__":
    front_door.run(main)
