"""DVC knows which logits an ensemble needs, and `map` knows whether DVC does."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from stages.core import arrays, params, paths
from stages.core.errors import DataError, ParamsError
from stages.map import stage
from tests.conftest import ROOT
from tests.map.checkout import PARAMS, make_checkout
from tools import ensembles

PAIR = "ensembles:\n  pair:\n    - net\n    - other\n"
STATED = PARAMS.replace("  - net\n", f"  - net\n  - other\n{PAIR}", 1)


@pytest.fixture(autouse=True)
def _checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two networks' logits of the same images."""
    make_checkout(tmp_path, monkeypatch)
    shutil.copy(ROOT / "dvc.yaml", tmp_path)
    write_params(STATED)
    for network in ("net", "other"):
        write_logits(network, seen="a")


def write_params(text: str) -> None:
    paths.PARAMS.write_text(text, encoding="utf-8")


def write_logits(network: str, seen: str) -> None:
    for split, images in ("train", 60), ("test", 20):
        logits = np.random.default_rng(len(network)).normal(size=(images, 1000))
        made_by = {"backbone": network, "input": {"dataset": {"images_sha256": seen}}}
        path = paths.logits(network) / f"{split}.safetensors"
        arrays.write_logits(path, logits.astype(np.float32), made_by)
    (paths.logits(network) / "SHA256SUMS").unlink(missing_ok=True)
    from stages.core import checksums, files

    files.write_text(
        paths.logits(network) / checksums.NAME,
        checksums.describe(checksums.files_in(paths.logits(network)), paths.logits(network)),
    )


def read_stages() -> dict[str, dict[str, Any]]:
    text = paths.PIPELINE.read_text(encoding="utf-8")
    stages: dict[str, dict[str, Any]] = yaml.safe_load(text)["stages"]
    return stages


def test_the_stages_are_the_root_s_with_the_logits_of_every_member() -> None:
    ensembles.main()
    stages = read_stages()
    for name in ("map", "evaluate"):
        root, written = stages[name], stages[f"{name}-ensemble-pair"]
        at = root["deps"].index("data/logits/${item.backbone}")
        of_members = ["data/logits/net", "data/logits/other"]
        same = [dep.replace("${item.backbone}", "pair") for dep in root["deps"]]
        assert written["deps"] == [*same[:at], *of_members, *same[at + 1 :]]
        assert written["cmd"] == f"python -m stages.{name} pair"
        assert written["params"] == [*root["params"], "ensembles.pair"]
        assert "matrix" not in written
    assert stages["map-ensemble-pair"]["outs"] == ["data/scores/pair", "data/mappings/pair"]


def test_nothing_else_in_the_file_changes_and_what_params_no_longer_name_is_removed() -> None:
    before = paths.PIPELINE.read_text(encoding="utf-8")
    ensembles.main()
    write_params(STATED.replace("  pair:\n", "  both:\n"))
    ensembles.main()
    assert {name for name in read_stages() if "-ensemble-" in name} == {
        "map-ensemble-both",
        "evaluate-ensemble-both",
    }
    write_params(STATED.replace(PAIR, ""))
    ensembles.main()
    assert paths.PIPELINE.read_text(encoding="utf-8") == before


def test_without_its_marks_the_file_is_left_alone() -> None:
    paths.PIPELINE.write_text("stages: {}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"^dvc\.yaml lacks '# ensembles of params\.yaml: "):
        ensembles.main()
    assert paths.PIPELINE.read_text(encoding="utf-8") == "stages: {}\n"


def test_map_refuses_an_ensemble_of_which_dvc_does_not_know_every_member() -> None:
    with pytest.raises(ParamsError, match=r"Run: python -m tools.ensembles$"):
        stage.main("pair")
    write_params(STATED.replace(PAIR, ""))
    with pytest.raises(ParamsError, match=r"pair is none of its networks, net, other\. If it was"):
        stage.main("pair")


def test_an_ensemble_is_mapped_as_one_network_is_and_names_its_members() -> None:
    ensembles.main()
    stage.main("pair")
    scores = arrays.read_scores(paths.scores("pair") / "test/mean.npz")
    alone = np.zeros((20, 10))
    for network in ("net", "other"):
        stage.main(network)
        mass = arrays.read_scores(paths.scores(network) / "test/mean.npz").scores
        alone += np.log(mass / mass.sum(axis=1, keepdims=True))
    np.testing.assert_allclose(scores.scores, alone, atol=1e-5)
    assert '"members": [' in (paths.scores("pair") / paths.PROVENANCE).read_text(encoding="utf-8")


def test_networks_that_saw_other_images_are_no_ensemble() -> None:
    ensembles.main()
    write_logits("other", seen="b")
    with pytest.raises(DataError, match="has logits of other images than those of net"):
        stage.main("pair")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    - other\n", "", "pair is \\['net'\\]; wanted: at least 2"),
        (
            "    - other\n",
            "    - third\n",
            "ensembles.pair: third is not one of `backbones`; allowed: net",
        ),
        (
            "  pair:\n",
            "  net:\n",
            "ensembles: net is in backbones and in ensembles; it can be only one",
        ),
    ],
)
def test_a_list_that_is_no_ensemble_is_refused(old: str, new: str, said: str) -> None:
    write_params(STATED.replace(old, new, 1))
    with pytest.raises(ParamsError, match=said):
        params.load_ensembles()
