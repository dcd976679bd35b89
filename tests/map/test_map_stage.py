"""The front door: what it writes, what it reads, and that an error leaves nothing behind."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from stages.core import arrays, paths
from stages.core.errors import DataError, ParamsError, StageError
from stages.map.stage import main
from tests.conftest import ROOT

FOUR = ROOT / "tests/vocabulary/four.yaml"

MEAN = """\
    mean:
      method: groups
      groups: wordnet_broad
      of: probabilities
      reduce: mean
      unmapped: reassign
"""
PARAMS = f"""\
backbones: [net]
targets: cifar10
map:
  cross_fit:
    folds: 5
    seed: 0
  strategies:
{MEAN}    akin:
      method: taxonomy
      gamma: 8.0
    learnt:
      method: bayesian
      smoothing: 1.0
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root with params, logits of 60 + 20 images of noise, and labels."""
    (tmp_path / "stages").symlink_to(ROOT / "stages")
    monkeypatch.chdir(tmp_path)
    paths.PARAMS.write_text(PARAMS, encoding="utf-8")
    draw = np.random.default_rng(0)
    for split, images in ("train", 60), ("test", 20):
        logits = draw.normal(size=(images, 1000)).astype(np.float32)
        arrays.write_logits(
            paths.logits("net") / f"{split}.safetensors", logits, {"backbone": "net", "of": split}
        )
        paths.LABELS.mkdir(parents=True, exist_ok=True)
        np.save(paths.LABELS / f"{split}.npy", np.arange(images) % 10)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_each_strategy_has_scores_of_both_splits_and_what_it_learnt(checkout: Path) -> None:
    main("net")
    assert list(contents(paths.scores("net"))) == [
        "SHA256SUMS",
        *(f"dev/{name}.npz" for name in ("akin", "learnt", "mean")),
        "provenance.json",
        *(f"test/{name}.npz" for name in ("akin", "learnt", "mean")),
    ]
    assert list(contents(paths.mappings("net"))) == [
        "SHA256SUMS",
        "akin.npz",
        "learnt.npz",
        "mean.json",
    ]
    learnt = arrays.read_scores(paths.scores("net") / "dev" / "learnt.npz")
    assert (learnt.kind, learnt.probabilities, learnt.scores.shape) == (
        "supervised",
        "softmax",
        (60, 10),
    )


def test_the_provenance_of_both_splits_is_handed_on_with_leep_and_nce(checkout: Path) -> None:
    main("net")
    about = json.loads((paths.scores("net") / paths.PROVENANCE).read_text(encoding="utf-8"))
    transfers, arithmetic = about.pop("transferability"), about.pop("arithmetic")
    assert sorted(arithmetic) == ["kernels", "numpy_features", "versions"]
    assert about == {s: {"backbone": "net", "of": s} for s in ("train", "test")}
    assert sorted(transfers) == ["leep", "nce"]
    assert all(-np.log(10) - 1 < value <= 0 for value in transfers.values())


def test_weights_come_with_the_names_of_both_sides(checkout: Path) -> None:
    main("net")
    with np.load(paths.mappings("net") / "akin.npz") as saved:
        assert saved["weights"].shape == (1000, 10)
        assert (saved["names"][404], saved["wnids"][404]) == ("airliner", "n02690373")
        assert (saved["targets"][5], str(saved["of"])) == ("dog", "probabilities")
        # the two felines nearest to cat weigh more than any dog
        assert saved["weights"][281, 3] > saved["weights"][207, 3]


def test_groups_come_with_a_reason_for_each_class_also_for_a_reassigned_one(
    checkout: Path,
) -> None:
    main("net")
    saved = json.loads((paths.mappings("net") / "mean.json").read_text(encoding="utf-8"))
    airplanes = {row["index"]: row["reason"] for row in saved["groups"]["airplane"]}
    assert airplanes[404] == "below n03510583 heavier-than-air craft"
    assert airplanes[405] == "reassigned: of all targets the nearest in WordNet"
    assert saved["overlaps"].keys() == {"656"}
    assert saved["options"]["unmapped"] == "reassign"


def test_no_byte_depends_on_the_test_labels(checkout: Path) -> None:
    """Scrambled, and then taken away."""
    main("net")
    before = contents(paths.DATA / "scores") | contents(paths.DATA / "mappings")
    np.save(paths.labels("test"), np.random.default_rng(1).integers(10, size=20))
    main("net")
    assert contents(paths.DATA / "scores") | contents(paths.DATA / "mappings") == before
    paths.labels("test").unlink()
    main("net")
    assert contents(paths.DATA / "scores") | contents(paths.DATA / "mappings") == before


def test_a_strategy_that_was_dropped_leaves_no_file(checkout: Path) -> None:
    main("net")
    paths.PARAMS.write_text(PARAMS[: PARAMS.index("    learnt")], encoding="utf-8")
    main("net")
    assert not [name for name in contents(paths.scores("net")) if "learnt" in name]


@pytest.mark.parametrize(
    ("old", "new", "kind", "message"),
    [
        ("reduce: mean", "reduce: logsumexp", ParamsError, "neither a mass nor its logarithm"),
        ("cifar10", "cifar11", ParamsError, "no list of targets 'cifar11'"),
        ("folds: 5", "folds: 61", DataError, "60 training images cannot be split into 61 folds"),
    ],
)
def test_an_error_leaves_the_former_output_and_nothing_half_done(
    checkout: Path, old: str, new: str, kind: type[StageError], message: str
) -> None:
    main("net")
    before = contents(checkout / "data")
    paths.PARAMS.write_text(PARAMS.replace(old, new), encoding="utf-8")
    with pytest.raises(kind, match=message):
        main("net")
    assert contents(checkout / "data") == before


def test_labels_that_do_not_fit_the_logits_are_refused(checkout: Path) -> None:
    np.save(paths.labels("train"), np.zeros(59, dtype=np.int64))
    with pytest.raises(DataError, match=r"has 59 labels, but there are logits of 60 training"):
        main("net")


def test_lists_follow_the_problem_and_those_by_hand_for_another_are_left_out(
    checkout: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Four targets instead of ten: wordnet_broad is made for them, curated is not there."""
    caplog.set_level("INFO")
    curated = MEAN.replace("mean:", "known:").replace("wordnet_broad", "curated")
    text = PARAMS.replace("targets: cifar10", f"targets: {FOUR}") + curated
    paths.PARAMS.write_text(text, encoding="utf-8")
    np.save(paths.labels("train"), np.arange(60, dtype=np.int64) % 4)
    main("net")
    assert f"Not for {FOUR} and left out: known." in caplog.messages
    assert sorted(path.stem for path in (paths.scores("net") / "test").glob("*.npz")) == [
        *("akin", "learnt", "mean")
    ]
    made = json.loads((paths.mappings("net") / "mean.json").read_text(encoding="utf-8"))
    assert made["targets"] == ["vehicle", "bird", "mammal", "frog"]
    below = [row["index"] for row in made["groups"]["frog"] if row["reason"].startswith("below")]
    assert below == [30, 31, 32]  # the others are reassigned


def test_a_problem_for_which_no_strategy_has_a_list_is_refused(checkout: Path) -> None:
    text = PARAMS.replace("targets: cifar10", f"targets: {FOUR}")
    before, _, _ = text.partition("    mean:")
    curated = MEAN.replace("wordnet_broad", "curated")
    paths.PARAMS.write_text(before + curated, encoding="utf-8")
    with pytest.raises(ParamsError, match=r"every strategy has a list that is not for .*four"):
        main("net")


def test_starting_up_loads_no_library_that_mapping_by_groups_does_not_need() -> None:
    """torch takes 1.4 s, scikit-learn .9, statsmodels .8, matplotlib .4."""
    slow = ("torch", "sklearn", "statsmodels", "matplotlib", "pandas", "dvc")
    code = f"import sys, stages.map.stage; print([m for m in {slow} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_labels_of_class_folders_in_another_order_than_the_targets_are_refused(
    checkout: Path,
) -> None:
    """The logits say of which classes, in which order, the pictures lay in folders."""
    classes = ["automobile", "airplane", *("bird", "cat", "deer", "dog", "frog", "horse", "ship")]
    dataset = {"dataset": "mine", "classes": [*classes, "truck"]}
    path = paths.logits("net") / "test.safetensors"
    made = {"backbone": "net", "input": {"dataset": dataset}}
    arrays.write_logits(path, np.zeros((20, 1000), np.float32), made)
    with pytest.raises(DataError, match=r"^the labels of mine count automobile, airplane, bird, "):
        main("net")


def test_without_training_images_strategies_that_need_them_are_left_out_and_named(
    checkout: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """One that is fitted to the images that it scores stays, with no score of a training image."""
    fitted = "".join(
        f"    {name}:\n      method: {name}\n      groups: wordnet_broad\n"
        "      reduce: logsumexp\n      prior: uniform\n      rounds: 2\n"
        for name in ("self_train", "self_train_transductive")
    )
    paths.PARAMS.write_text(PARAMS + fitted, encoding="utf-8")
    empty = np.empty((0, 1000), np.float32)
    provenance = {"backbone": "net", "of": "train"}
    arrays.write_logits(paths.logits("net") / "train.safetensors", empty, provenance)
    np.save(paths.labels("train"), np.empty(0, np.int64))
    caplog.set_level("INFO")
    main("net")
    assert caplog.messages[0] == "No training images, so left out: learnt, self_train."
    scores = {path.stem: arrays.read_scores(path) for path in paths.scores("net").glob("dev/*")}
    assert {name: one.scores.shape for name, one in scores.items()} == dict.fromkeys(
        ("akin", "mean", "self_train_transductive"), (0, 10)
    )
    about = json.loads((paths.scores("net") / paths.PROVENANCE).read_text(encoding="utf-8"))
    assert "transferability" not in about


def test_without_training_images_one_strategy_must_be_left(checkout: Path) -> None:
    paths.PARAMS.write_text(PARAMS.replace(MEAN, "").replace("taxonomy\n      gamma: 8.0", "lda\n"
        "      shrinkage: ledoit_wolf"), encoding="utf-8")  # fmt: skip
    empty = np.empty((0, 1000), np.float32)
    arrays.write_logits(paths.logits("net") / "train.safetensors", empty, {"backbone": "net"})
    np.save(paths.labels("train"), np.empty(0, np.int64))
    with pytest.raises(ParamsError) as raised:
        main("net")
    assert str(raised.value) == (
        "params.yaml: every strategy of map.strategies is fitted to training images, and the data "
        "set has none."
    )
