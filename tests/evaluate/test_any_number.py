"""From logits to metrics and figures with any number of targets: 2, and 100."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from stages import vocabulary
from stages.core import arrays, files, paths
from stages.evaluate import stage as evaluate
from stages.map import stage as map_stage

PARAMS = """\
backbones:
  - net
targets: {problem}
map:
  cross_fit:
    folds: 2
    seed: 0
  strategies:
    by_list:
      method: groups
      groups: wordnet_broad
      of: probabilities
      reduce: mean
      unmapped: ignore
    by_words:
      method: groups
      groups: keyword
      of: probabilities
      reduce: mean
      unmapped: reject
    akin:
      method: taxonomy
      gamma: 8.0
    published:
      method: groups
      groups: cinic10
      of: probabilities
      reduce: mean
      unmapped: ignore
    learnt:
      method: prototype
evaluate:
  digits: 4
  confidence: 0.95
  resamples: 100
  seed: 0
  bins: 5
  risks:
    - 0.1
  top_k:
    - 2
    - 3
  shown: 2
  references:
    zero_shot: by_list
"""


def run(count: int) -> None:
    """Each target is an ImageNet class, far apart; every second image of it is unclear."""
    known = vocabulary.imagenet()[5 :: 995 // count][:count]
    targets = [{"name": f"t{one.index}", "root": one.wnid, "broad": one.wnid} for one in known]
    files.write_json(Path(f"any{count}.yaml"), {"title": "Any", "targets": targets})
    paths.PARAMS.write_text(PARAMS.format(problem=f"any{count}.yaml"), encoding="utf-8")
    paths.LABELS.mkdir(parents=True)
    draw = np.random.default_rng(0)
    for split in ("train", "test"):
        labels = np.repeat(np.arange(count), 4)
        logits = draw.normal(size=(len(labels), 1000)).astype(np.float32)
        clear = np.arange(len(labels)) % 2 == 0
        shown = np.array([one.index for one in known])[labels]
        logits[clear, shown[clear]] += 30
        path = paths.logits("net") / f"{split}.safetensors"
        arrays.write_logits(path, logits, {"backbone": "net"})
        np.save(paths.LABELS / f"{split}.npy", labels)
    map_stage.main("net")
    evaluate.main("net")


@pytest.mark.parametrize("count", [2, 100])
def test_all_that_is_for_the_problem_is_measured(count: int, elsewhere: Path) -> None:
    run(count)
    found = {path.stem: path for path in Path("metrics/net").rglob("*.json")}
    assert sorted(found) == ["akin", "by_list", "by_words", "learnt"]
    by_list = json.loads(found["by_list"].read_text(encoding="utf-8"))
    # the clear half is right, of the other half about one in `count`
    assert 0.5 <= by_list["accuracy"] <= 0.5 + 1.5 / count
    with Path("plots/confusion/net/by_list.csv").open(encoding="utf-8", newline="") as file:
        assert len({row["actual"] for row in csv.DictReader(file)}) == count
    assert Path("plots/figures/net/confusion/by_list.svg").is_file()


def test_top_k_accuracy_is_left_out_where_it_is_always_one(elsewhere: Path) -> None:
    run(2)
    with Path("plots/statistics/net.csv").open(encoding="utf-8", newline="") as file:
        names = {row["number"] for row in csv.DictReader(file)}
    assert "macro_f1" in names
    assert [name for name in names if name.startswith(("top_", "accuracy_without"))] == []
