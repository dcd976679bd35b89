"""Checks that a commit is consistent: its files have the hashes of its dvc.lock."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from stages.core import paths
from tools.verify.checks import Check
from tools.verify.scratch import Copy

LOCK = "dvc.lock"
NOT_IN_GIT = (f"{paths.DATA}/", f"{paths.REPORT}/index.html")  # see .gitignore
# lists files with their hashes, also those in folders that are outs
_LISTING = ("--recursive", "--dvc-only", "--show-hash", "--json")


def check_record(copy: Copy) -> list[Check]:
    """Check a copy after `dvc pull`: the files from DVC's remote and those in Git."""
    listed = json.loads(copy.ask("dvc", "ls", ".", "data", *_LISTING))
    present = [(paths.DATA / row["path"], str(row["md5"])) for row in listed if row["md5"]]
    status = json.loads(copy.ask("dvc", "status", "--json", "--with-deps", "report"))
    return [
        *(
            check_bytes(copy.root, path, md5)
            for path, md5 in present
            if (copy.root / path).is_file()
        ),
        check_status(status),
    ]


def check_bytes(root: Path, path: Path, md5: str) -> Check:
    """Check the hash of one file; `dvc pull` does not check what the remote sends."""
    with (root / path).open("rb") as file:
        actual = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    detail = "" if actual == md5 else f"MD5 {actual}, wanted {md5}: damaged in the remote"
    return Check(LOCK, path.as_posix(), "damaged files", float(actual != md5), 0, detail)


def check_status(status: Mapping[str, Any]) -> Check:
    """Check that `dvc status` finds no change since the run that wrote dvc.lock."""
    edits = sorted(set(find_edits(status)))
    return Check(LOCK, LOCK, "edits since it was written", len(edits), 0, "; ".join(edits))


def find_edits(status: Mapping[str, Any]) -> Iterator[str]:
    """The content of `dvc status --json` as lines such as "metrics/x modified".

    A missing file is not an edit if neither DVC nor Git keeps it: then no clone has it.
    """
    for stage, changes in status.items():
        for change in changes:
            if isinstance(change, str):
                yield f"{stage}: {change}"
                continue
            for path, state in (entry for part in change.values() for entry in part.items()):
                if isinstance(state, dict):
                    yield from (f"{path}: {key} {kind}" for key, kind in state.items())
                elif state != "deleted" or not path.startswith(NOT_IN_GIT):
                    yield f"{path} {state}"
