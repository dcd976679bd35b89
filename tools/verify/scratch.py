"""Makes copies of a commit in a temporary folder, and runs commands in them."""

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
    """A separate checkout, and the environment for commands in it."""

    root: Path
    environment: dict[str, str]

    def run(self, *words: str, allowed: tuple[int, ...] = (0,)) -> int:
        """Run a command, with its output on stderr; StageError if the exit code is not allowed."""
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
        """The output of a command on stdout; StageError if it fails."""
        done = subprocess.run(  # noqa: S603 - fixed words
            words, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise StageError(f"{' '.join(words)} failed: {done.stderr.strip() or done.returncode}")
        return done.stdout


@contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder under work/, because that disk has space for the data."""
    paths.WORK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="verify-", dir=paths.WORK.resolve()) as name:
        yield Path(name)


def here() -> Copy:
    """This checkout; use it only for `ask`."""
    return Copy(Path.cwd(), _environment())


def resolve(revision: str) -> str:
    """The full hash of a commit; ParamsError if there is no such commit."""
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
    """Whether the working tree differs from HEAD; does not change Git's index."""
    return bool(here().ask("git", "--no-optional-locks", "status", "--porcelain"))


def clone(commit: str, root: Path) -> Copy:
    """A checkout of `commit` with its own DVC cache, so that no data come from this checkout."""
    source = here()
    # --shared: Git's objects are not copied
    source.ask("git", "clone", "-q", "--shared", "--no-checkout", str(source.root), str(root))
    # DVC also writes outside the checkout
    site = {"DVC_SITE_CACHE_DIR": str(root.with_name(f"{root.name}-site"))}
    copy = Copy(root, source.environment | site)
    copy.ask("git", "checkout", "-q", "--detach", commit)
    (root / ".dvc" / "config.local").write_text("[cache]\n    dir = cache\n", encoding="utf-8")
    return copy


def pull(copy: Copy, *targets: str) -> None:
    """Fetch the committed data, or some; DataError if the remote does not have all of them."""
    try:
        copy.run("dvc", "pull", "-q", *targets)
    except StageError as error:
        raise DataError(
            "the commit names data that its DVC remote does not hold (the lines above); "
            "it was committed without them. Run: dvc push, then commit bundle/"
        ) from error


def recompute(copy: Copy) -> bool:
    """Run the whole pipeline in a copy; False if it had to start from the committed logits."""
    lend_downloads(copy.root)
    code = copy.run("python", "-m", "tools.probe", allowed=(0, NOT_REACHABLE))
    if code == NOT_REACHABLE:
        pull(copy)
        copy.run("dvc", "repro", "-f", "-s", "--glob", "map*", "evaluate*")
        return False
    if imported := [str(path.relative_to(copy.root)) for path in copy.root.glob("data/**/*.dvc")]:
        pull(copy, *imported)  # no stage of this pipeline computes them
    # -f: otherwise a stage with unchanged inputs would keep its committed results
    copy.run("dvc", "repro", "-f", "--glob", "evaluate*")
    return True


def _environment() -> dict[str, str]:
    """The environment of this process, valid in any folder, with this Python first in PATH.

    What runs in a copy computes everything, and takes nothing that a stage kept.
    """
    of_a_hook = {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"}  # they would win over the folder
    inherited = {name: word for name, word in os.environ.items() if name not in of_a_hook}
    return inherited | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        mirrors.VARIABLE: os.pathsep.join(map(str, mirrors.folders())),
        "RECOMPUTE": "yes",  # stages.kept knows it; nothing of what is verified is imported here
    }


def lend_downloads(root: Path) -> None:
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
