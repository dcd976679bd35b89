"""Whether a commit agrees with itself: its files are those whose hashes its dvc.lock records."""

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
# files with their hashes, those in folder outs too
_LISTING = ("--recursive", "--dvc-only", "--show-hash", "--json")


def check_record(copy: Copy) -> list[Check]:
    """A copy whose data were pulled: what DVC's remote sent, and what lies in Git."""
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
    """One file against its hash: `dvc pull` itself believes what the remote sends."""
    with (root / path).open("rb") as file:
        found = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    told = "" if found == md5 else f"MD5 {found}, wanted {md5}: damaged in the remote"
    return Check(LOCK, path.as_posix(), "damaged files", float(found != md5), 0, told)


def check_status(status: Mapping[str, Any]) -> Check:
    """What `dvc status` finds changed since the run that wrote dvc.lock."""
    edits = sorted(set(find_edits(status)))
    return Check(LOCK, LOCK, "edits since it was written", len(edits), 0, "; ".join(edits))


def find_edits(status: Mapping[str, Any]) -> Iterator[str]:
    """`dvc status --json`, flattened to "metrics/x modified".

    What is merely missing there is none: what neither DVC nor Git keeps is in no clone.
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
