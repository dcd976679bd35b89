"""The pictures of a published folder, each by its hash: from DATA_MIRROR, or fetched one by one."""

from pathlib import Path
from urllib.parse import quote

from ..sources import fetch, mirrors
from ..sources.file import File
from ..sources.own_data import PublishedFolder
from .listing import Listed


def obtain_pictures(source: PublishedFolder, listed: Listed) -> dict[str, Path]:
    """The path of each listed file by its name; a folder of DATA_MIRROR has all or none."""
    for mirror in mirrors.folders():
        found = {name: mirror / source.folder / name for name in listed}
        if all(path.is_file() for path in found.values()):
            return found
    files = {
        name: File(
            name=name.replace("/", "-"),  # work/downloads has no folders of its own
            sha256=sha256,
            size=size,
            urls=(source.address + quote(name),),
        )
        for name, (sha256, size) in listed.items()
    }
    fetched = fetch.obtain_files(tuple(files.values()))
    return {name: fetched[file.name] for name, file in files.items()}
