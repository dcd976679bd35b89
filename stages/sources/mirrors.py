"""DATA_MIRROR: the folders that a person names because they hold published files."""

import os
from pathlib import Path

from ..core.errors import SourceError

VARIABLE = "DATA_MIRROR"


def folders() -> tuple[Path, ...]:
    """The folders, absolute, in the order in which `:` separates them; () where none is named.

    `~` is a home. SourceError where one of them is no folder: a run that went on without it would
    take another source than the one that was asked for.
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
