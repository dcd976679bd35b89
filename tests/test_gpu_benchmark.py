"""benchmarks.gpu on a CPU, as a machine without data/ runs it, and what it says where none fits."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from benchmarks import gpu_table
from benchmarks.gpu_ways import ResizedThere
from stages.preprocess.recipe import Resizing
from stages.preprocess.resize import resize
from tests.conftest import ROOT


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.gpu", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OUT": str(folder)}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_it_runs_on_a_cpu_and_every_way_sees_the_same_images(tmp_path: Path) -> None:
    done = run(tmp_path, "--device", "cpu", "--images", "32", "--seconds", "0.1")
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "gpu.json").read_text(encoding="utf-8"))
    assert report["failures"] == []
    differences = {row["name"]: row["difference"] for row in report["rows"]}
    assert list(differences) == [
        "notebook: Pillow, DataLoader (64, 2 workers), eager",
        "ours, float32",
        "ours, bfloat16",
        "ours, float32, resized on the device",
        "ours, bfloat16, resized on the device",
    ]
    exact = [value for name, value in differences.items() if "bfloat16" not in name]
    assert max(exact) < 1e-4
    assert min(set(differences.values()) - set(exact)) > 0
    assert all(row["rate"] > 0 for row in report["rows"])
    assert "Random weights and noise" in done.stdout


@pytest.mark.skipif(torch.cuda.is_available(), reason="here is an NVIDIA GPU")
def test_without_a_gpu_it_says_what_to_type(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 1
    assert "finds no NVIDIA GPU here. Type: python -m benchmarks.gpu --device cpu" in done.stderr


@pytest.mark.parametrize("interpolation", ["bilinear", "bicubic"])
@pytest.mark.parametrize("size", [224, 100])
def test_integers_of_the_device_give_the_bytes_of_the_cpu(interpolation: str, size: int) -> None:
    recipe = Resizing.model_validate({"size": size, "interpolation": interpolation, "crop": "none"})
    images = np.random.default_rng(0).integers(0, 256, (6, 32, 32, 3), dtype=np.uint8)
    found = ResizedThere(nn.Identity(), 32, recipe).resize(torch.from_numpy(images))
    np.testing.assert_array_equal(found.numpy(), resize(images, recipe))


def test_the_table_has_a_row_for_each_way_and_a_line_for_what_failed() -> None:
    row = {"rate": 100.0, "prepared": 1.5, "busy": 0.5, "difference": 0.01, "agreement": 0.98}
    quick = {**row, "name": "b", "rate": 1234.0, "accuracies": {"keyword": 0.5}}
    report = {
        "machine": "a card",
        "images": 5000,
        "real": True,
        "batch": 256,
        "seconds": 20,
        "limits": {"float32, operations a second": 5e13},
        "rows": [
            {**row, "name": "a", "accuracies": {}, "changed": {}},
            {**quick, "changed": {"keyword": 3}},
        ],
        "failures": ["no compiler"],
    }
    text = gpu_table.to_markdown(report)
    assert "| a | 100 | 1.00 | 50% | 1.5 | 0.01 | 98.00% | – |" in text
    assert "| b | 1,234 | 12.34 | 50% | 1.5 | 0.01 | 98.00% | keyword 50.0%, 3 |" in text
    assert text.endswith("Limits: float32, operations a second 5e+13.\n- not measured: no compiler")
