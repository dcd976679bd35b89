"""DATA_MIRROR: folders with published files, named by the user."""

import os
from pathlib import Path

from ..core.errors import SourceError

VARIABLE = "DATA_MIRROR"


def folders() -> tuple[Path, ...]:
    """The absolute paths of the folders, separated by `:`, in order; () if none is named.

    `~` is the home folder. SourceError if one of them is not a folder, because the run would
    otherwise use another source than the user asked for.
    """
    names = os.environ.get(VARIABLE, "").split(os.pathsep)
    return tuple(_folder(name) for name in names if name)


def _folder(name: str) -> Path:
    try:
        path = Path(name).expanduser().absolute()
        is_file = path.is_file()
    except (OSError, RuntimeError) as error:  # RuntimeError: ~somebody, who has no home here
        raise _no_folder(name, str(error)) from error
    if is_file:
        raise SourceError(
            f"{VARIABLE}={name}: a file, not a folder. Name the one that holds it: "
            f"export {VARIABLE}={path.parent}"
        )
    if not path.is_dir():
        raise _no_folder(name, str(path))
    return path


def _no_folder(name: str, where: str) -> SourceError:
    return SourceError(
        f"{VARIABLE}={name}: no such folder ({where}). Correct the name, or go on without it: "
        f"unset {VARIABLE}"
    )
