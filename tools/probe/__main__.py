"""Can this run start from the images? `python -m tools.probe`, before DVC deletes any.

Exit code 0: yes. 3: no source answers, or none is to be asked (--logits), and the committed logits
belong to this checkout: start from them. 1: they do not, or DATA_MIRROR is no folder or has a wrong
file.
"""

import argparse
import logging
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NoReturn

from stages.core import front_door, params
from stages.core.errors import SourceError
from stages.download import listing, published
from stages.download.params import DownloadParams
from stages.sources import entries, fetch, local, mirrors, transfer
from stages.sources.file import AnyFile, File
from stages.sources.own_data import Folder
from tools.probe import committed

NOT_REACHABLE = 3

log = logging.getLogger(__name__)


def main(words: argparse.Namespace) -> None:
    """Say where the run starts, or with --plan what it will fetch."""
    if words.logits:
        _start_from_logits(committed.read_status(), "Asked for")
    dataset, *backbones = words.plan or _chosen()
    pictures = list_pictures(dataset)
    alike = set(pictures[1:])  # a folder is published as a whole: its first picture is asked for
    wanted = (*list_files(dataset, *backbones), *pictures)
    found = fetch.find_files(wanted)
    absent = [file for file in wanted if found[file] is None]
    if words.plan is not None:
        sys.stdout.write(describe_plan(wanted, absent))
    elif not absent:
        log.info("From the images: every file is on this machine and has the right hash.")
    elif committed.is_fetched(status := committed.read_status()):
        log.info("From the images, which are in data/ already.")
    elif not (silent := _find_silent([file for file in absent if file not in alike])):
        log.info("From the images; to be fetched: %s.", _total(absent))
    else:
        _start_from_logits(status, _nowhere(silent))


def list_files(dataset: str, *backbones: str) -> tuple[AnyFile, ...]:
    """All files of one data set and some backbones."""
    chosen = [entries.read_network(name).file for name in backbones]
    return (*entries.list_files(dataset), *chosen)


def list_pictures(dataset: str) -> tuple[File, ...]:
    """The pictures of published folders that no folder of DATA_MIRROR has."""
    return tuple(
        file
        for part in dict(entries.read_parts(dataset).values()).values()
        if isinstance(part, Folder) and part.published and part.listed
        for listed in [listing.read_list(fetch.obtain_file(part.listed))]
        if not published.find_in_mirror(part.published, listed)
        for file in published.name_files(part.published, listed).values()
    )


def _chosen() -> tuple[str, ...]:
    """Data set and backbones of params.yaml."""
    return (params.load_section("download", DownloadParams).dataset, *params.load_backbones())


def describe_plan(wanted: Sequence[AnyFile], absent: Sequence[AnyFile]) -> str:
    """A line for each file, then what is to be fetched altogether; `lacks`: nobody serves it."""

    def state(file: AnyFile) -> str:
        absence = "fetch" if isinstance(file, File) else "lacks"
        return absence if file in absent else "here"

    lines = [f"{state(file):5}  {file.label}" for file in wanted]
    return "\n".join((*lines, f"to fetch: {_total(absent)}")) + "\n"


def _find_silent(absent: Sequence[AnyFile]) -> list[AnyFile]:
    """Files that no address offers; all are asked at once, for a dead network answers late."""

    def is_silent(file: AnyFile) -> bool:
        return not isinstance(file, File) or not any(
            transfer.offers(address, file) for address in file.urls
        )

    with ThreadPoolExecutor(max_workers=8) as pool:
        found = pool.map(is_silent, absent)
    return [file for file, silent in zip(absent, found, strict=True) if silent]


def _start_from_logits(status: committed.Status, why: str) -> NoReturn:
    """Exit with NOT_REACHABLE; SourceError if the committed logits are not of this checkout."""
    if edits := committed.find_edits(status):
        raise SourceError(
            f"{why}, and the committed logits are not those of this checkout, which "
            f"changed what comes before map ({'; '.join(edits)}). Undo that, or name a folder "
            f"with the files in {mirrors.VARIABLE}, then run: dvc repro"
        )
    log.info("%s; this run starts from the committed logits.", why)
    sys.exit(NOT_REACHABLE)


def _nowhere(silent: Sequence[AnyFile]) -> str:
    more = f" and {len(silent) - 1} more" if len(silent) > 1 else ""
    first = silent[0]
    if not isinstance(first, File):
        return local.explain_absence(first) + more
    return f"No source offers {first.name}{more}"


def _total(wanted: Iterable[AnyFile]) -> str:
    sizes = [file.size for file in wanted if isinstance(file, File)]
    return f"{sum(sizes) / 1e6:.1f} MB in {len(sizes)} file{'' if len(sizes) == 1 else 's'}"


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command line; `plan` is None, or the names after --plan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--plan",
        nargs="*",
        metavar="NAME",
        help="list files and sizes: of params.yaml, or of a data set and the backbones after it",
    )
    parser.add_argument("--logits", action="store_true", help="ask no source for the images")
    return parser.parse_args(words)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    front_door.enter(lambda: main(parse(sys.argv[1:])))
