"""The batch of a GPU: by its free memory, halved where that is not enough."""

import logging
from pathlib import Path

import pytest
import torch

from stages.core import paths
from stages.core.arrays import read_provenance
from stages.infer import backends, batches, hardware, on_torch
from stages.infer.classifier import Classifier, Compute
from stages.infer.hardware import Choice
from stages.infer.params import Precision
from stages.infer.stage import main
from stages.infer.weights import Weights
from tests.infer import networks

FULL = "CUDA out of memory. Tried to allocate 2.00 GiB."


@pytest.mark.parametrize(
    ("gigabytes", "size", "batch"),
    [(78, 224, 256), (16, 224, 128), (8, 224, 64), (4, 224, 32), (0.05, 224, 1), (78, 518, 128)],
)
def test_batch_is_a_power_of_two_that_fits_into_half_of_what_is_free(
    gigabytes: float, size: int, batch: int
) -> None:
    assert batches.choose_batch(int(gigabytes * 2**30), size) == batch


def test_a_cpu_has_no_batch_of_its_own() -> None:
    assert batches.settle_batch(Choice("cpu", "torch"), 224) == Choice("cpu", "torch")


def test_a_gpu_is_asked_for_its_free_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (8 * 2**30, 80 * 2**30))
    assert batches.settle_batch(Choice("cuda", "torch"), 224) == Choice("cuda", "torch", 64)


def test_the_batch_is_halved_until_memory_is_enough(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[int | None] = []

    def run(choice: Choice) -> str:
        tried.append(choice.batch)
        if len(tried) < 3:
            raise torch.OutOfMemoryError(FULL)
        return "done"

    with caplog.at_level(logging.INFO):
        assert batches.halve_until_it_fits(Choice("cuda", "torch", 64), run) == "done"
    assert tried == [64, 32, 16]
    assert "again with 16 images at a time" in caplog.text


@pytest.mark.parametrize("batch", [1, None])
def test_where_nothing_is_left_to_halve_the_error_is_raised(batch: int | None) -> None:
    def run(choice: Choice) -> None:
        raise torch.OutOfMemoryError(FULL)

    with pytest.raises(torch.OutOfMemoryError):
        batches.halve_until_it_fits(Choice("cuda", "torch", batch), run)


def test_another_error_is_not_tried_again() -> None:
    tried: list[int | None] = []

    def run(choice: Choice) -> None:
        tried.append(choice.batch)
        raise RuntimeError("no kernel image is available")

    with pytest.raises(RuntimeError, match="no kernel image"):
        batches.halve_until_it_fits(Choice("cuda", "torch", 64), run)
    assert tried == [64]


def test_the_stage_goes_on_and_its_logits_say_with_which_batch(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A CPU in the place of a GPU whose memory takes two images, not eight."""

    def choose(*_: object) -> Choice:
        return Choice("cpu", "torch", 8)

    def prepare(
        weights: Weights, size: int, choice: Choice, precision: Precision, threads: int | None
    ) -> Compute:
        if (choice.batch or 0) > 2:
            raise torch.OutOfMemoryError(FULL)
        return on_torch.prepare_classifier(
            Classifier(networks.random_network(), networks.MEAN, networks.STD).eval(),
            choice.device,
            precision,
            choice.batch,
        )

    monkeypatch.setattr(hardware, "choose_hardware", choose)
    monkeypatch.setattr(backends, "prepare_backbone", prepare)
    main("tiny")
    assert read_provenance("tiny", "test")["batch"] == 2
    assert len(list((paths.WORK / "infer").glob("*/*.chunk"))) == 6  # all of them with that batch


def test_logits_of_a_cpu_say_nothing_of_a_batch(checkout: Path) -> None:
    main("tiny")
    assert "batch" not in read_provenance("tiny", "test")
