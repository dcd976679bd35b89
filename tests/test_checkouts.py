"""The pipeline runs in whatever way a person came to a copy of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pipeline import Checkout, stages_run

pytestmark = pytest.mark.slow

# what the error of a command that needs Git says to type
TO_HAVE_GIT = "git init && git add -A && git commit -m 'As published' && rm -f .dvc/config.local"


def without_sources(full: Checkout, root: Path) -> Checkout:
    """Where a copy lies, for commands that reach no image."""
    return Checkout(root, full.environment | {"DATA_MIRROR": ""})


def odd_path(full: Checkout, folder: Path) -> Checkout:
    """Blanks, both kinds of quotes, a sign of make's and letters that are not ASCII."""
    return full.clone(folder / 'Müller\'s "own" copy/größer als 10 %')


def shallow(full: Checkout, folder: Path) -> Checkout:
    full.run("git", "clone", "-q", "--depth", "1", full.root.as_uri(), str(folder / "shallow"))
    return without_sources(full, folder / "shallow")


def worktree(full: Checkout, folder: Path) -> Checkout:
    full.run("git", "worktree", "add", "-q", "--detach", str(folder / "worktree"))
    return without_sources(full, folder / "worktree")


def submodule(full: Checkout, folder: Path) -> Checkout:
    outer = without_sources(full, folder)
    outer.run("git", "init", "-q")
    allowed = ("-c", "protocol.file.allow=always")  # Git refuses paths on this machine otherwise
    outer.run("git", *allowed, "submodule", "--quiet", "add", str(full.root), "inner")
    return without_sources(full, folder / "inner")


def unpacked(full: Checkout, root: Path) -> Checkout:
    """What a forge or Zenodo offers as a ZIP: everything but Git."""
    root.mkdir(parents=True)
    full.run("git", "archive", "-o", str(root / "all.tar"), "HEAD")
    copy = without_sources(full, root)
    copy.run("tar", "xf", "all.tar")
    (root / "all.tar").unlink()
    return copy


def unpacked_where_git_ignores_it(full: Checkout, folder: Path) -> Checkout:
    """Inside a repository of something else, which ignores the folder: DVC would see no stage."""
    outer = without_sources(full, folder)
    outer.run("git", "init", "-q")
    (folder / ".gitignore").write_text("ignored/\n", encoding="utf-8")
    return unpacked(full, folder / "ignored")


@pytest.mark.parametrize("make_copy", [odd_path, shallow, worktree, submodule])
def test_a_copy_with_git_pulls_runs_and_knows_its_commit(
    make_copy: Callable[[Checkout, Path], Checkout], full: Checkout, tmp_path: Path
) -> None:
    copy = make_copy(full, tmp_path)
    assert "starts from the committed logits" in copy.run("python", "-m", "tools.probe", expect=3)
    assert copy.make("without-git") == ""
    copy.run("dvc", "pull")
    copy.run("dvc", "repro", "-f", "-s", "report")
    assert copy.run("git", "status", "--porcelain") == ""
    assert "accuracy" in copy.run("dvc", "metrics", "diff", "--all")


def test_a_copy_without_git_is_reproduced_by_make_repro(full: Checkout, tmp_path: Path) -> None:
    copy = unpacked(full, tmp_path / "zip")
    told = copy.run("python", "-m", "tools.probe", expect=1)
    assert told.splitlines()[-1].endswith("Run: dvc config --local core.no_scm true")
    lock = (copy.root / "dvc.lock").read_bytes()
    output = copy.make("repro")
    assert output.startswith("This copy has no Git, and DVC is told so in .dvc/config.local. ")
    assert stages_run(output) == {"map@tiny-net", "evaluate@tiny-net", "report"}
    assert output.endswith("Open report/index.html\n")
    assert (copy.root / "dvc.lock").read_bytes() == lock


def test_a_copy_that_the_git_around_it_ignores_has_stages(full: Checkout, tmp_path: Path) -> None:
    copy = unpacked_where_git_ignores_it(full, tmp_path)
    copy.make("without-git")
    assert "starts from the committed logits" in copy.run("python", "-m", "tools.probe", expect=3)
    copy.run("dvc", "repro", "-f", "-s", "report")


def test_what_needs_git_says_so_in_one_line_and_works_once_that_is_typed(
    full: Checkout, tmp_path: Path
) -> None:
    copy = unpacked(full, tmp_path / "zip")
    copy.make("without-git")
    for module, reason in (
        ("tools.verify", "this copy has no Git, and what is computed is compared with a commit. "),
        ("tools.compare", "this copy has no Git, so there is no HEAD to compare with. "),
    ):
        output = copy.run("python", "-m", module, expect=1)
        assert output.startswith(f"error: {reason}")
        assert output.endswith(f"un: {TO_HAVE_GIT}\n")
        assert output.count("\n") == 1
    for target in ("back", "full"):
        assert "fatal: not a git repository" in copy.make(target, expect=2)
    copy.run("bash", "-ec", TO_HAVE_GIT)
    assert copy.run("git", "status", "--porcelain") == ""
    assert copy.make("without-git") == ""
    copy.run("dvc", "pull")
    assert "Same predictions on both sides (7)" in copy.run("python", "-m", "tools.compare")
    copy.make("back")
    assert copy.run("git", "status", "--porcelain") == ""
