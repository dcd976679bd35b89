"""Copies of one commit in a folder that goes away again, and commands in them."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from stages.core import paths
from stages.core.errors import DataError, ParamsError, StageError
from stages.sources import mirrors

DOWNLOADS = paths.WORK / "downloads"
NOT_REACHABLE = 3  # exit code of tools.probe: no source offers the images


@dataclass(frozen=True)
class Copy:
    """A checkout of its own, and the environment for commands in it."""

    root: Path
    environment: dict[str, str]

    def run(self, *words: str, allowed: tuple[int, ...] = (0,)) -> int:
        """Run a command, with all that it says on stderr; StageError on another exit code."""
        done = subprocess.run(  # noqa: S603 - fixed words
            words, cwd=self.root, env=self.environment, stdout=sys.stderr.fileno(), check=False
        )
        if done.returncode not in allowed:
            raise StageError(
                f"{' '.join(words)} failed in a scratch copy of this checkout "
                f"(exit code {done.returncode}); the lines above say why."
            )
        return done.returncode

    def ask(self, *words: str) -> str:
        """What a command writes to stdout; StageError where it fails."""
        done = subprocess.run(  # noqa: S603 - fixed words
            words, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise StageError(f"{' '.join(words)} failed: {done.stderr.strip() or done.returncode}")
        return done.stdout


@contextmanager
def folder() -> Iterator[Path]:
    """A folder under work/, on the disk that has room for the data; it is gone afterwards."""
    paths.WORK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="verify-", dir=paths.WORK.resolve()) as name:
        yield Path(name)


def here() -> Copy:
    """This checkout; only to be asked."""
    return Copy(Path.cwd(), _environment())


def resolve(revision: str) -> str:
    """The full hash of a commit; ParamsError where there is none of that name."""
    if not Path(".git").exists():
        raise StageError(
            "this copy has no Git, and what is computed is compared with a commit. "
            "Run: git init && git add -A && git commit -m 'As published' && rm -f .dvc/config.local"
        )
    try:
        return here().ask("git", "rev-parse", "--verify", f"{revision}^{{commit}}").strip()
    except StageError as error:
        raise ParamsError(
            f"{revision!r} names no commit; allowed: a branch, tag or commit. Run: git log"
        ) from error


def is_edited() -> bool:
    """Whether the working tree differs from HEAD; asks without touching Git's index."""
    return bool(here().ask("git", "--no-optional-locks", "status", "--porcelain"))


def clone(commit: str, root: Path) -> Copy:
    """A checkout of `commit` that shares no DVC cache with this one, so nothing comes from it."""
    source = here()
    # --shared: objects are read where they lie, so that this costs no more than the files
    source.ask("git", "clone", "-q", "--shared", "--no-checkout", str(source.root), str(root))
    # DVC keeps notes outside the checkout, too
    site = {"DVC_SITE_CACHE_DIR": str(root.with_name(f"{root.name}-site"))}
    copy = Copy(root, source.environment | site)
    copy.ask("git", "checkout", "-q", "--detach", commit)
    (root / ".dvc" / "config.local").write_text("[cache]\n    dir = cache\n", encoding="utf-8")
    return copy


def pull(copy: Copy) -> None:
    """Fetch what was committed; DataError where the remote lacks some of it."""
    try:
        copy.run("dvc", "pull", "-q")
    except StageError as error:
        raise DataError(
            "the commit names data that its DVC remote does not hold (the lines above); "
            "it was committed without them. Run: dvc push, then commit bundle/"
        ) from error


def recompute(copy: Copy) -> bool:
    """Run the pipeline in a copy, all of it; False where it had to start from committed logits."""
    _lend_downloads(copy.root)
    code = copy.run("python", "-m", "tools.probe", allowed=(0, NOT_REACHABLE))
    if code == NOT_REACHABLE:
        pull(copy)
        for stage in ("map", "evaluate"):
            copy.run("dvc", "repro", "-f", "-s", stage)
        return False
    # -f: a stage whose inputs are unchanged would leave its committed results where they are
    copy.run("dvc", "repro", "-f", "evaluate")
    return True


def _environment() -> dict[str, str]:
    """This process's, but good in any folder, and with the Python first that runs this."""
    of_a_hook = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"}  # they would win over the folder
    kept = {name: word for name, word in os.environ.items() if name not in of_a_hook}
    return kept | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        mirrors.VARIABLE: os.pathsep.join(map(str, mirrors.folders())),
    }


def _lend_downloads(root: Path) -> None:
    """What was fetched before is linked: a copy's own fetches and deletions stay its own."""
    for path in DOWNLOADS.glob("*/*"):
        if not path.name.startswith(".") and path.suffix != ".partial":
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            _link_or_copy(path, root / path)


def _link_or_copy(path: Path, to: Path) -> None:
    try:
        to.hardlink_to(path)
    except OSError:  # the file system has no hard links
        shutil.copy2(path, to)
