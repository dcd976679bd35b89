"""Images and labels, verified and in their data set's order: `python -m stages.download`."""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..core import files, params, paths
from ..sources import entries, fetch, provenance
from ..sources.entries import Official, PublishedData
from ..sources.own_data import OwnData
from . import dataset, listing, unpacked
from .params import DownloadParams
from .splits import Split, write_array

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Source:
    """A data set that was read; hashes: SHA-256 of its files by name."""

    splits: Mapping[paths.Split, Split]
    hashes: Mapping[str, str]


def main() -> None:
    """Read the data set that params.yaml names; write data/images and data/labels."""
    stated = params.load_section("download", DownloadParams)
    name, chosen = stated.dataset, entries.read_dataset(stated.dataset)
    if isinstance(chosen, PublishedData):
        source = _read_published(chosen)
    else:
        source = _read_own(name, chosen, Path(stated.folder))
    splits = source.splits
    with files.new_folder(paths.IMAGES) as images_folder:
        images = {
            s: write_array(images_folder / f"{s}.npy", split.images) for s, split in splits.items()
        }
        content = provenance.of_images(name, chosen, source.hashes, images)
        if not isinstance(chosen, PublishedData):
            notes = {split: each.notes for split, each in splits.items()}
            content |= provenance.of_pictures(chosen, notes)
        files.write_json(images_folder / paths.PROVENANCE, content)
    for s, split in splits.items():
        write_array(paths.labels(s), split.labels)
        files.write_sums(paths.labels(s))


def _read_published(chosen: PublishedData) -> _Source:
    found: Mapping[str, Path] = {}
    if isinstance(chosen, Official) and fetch.find_file(chosen.archive) is None:
        found = unpacked.find_members(chosen.unpacked)
    found = found or fetch.obtain_files(chosen.files)
    hashes = {name: files.sha256(path) for name, path in found.items()}
    return _Source(dataset.read_dataset(chosen, found), hashes)


def _read_own(name: str, chosen: OwnData, place: Path) -> _Source:
    hashes = listing.hash_files(listing.list_files(place, name))
    if chosen.listed is not None:
        listing.check_list(chosen.listed, place, hashes)
    splits = dataset.read_own(chosen, place, hashes)
    notes = sum((Counter(split.notes) for split in splits.values()), Counter[str]())
    told = "".join(f", {count} {note}" for note, count in sorted(notes.items()))
    train, test = (len(splits[split].labels) for split in ("train", "test"))
    log.info("%s: %d training and %d test images%s", place, train, test, told)
    return _Source(splits, {"download.folder": listing.hash_folder(hashes)})
