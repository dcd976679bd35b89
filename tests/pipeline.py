"""A tiny but complete pipeline: 60 made-up images, a random network, a few strategies.

A copy of this checkout gets entries of its own, whose addresses nobody answers; the input comes
from a DATA_MIRROR, as on a machine without a network. Only plots/study is made up: to take even a
small network apart lasts as long as all the rest.
"""

import hashlib
import io
import os
import pickle
import re
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from stages.core import files, paths
from tests.questions.experiments import write_study

NOBODY = "http://127.0.0.1:9/"  # the discard port: refused at once
# three lists with the same rest: README's experiment makes two of them one
LISTS = ("wordnet_mean", "wordnet_strict", "keyword")
STRATEGIES = (*LISTS, "wordnet_reject", "taxonomy", "curated", "bayesian")
PER_CLASS = {"train": 4, "test": 3}


@dataclass(frozen=True)
class Checkout:
    """A folder with the pipeline, and the environment in which commands run there."""

    root: Path
    environment: dict[str, str]

    def run(self, *words: str, expect: int = 0) -> str:
        """Output of a command, both streams in the order written; fails on another exit code."""
        done = subprocess.run(
            words,
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == expect, f"{words} ended with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} has {text.count(old)} times {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def make(self, *words: str, expect: int = 0) -> str:
        """Output of a target, in this environment instead of one of its own."""
        given = ("-o", ".venv/runtime", "-o", ".venv/inference", f"PYTHON={sys.executable}")
        return self.run("make", *given, *words, expect=expect)

    def commit(self, message: str) -> None:
        self.run("git", "add", "-A")
        self.run("git", "commit", "-q", "-m", message)

    def clone(self, folder: Path) -> "Checkout":
        """A clone without data, images and sources: what a reviewer without a network has."""
        self.run("git", "clone", "-q", str(self.root), str(folder))
        return Checkout(folder, self.environment | {"DATA_MIRROR": ""})


def make_batch(seed: int, per_class: int) -> bytes:
    """A pickled batch as CIFAR-10's archive holds it: `data` (N, 3072) and a list of labels."""
    random = np.random.default_rng(seed)
    labels = np.tile(np.arange(10), per_class)
    data = random.integers(0, 256, (len(labels), 3072), dtype=np.uint8)
    data[:, ::2] = (labels * 25)[:, None]  # something to learn
    return pickle.dumps({b"data": data, b"labels": labels.tolist()}, protocol=2)


def make_archive(path: Path) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for seed, split in enumerate(("train", "test")):
            content = make_batch(seed, PER_CLASS[split])
            member = tarfile.TarInfo(f"tiny/{split}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def make_checkpoint(path: Path) -> None:
    """Random weights in torchvision's file format."""
    import torch
    from torchvision.models import resnet18

    torch.manual_seed(0)
    torch.save(resnet18(weights=None).state_dict(), path)


def describe(path: Path) -> dict[str, Any]:
    """A file as its entry describes it."""
    content = path.read_bytes()
    return {
        "name": path.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "urls": [NOBODY + path.name],
    }


def write_entries(root: Path, archive: Path, checkpoint: Path) -> None:
    """The data set `tiny` and the network `tiny-net`."""
    dataset = {
        "title": "made by a test",
        "format": "python",
        "classes": 10,
        "licence": "none needed",
        "citation": "none",
        "archive": describe(archive),
        "label_key": "labels",
        "train": ["tiny/train"],
        "test": ["tiny/test"],
    }
    backbone = {
        "title": "a random ResNet-18",
        "architecture": "resnet18",
        "format": "torchvision",
        "licence": "none needed",
        "notice": "made by a test",
        "mean": [0.485, 0.456, 0.406],
        "std": [0.229, 0.224, 0.225],
        "input_size": None,
        "documented": {"size": 32, "interpolation": "bilinear"},
        "file": describe(checkpoint),
    }
    for name, entry in {"datasets/tiny": dataset, "networks/tiny-net": backbone}.items():
        files.write_text(root / f"{name}.yaml", yaml.safe_dump(entry))


def copy_sources(source: Path, folder: Path) -> None:
    """What Git tracks or would track in a checkout, without results."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=source, capture_output=True, text=True, check=True).stdout
    results = ("bundle/", "metrics/", "plots/", "report/", "dvc.lock")
    for name in filter(None, names.split("\0")):
        if (source / name).is_file() and not name.startswith(results):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, folder / name)


def shrink(path: Path) -> None:
    """Parameters for the tiny input, with few strategies: most of the time goes into figures."""
    params = yaml.safe_load(path.read_text(encoding="utf-8"))
    params["backbones"] = ["tiny-net"]
    params["download"]["dataset"] = "tiny"
    params["preprocess"]["size"] = 32
    params["map"]["strategies"] = {name: params["map"]["strategies"][name] for name in STRATEGIES}
    params["gallery"] |= {"backbone": "tiny-net", "strategies": list(STRATEGIES)[:2], "images": 1}
    params["study"] |= {"backbone": "tiny-net"}
    params["people"] |= {"backbone": "tiny-net"}
    params["sensitivity"] |= {
        "backbone": "tiny-net",
        "strategies": {name: params["map"]["strategies"][name] for name in STRATEGIES[-1:]},
        "labels": [1],
        "draws": {"learning": 2, "unequal": 2},
        "resamples": 20,
    }
    path.write_text(yaml.safe_dump(params, sort_keys=False), encoding="utf-8")


def build(source: Path, folder: Path) -> tuple[Checkout, str]:
    """Run and commit everything in a tiny copy of `source`; with what `dvc repro` printed."""
    mirror = folder / "mirror"
    mirror.mkdir()
    make_archive(mirror / "tiny.tar.gz")
    make_checkpoint(mirror / "tiny.pth")
    bin_folder = str(Path(sys.executable).parent)
    # `make test` tells a make below it that it is one, which then names each folder it enters
    above = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    environment = {name: value for name, value in os.environ.items() if name not in above} | {
        "PATH": os.pathsep.join([bin_folder, os.environ["PATH"]]),
        "DATA_MIRROR": str(mirror),
        **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "A Test"),
        **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "test@example.org"),
    }
    checkout = Checkout(folder / "project", environment)
    checkout.root.mkdir()
    copy_sources(source, checkout.root)
    write_entries(checkout.root, mirror / "tiny.tar.gz", mirror / "tiny.pth")
    shrink(checkout.root / "params.yaml")
    checkout.run("git", "init", "-q", "-b", "main")
    (checkout.root / "bundle").mkdir(exist_ok=True)
    checkout.commit("Start")
    output = checkout.run("dvc", "repro", "report", "gallery", "people")
    write_study(checkout.root)
    files.write_sums(checkout.root / paths.PLOTS / "study")
    checkout.run("dvc", "commit", "-f", "study")
    checkout.run("dvc", "repro", "questions")
    checkout.run("dvc", "push")
    checkout.commit("Run")
    return checkout, output


def stages_run(output: str) -> set[str]:
    return set(re.findall(r"Running stage '([^']+)'", output))


def change_one_strategy(checkout: Checkout) -> None:
    """Mean becomes max in `wordnet_mean`, by DVC's own way of setting a parameter."""
    path = checkout.root / "params.yaml"
    text = path.read_text(encoding="utf-8")
    before, found, after = text.partition("    wordnet_mean:\n")
    assert found
    path.write_text(before + found + after.replace("reduce: mean", "reduce: max", 1))
