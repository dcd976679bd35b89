"""Runs the pipeline on one of the two data sets in a copy of this checkout, up to the scores."""

from collections.abc import Mapping
from typing import Any

import yaml

from stages.core import arrays, files, paths
from stages.core.arrays import Scores
from tools.verify.scratch import Copy

NETWORKS = ("resnet50-pqf", "efficientnet-lite0", "efficientnet-lite1", "efficientnet-lite2")
PROBLEM = "geirhos16"
DECISION = "model_vs_human"  # their rule: the largest mean of the softmax over a category's classes
MAPPINGS: Mapping[str, Mapping[str, str]] = {
    name: {
        "method": "groups",
        "groups": groups,
        "of": "probabilities",
        "reduce": reduce,
        "unmapped": "ignore",
    }
    for name, groups, reduce in (
        (DECISION, "geirhos16", "mean"),
        ("model_vs_human_sum", "geirhos16", "sum"),
        ("wordnet_mean", "wordnet_broad", "mean"),
        ("wordnet_sum", "wordnet_broad", "sum"),
        ("wordnet_max", "wordnet_broad", "max"),
    )
}


def run(copy: Copy, dataset: str) -> dict[str, dict[str, Scores]]:
    """The test scores of each network by mapping."""
    path = copy.root / paths.PARAMS
    files.write_text(path, yaml.safe_dump(change(yaml.safe_load(files.read_text(path)), dataset)))
    copy.run("dvc", "repro", "-q", "map")
    return {
        network: {
            name: arrays.read_scores(copy.root / paths.scores(network) / "test" / f"{name}.npz")
            for name in MAPPINGS
        }
        for network in NETWORKS
    }


def change(params: Mapping[str, Any], dataset: str) -> dict[str, Any]:
    """params.yaml for this data set: every network sees pictures as its documentation says."""
    as_documented = {"size": "auto", "interpolation": "auto", "store": False}
    return {
        **params,
        "backbones": list(NETWORKS),
        "targets": PROBLEM,
        "download": {**params["download"], "dataset": dataset},
        "preprocess": {**params["preprocess"], **as_documented},
        "map": {**params["map"], "strategies": {n: dict(m) for n, m in MAPPINGS.items()}},
    }
