"""Checksums of files that a test made or changed by hand, as the stage would have written them."""

from pathlib import Path

import pytest

from stages.core import checksums, files, paths

CHECKS = {name: getattr(checksums, name) for name in ("check_folder", "check_file", "check_listed")}


def seal_all() -> None:
    """Write the checksums of all data and results below the current folder, for a process."""
    for folder in (paths.IMAGES, paths.TENSORS, paths.PLOTS / "sensitivity", paths.PLOTS / "study"):
        _seal(folder)
    for room in (paths.weights, paths.logits, paths.scores, paths.mappings):
        for folder in room("any").parent.glob("*"):
            _seal(folder)
    for labels in paths.LABELS.glob("*.npy"):
        files.write_sums(labels)
    for metrics in paths.METRICS.glob("*"):
        _seal_results(metrics.name)


def seal_when_checked(patch: pytest.MonkeyPatch) -> None:
    """Whatever this process checks gets its checksums first: the readers' own checks are tested."""

    def seal_folder(folder: Path) -> None:
        _seal(folder)
        CHECKS["check_folder"](folder)

    def seal_file(path: Path) -> None:
        if path.is_file():
            files.write_sums(path)
        CHECKS["check_file"](path)

    def seal_listed(sums: Path) -> None:
        if sums.parent == paths.PLOTS / "checksums":
            _seal_results(sums.stem)
        CHECKS["check_listed"](sums)

    patch.setattr(checksums, "check_folder", seal_folder)
    patch.setattr(checksums, "check_file", seal_file)
    patch.setattr(checksums, "check_listed", seal_listed)


def check_as_users_do(patch: pytest.MonkeyPatch) -> None:
    """Take `seal_when_checked` back."""
    for name, check in CHECKS.items():
        patch.setattr(checksums, name, check)


def _seal(folder: Path) -> None:
    if found := checksums.files_in(folder):
        (folder / checksums.NAME).write_text(checksums.describe(found, folder), encoding="utf-8")


def _seal_results(backbone: str) -> None:
    from stages.evaluate.outputs import write_checksums  # it imports much

    if paths.metrics(backbone).is_dir():
        write_checksums(backbone)
