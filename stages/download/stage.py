"""Images and labels, verified and in their data set's order: `python -m stages.download`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core import files, params, paths
from ..sources import entries, fetch, provenance
from ..sources.entries import Joined, Published
from . import dataset
from .params import DownloadParams
from .splits import Split, write_array


@dataclass(frozen=True)
class _Source:
    """A data set that was read; hashes: SHA-256 of its files by name."""

    entry: Published
    splits: Mapping[paths.Split, Split]
    hashes: Mapping[str, str]


def main() -> None:
    """Fetch the data set that params.yaml names; write data/images and data/labels."""
    name = params.load_section("download", DownloadParams).dataset
    parts = entries.read_parts(name)
    sources = {part: _read(entry) for part, entry in dict(parts.values()).items()}
    splits = {split: sources[part].splits[split] for split, (part, _) in parts.items()}
    with files.new_folder(paths.IMAGES) as folder:
        images = {s: write_array(folder / f"{s}.npy", split.images) for s, split in splits.items()}
        used = {split: part for split, (part, _) in parts.items()}
        files.write_json(folder / paths.PROVENANCE, _describe(name, used, sources, images))
    for s, split in splits.items():
        write_array(paths.labels(s), split.labels)
        files.write_sums(paths.labels(s))


def _read(entry: Published) -> _Source:
    found = fetch.obtain_files(entry.files)
    hashes = {file: files.sha256(path) for file, path in found.items()}
    return _Source(entry, dataset.read_dataset(entry, found), hashes)


def _describe(
    name: str,
    used: Mapping[paths.Split, str],
    sources: Mapping[str, _Source],
    images: Mapping[paths.Split, str],
) -> dict[str, Any]:
    """The provenance; used: the data set of each split."""
    chosen = entries.read_dataset(name)
    if not isinstance(chosen, Joined):
        return provenance.of_images(name, chosen, sources[name].hashes, images)
    parts = {
        split: provenance.of_images(
            part, sources[part].entry, sources[part].hashes, {split: images[split]}
        )
        for split, part in used.items()
    }
    return provenance.of_joined(name, chosen.title, parts)
