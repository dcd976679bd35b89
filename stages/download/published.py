"""The pictures of a published folder, each by its hash: from DATA_MIRROR, or fetched one by one."""

from pathlib import Path
from urllib.parse import quote

from ..sources import fetch, mirrors
from ..sources.file import File
from ..sources.own_data import PublishedFolder
from .listing import Listed


def obtain_pictures(source: PublishedFolder, listed: Listed) -> dict[str, Path]:
    """The path of each listed file by its name."""
    if found := find_in_mirror(source, listed):
        return found
    files = name_files(source, listed)
    fetched = fetch.obtain_files(tuple(files.values()))
    return {name: fetched[file.name] for name, file in files.items()}


def find_in_mirror(source: PublishedFolder, listed: Listed) -> dict[str, Path]:
    """The same from a folder of DATA_MIRROR that has all of them; empty where none has."""
    for mirror in mirrors.folders():
        found = {name: mirror / source.folder / name for name in listed}
        if all(path.is_file() for path in found.values()):
            return found
    return {}


def name_files(source: PublishedFolder, listed: Listed) -> dict[str, File]:
    """Each listed file as it is published, by its name."""
    return {
        name: File(
            name=name.replace("/", "-"),  # work/downloads has no folders of its own
            sha256=sha256,
            size=size,
            urls=(source.address + quote(name),),
        )
        for name, (sha256, size) in listed.items()
    }
