"""The kept results of one stage: work/<room>/<fingerprint>, each a text and some files.

A fingerprint covers all that a result depends on, the code and the libraries among it, so a run
never takes a result of other inputs. The folder may be deleted at any time. RECOMPUTE=yes makes a
run compute everything, also what is kept: DVC does not tell a stage that it was forced.
"""

import io
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core import paths
from ..core.errors import ParamsError, shown
from . import file
from .identity import describe_process, fingerprint, hash_code

SWITCH = "RECOMPUTE"
LARGEST = 500_000_000  # bytes that stay for each room, the latest: of 60,000 images, 100 results
TEXT = "text"


@dataclass(frozen=True)
class Store:
    """Results in a folder; run: the fingerprint of code, libraries and arithmetic."""

    folder: Path
    run: str
    recompute: bool

    def take(self, depends: Any, make: Callable[[], str], files: Mapping[str, Path]) -> str:
        """What `make` returns and the files that it writes: kept from before, or made and kept.

        depends: all that the result depends on, beside code and libraries. files: by a name for
        each; `make` need not write all of them.
        """
        text = self.restore(depends, files)
        if text is None:
            text = make()
            self.keep(depends, text, files)
        return text

    def restore(self, depends: Any, files: Mapping[str, Path]) -> str | None:
        """The kept text, with the files written as they were; None if there is no such result."""
        path = self._path(depends)
        content = None if self.recompute else file.read(path)
        if content is None:
            return None
        with suppress(FileNotFoundError):  # another run has just deleted it
            path.touch()  # the latest stay
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name, place in files.items():
                if name in archive.namelist():
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_bytes(archive.read(name))
            return archive.read(TEXT).decode()

    def keep(self, depends: Any, text: str, files: Mapping[str, Path]) -> None:
        """Keep a text and those of the files that exist."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr(TEXT, text)
            for name, place in files.items():
                if place.is_file():
                    archive.write(place, name)
        file.write(self._path(depends), content.getvalue())

    def _path(self, depends: Any) -> Path:
        return self.folder / fingerprint(self.run, depends)


@contextmanager
def open_store(room: str, code: Iterable[str]) -> Iterator[Store]:
    """The results of a stage; code: the rooms and modules that DVC hashes for it.

    On exit, the oldest are deleted. ParamsError if the switch has another value than yes and no.
    """
    switch = os.environ.get(SWITCH, "no")
    if switch not in ("yes", "no"):
        raise ParamsError(
            f"the environment variable {SWITCH} is {shown(switch)}; allowed: yes, no."
        )
    run = fingerprint(hash_code(code), describe_process())
    store = Store(paths.WORK / room, run, recompute=switch == "yes")
    yield store
    prune_folder(store.folder)


def prune_folder(folder: Path) -> None:
    """Delete the files that were used longest ago, until at most LARGEST bytes are left."""
    kept = 0
    for status, path in sorted(_list_files(folder), reverse=True):
        kept += status[1]
        if kept > LARGEST:
            path.unlink(missing_ok=True)


def _list_files(folder: Path) -> Iterator[tuple[tuple[int, int], Path]]:
    """Time of the last use and size of each file."""
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):  # another run has just deleted it
            status = path.stat()
            yield (status.st_mtime_ns, status.st_size), path
