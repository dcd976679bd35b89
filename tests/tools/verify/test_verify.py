"""`make verify` on the tiny pipeline: what is wrong on purpose is found, and nothing else."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import numpy as np
import pytest

from stages import kept
from stages.core import arrays, files
from stages.core.errors import SourceError
from tests.pipeline import Checkout
from tests.test_house import reached
from tools.verify import scratch

LOGITS = Path("data/logits/tiny-net/test.safetensors")
LABELS = Path("data/labels/test.npy")
METRICS = Path("metrics/tiny-net/zero_shot/wordnet_mean.json")
MAPPED = "data/scores/tiny-net/test/wordnet_mean.npz"
MAPPING = "data/mappings/tiny-net/bayesian.npz"
VERIFY = ("python", "-m", "tools.verify")


def corrupt(checkout: Checkout) -> None:
    """One logit by a hundredth, one label, one metric."""
    with chdir(checkout.root):
        logits = np.asarray(arrays.read_logits("tiny-net", "test")).copy()
        logits[3, 7] += 0.01
        arrays.write_logits(LOGITS, logits, arrays.read_provenance("tiny-net", "test"))
        labels = np.load(LABELS)
        labels[5] = (labels[5] + 1) % 10
        with files.new_file(LABELS) as beside, beside.open("wb") as file:
            np.save(file, labels)
        change_metric()


def change_metric() -> None:
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    files.write_json(METRICS, metrics | {"macro_f1": metrics["macro_f1"] + 0.02})


def mismatches(output: str) -> list[str]:
    """What follows the word MISMATCH at the start of a line, up to the numbers."""
    found = [line for line in output.splitlines() if line.startswith("MISMATCH ")]
    return sorted(" ".join(line.split()[1:4]) for line in found)


CORRUPTED = [
    f"{LABELS}: labels that",
    f"{LOGITS}: largest difference",
    f"{METRICS}: difference of",
]


@pytest.fixture
def copy(full: Checkout, tmp_path: Path) -> Checkout:
    """The finished checkout once more, data and all, to commit wrong numbers in."""
    shutil.copytree(full.root, tmp_path / "project", symlinks=True)
    return Checkout(tmp_path / "project", full.environment)


def commit_as_results(checkout: Checkout) -> None:
    """Record what lies here in dvc.lock, as if the pipeline had made it."""
    checkout.run("dvc", "commit", "-q", "-f", "--with-deps", "report")
    checkout.run("dvc", "push", "-q")
    checkout.commit("Wrong numbers")


def snapshot(root: Path) -> dict[Path, tuple[int, int]]:
    """Size and time of every file, but for Python's own cache and what is under work/."""
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in _files(root)}


def _files(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        parts = path.relative_to(root).parts
        if path.is_file() and "__pycache__" not in parts and parts[0] != "work":
            yield path


def test_three_wrong_numbers_are_found_by_computing_all_from_the_images(copy: Checkout) -> None:
    corrupt(copy)
    commit_as_results(copy)
    (copy.root / "README.md").write_text("Not committed: to be left alone.\n")
    before = snapshot(copy.root)
    output = copy.run(*VERIFY, expect=1)
    assert "Running stage 'infer@tiny-net'" in output
    assert "all of it recomputed from the images" in output
    assert "changes that are not committed; they are left out" in output
    assert mismatches(output) == CORRUPTED
    assert "image 3, class 7: committed " in output
    assert snapshot(copy.root) == before
    assert not list((copy.root / "work").glob("verify-*"))


def test_a_wrong_metric_is_found_though_dvc_sees_no_reason_to_evaluate(copy: Checkout) -> None:
    """Its logits and labels are right, so `dvc repro` without -f would keep it."""
    with chdir(copy.root):
        change_metric()
    commit_as_results(copy)
    assert mismatches(copy.run(*VERIFY, expect=1)) == [f"{METRICS}: difference of"]


def names_in(path: Path) -> list[str]:
    """The files in a kept result."""
    content = kept.read(path)
    assert content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def test_what_a_run_kept_is_not_believed(copy: Checkout) -> None:
    """Kept results change places, with right hashes: only who computes all is not fooled."""
    trusting = Checkout(copy.root, copy.environment | {kept.SWITCH: "no"})
    force = ("dvc", "repro", "-f", "-s", "map")
    trusting.run(*force)
    strategies = [path for path in (copy.root / "work/map").iterdir() if "dev" in names_in(path)]
    contents = [path.read_bytes() for path in strategies]
    for path, other in zip(strategies, contents[1:] + contents[:1], strict=True):
        path.write_bytes(other)
    right = (copy.root / MAPPED).read_bytes()
    trusting.run(*force)
    assert (copy.root / MAPPED).read_bytes() != right
    assert mismatches(copy.run(*VERIFY)) == []


def test_without_images_the_mapping_is_verified_and_the_rest_is_named(bare: Checkout) -> None:
    output = bare.run(*VERIFY)
    assert "no source offers the images" in output
    left_out = [line.split()[0] for line in output.splitlines() if line.endswith("not verified")]
    synthetic = "data/logits/tiny-net/synthetic.safetensors"
    logits = ["data/logits/tiny-net/train.safetensors", str(LOGITS), synthetic]
    assert left_out == ["data/labels/train.npy", str(LABELS), *logits]
    assert "checks are within the tolerances." in output
    assert not mismatches(output)


def test_a_workspace_that_differs_is_found_without_computing_anything(full: Checkout) -> None:
    corrupt(full)
    output = full.run(*VERIFY, "--workspace", expect=1)
    assert "Running stage" not in output
    assert mismatches(output) == CORRUPTED


def test_a_damaged_file_of_the_remote_and_an_edited_result_are_named(bare: Checkout) -> None:
    damaged = bundled(bare, MAPPING)
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"?")
    with chdir(bare.root):
        change_metric()
    bare.commit("Damage")
    bare.run("dvc", "pull")  # believes what it gets
    output = bare.run(*VERIFY, "--workspace", expect=1)
    assert mismatches(output) == [f"{MAPPING}: damaged files", "dvc.lock: edits since"]
    assert "metrics/tiny-net modified" in output


def bundled(checkout: Checkout, path: str) -> Path:
    """Where the bundle keeps a file under data/."""
    folder = str(Path(path).parent)
    listing = ("dvc", "ls", ".", folder, "-R", "--dvc-only", "--show-hash", "--json")
    rows = json.loads(checkout.run(*listing))
    md5 = str(next(row["md5"] for row in rows if row["path"] == Path(path).name))
    return checkout.root / "bundle/files/md5" / md5[:2] / md5[2:]


def test_a_copy_is_told_where_the_mirrors_are_from_wherever_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mirror").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DATA_MIRROR", "~/mirror")
    assert scratch.here().environment["DATA_MIRROR"] == f"{tmp_path}/mirror"
    monkeypatch.setenv("DATA_MIRROR", "~/miror")
    with pytest.raises(SourceError, match=r"^DATA_MIRROR=~/miror: no such folder"):
        scratch.here()


def test_a_commit_without_its_data_is_refused_in_one_line(bare: Checkout) -> None:
    bundled(bare, MAPPING).unlink()
    bare.commit("Lose a file")
    output = bare.run(*VERIFY, "--workspace", expect=1)
    assert "the commit names data that its DVC remote does not hold" in output.splitlines()[-1]


def test_an_unknown_revision_is_refused_in_one_line(full: Checkout) -> None:
    output = full.run(*VERIFY, "nowhere", expect=1)
    assert output == (
        "error: 'nowhere' names no commit; allowed: a branch, tag or commit. Run: git log\n"
    )


def test_the_verifier_shares_no_code_with_what_it_verifies() -> None:
    """But for core, which reads files, and what DATA_MIRROR, a processor and targets are called."""
    files = reached(Path("tools/verify/__main__.py"))
    others = {str(path) for path in files if path.parts[1] not in {"core", "verify"}}
    assert others == {
        "stages/sources/__init__.py",
        "stages/sources/mirrors.py",
        "stages/infer/__init__.py",
        "stages/infer/hardware.py",
        "stages/infer/params.py",
        "stages/vocabulary/__init__.py",
        "stages/vocabulary/problem_file.py",
    }
