"""Images and labels, verified and in their data set's order: `python -m stages.download`."""

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core import files, params, paths
from ..sources import entries, fetch, provenance
from ..sources.entries import Joined, Official, Published, Single
from ..sources.own_data import Folder, OwnData
from . import dataset, listing, published, unpacked
from .params import DownloadParams
from .splits import Split, write_array

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Source:
    """A data set that was read; hashes: SHA-256 of its files by name."""

    entry: Single
    splits: Mapping[paths.Split, Split]
    hashes: Mapping[str, str]


def main() -> None:
    """Read the data set that params.yaml names; write data/images and data/labels."""
    stated = params.load_section("download", DownloadParams)
    name, place = stated.dataset, Path(stated.folder)
    parts = entries.read_parts(name)
    sources = {part: _read(part, entry, place) for part, entry in dict(parts.values()).items()}
    splits = {split: sources[part].splits[split] for split, (part, _) in parts.items()}
    with files.new_folder(paths.IMAGES) as folder:
        images = {s: write_array(folder / f"{s}.npy", split.images) for s, split in splits.items()}
        used = {split: part for split, (part, _) in parts.items()}
        files.write_json(folder / paths.PROVENANCE, _describe(name, used, sources, images))
    for s, split in splits.items():
        write_array(paths.labels(s), split.labels)
        files.write_sums(paths.labels(s))


def _read(name: str, entry: Single, place: Path) -> _Source:
    """place: the folder of data of one's own."""
    if isinstance(entry, Published):
        return _read_published(entry)
    return _read_own(name, entry, place)


def _read_published(entry: Published) -> _Source:
    found: Mapping[str, Path] = {}
    if isinstance(entry, Official) and fetch.find_file(entry.archive) is None:
        found = unpacked.find_members(entry.unpacked)
    found = found or fetch.obtain_files(entry.files)
    hashes = {name: files.sha256(path) for name, path in found.items()}
    return _Source(entry, dataset.read_dataset(entry, found), hashes)


def _read_own(name: str, entry: OwnData, place: Path) -> _Source:
    found = _find_own(name, entry, place)
    hashes = listing.hash_files(found)
    splits = dataset.read_own(entry, place, found, hashes)
    notes = sum((Counter(split.notes) for split in splits.values()), Counter[str]())
    told = "".join(f", {count} {note}" for note, count in sorted(notes.items()))
    train, test = (len(splits[split].labels) for split in ("train", "test"))
    log.info("%s: %d training and %d test images%s", name, train, test, told)
    return _Source(entry, splits, {"folder": listing.hash_folder(hashes)})


def _find_own(name: str, entry: OwnData, place: Path) -> dict[str, Path]:
    """The files by name; those of a list have been compared with it."""
    if entry.listed is None:
        return listing.list_files(place, name)
    path = fetch.obtain_file(entry.listed)
    listed = listing.read_list(path)
    if isinstance(entry, Folder) and entry.published is not None:
        found = published.obtain_pictures(entry.published, listed)
    else:
        found = listing.list_files(place, name)
    listing.check_list(path, listed, place, found)
    return found


def _describe(
    name: str,
    used: Mapping[paths.Split, str],
    sources: Mapping[str, _Source],
    images: Mapping[paths.Split, str],
) -> dict[str, Any]:
    """The provenance; used: the data set of each split."""
    chosen = entries.read_dataset(name)
    if not isinstance(chosen, Joined):
        return _describe_part(name, sources[name], images)
    parts = {
        split: _describe_part(part, sources[part], {split: images[split]})
        for split, part in used.items()
    }
    return provenance.of_joined(name, chosen.title, parts)


def _describe_part(name: str, source: _Source, images: Mapping[paths.Split, str]) -> dict[str, Any]:
    notes = {split: source.splits[split].notes for split in images}
    return {
        **provenance.of_images(name, source.entry, source.hashes, images),
        **provenance.of_pictures(source.entry, notes),
    }
