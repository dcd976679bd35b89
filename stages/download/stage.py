"""CIFAR-10's images and labels, verified and in its own order: `python -m stages.download`."""

from ..core import files, params, paths
from ..sources import entries, fetch, provenance
from . import dataset
from .params import DownloadParams
from .splits import write_array


def main() -> None:
    """Fetch the data set that params.yaml names; write data/images and data/labels."""
    name = params.load_section("download", DownloadParams).dataset
    chosen = entries.read_dataset(name)
    sources = fetch.obtain_files(chosen.files)
    splits = dataset.read_dataset(chosen, sources)
    with files.new_folder(paths.IMAGES) as folder:
        images = {s: write_array(folder / f"{s}.npy", split.images) for s, split in splits.items()}
        hashes = {file: files.sha256(path) for file, path in sources.items()}
        content = provenance.of_images(name, chosen, hashes, images)
        files.write_json(folder / paths.PROVENANCE, content)
    for s, split in splits.items():
        write_array(paths.labels(s), split.labels)
        files.write_sums(paths.labels(s))
