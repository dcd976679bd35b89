"""The checkpoint of one backbone, as published: `python -m stages.weights BACKBONE`."""

import shutil

from ..core import files, paths
from ..core.errors import DataError
from ..sources import entries, fetch, provenance
from ..sources.entries import Backbone
from . import outputs, timm_defaults


def main(backbone: str) -> None:
    """Fetch one backbone's checkpoint, verify it by hash, write data/weights/BACKBONE."""
    paths.require_root()
    entry = entries.read_network(backbone)
    chosen = entry if isinstance(entry, Backbone) else timm_defaults.complete(backbone, entry)
    source = fetch.obtain_file(chosen.file)
    rows = outputs.find_rows(backbone, chosen)
    with files.new_folder(paths.weights(backbone)) as folder:
        copy = folder / chosen.file.name
        shutil.copyfile(source, copy)
        found = files.sha256(copy)  # of the copy, which is what `infer` will read
        if not found.startswith(chosen.file.sha256):
            raise DataError(
                f"{copy} differs from {source}. Is the disk full? Run: dvc repro weights"
            )
        content = provenance.of_weights(backbone, chosen, found)
        files.write_json(folder / paths.PROVENANCE, content)
        files.write_json(folder / paths.RESIZING, chosen.resizing.model_dump(exclude_none=True))
        if rows:
            files.write_json(folder / paths.OUTPUTS, rows)
