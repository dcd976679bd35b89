"""Costs of N images by the measured ones of one, and the committed page made of them."""

from pathlib import Path

import pytest

from stages.core import files
from stages.core.errors import DataError, ParamsError
from tests.conftest import ROOT
from tools.cost import __main__ as cost
from tools.cost import figure, model, page
from tools.cost.model import Costs, Line, Machine

LINE = {"seconds": 2.0, "seconds_an_image": 0.001, "gigabytes": 0.5, "gigabytes_an_image": 1e-5}
PICTURES = {"DVC's MD5": 0.0, "infer's reading": 0.3, "images": 1000.0}
COSTS = Costs.model_validate(
    {
        "machine": {"processor": "A CPU", "cores": 2, "numpy": "2.3"},
        "stages": {
            "assemble": LINE,
            "map": {**LINE, "seconds_an_image": 0.002},
            "evaluate": {**LINE, "gigabytes": 0.25},
        },
        "pictures": {
            "stored": {**PICTURES, "preprocess": 0.7, "bytes": 150_528_000.0},
            "resized when read": {**PICTURES, "preprocess": 0.2, "bytes": 5_000.0},
        },
        "network_seconds_an_image": {"float32": 0.04, "bfloat16": 0.02},
        "bytes_an_image": {"images": 3072.0, "logits": 4000.0, "scores": 1000.0},
    }
)
MACHINES = model.list_machines(gpu_rate=5_000, workers=10)


def test_time_is_the_start_and_what_each_image_adds() -> None:
    assert Line.model_validate(LINE).time(10_000) == 12.0
    assert model.times(COSTS, Machine("one laptop"), 10_000) == pytest.approx(
        {"resize": 5.0, "network": 400.0, "assemble": 12.0, "map": 22.0, "evaluate": 12.0}
    )


def test_workers_share_pictures_and_network_and_nothing_else() -> None:
    assert model.times(COSTS, Machine("ten", workers=10), 10_000) == pytest.approx(
        {"resize": 0.5, "network": 40.0, "assemble": 12.0, "map": 22.0, "evaluate": 12.0}
    )


def test_a_gpu_replaces_the_network_by_its_rate() -> None:
    found = model.times(COSTS, Machine("one GPU", gpu_rate=5000), 10_000)
    assert found["network"] == 2.0
    assert found["resize"] == 5.0


def test_disk_counts_logits_three_times_and_scores_twice() -> None:
    assert model.disk(COSTS, 1_000_000) == pytest.approx(
        {"images": 3.072, "logits": 12.0, "scores": 2.0, "tensors": 150.528}
    )


def test_memory_is_that_of_each_stage() -> None:
    assert model.memory(COSTS, 100_000) == pytest.approx(
        {"assemble": 1.5, "map": 1.5, "evaluate": 1.25}
    )


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (5, "5.0 s"),
        (80, "80 s"),
        (91, "1.5 minutes"),
        (2_400, "40 minutes"),
        (50_400, "14 hours"),
        (3_888_000, "45 days"),
    ],
)
def test_time_is_told_in_the_unit_that_suits(seconds: float, expected: str) -> None:
    assert page.describe_time(seconds) == expected


@pytest.mark.parametrize(
    ("gigabytes", "expected"), [(0.02, "20 MB"), (1.25, "1.2 GB"), (15_100, "15 TB")]
)
def test_size_is_told_in_the_unit_that_suits(gigabytes: float, expected: str) -> None:
    assert page.describe_size(gigabytes) == expected


def test_limits_say_where_memory_and_disk_are_full_and_what_shares_nothing() -> None:
    """(16 − 0.25) / 1e-5; 1,000 GB / 17,072 B and / 167,600 B; 0.0405 / 0.004."""
    table = page.write_tables(COSTS, MACHINES)["limits"]
    assert "| 16 GB of memory, by evaluate | 1,600,000 |" in table
    assert "| 1,000 GB of disk | 59,000,000 |" in table
    assert "| 1,000 GB of disk, tensors stored | 6,000,000 |" in table
    assert "Beyond 10 workers, or from 250 images a second of a GPU" in table


def test_storing_is_compared_as_a_whole() -> None:
    assert "Storing them takes 2.0 times as long." in page.write_tables(COSTS, MACHINES)["pictures"]


def test_the_answer_for_a_terminal() -> None:
    assert page.describe_run(COSTS, 10_000) == (
        "10,000 images: about 7.5 minutes (resize 5.0 s, network 6.7 minutes, assemble 12 s, map "
        "22 s, evaluate 12 s),\n"
        "600 MB of memory, 171 MB on the disk and 1.5 GB more with preprocess.store: true,\n"
        "on A CPU, 2 cores. To measure yours: python -m benchmarks.costs\n"
    )


def test_the_committed_page_is_that_of_the_committed_costs() -> None:
    costs = model.read_costs(ROOT / model.MEASURED)
    machines = model.list_machines(model.GPU_RATE, model.WORKERS)
    text = (ROOT / cost.PAGE).read_text(encoding="utf-8")
    assert cost.fill(text, page.write_tables(costs, machines)) == text


def test_page_and_figure_are_written(checkout: Path) -> None:
    files.write_text(model.MEASURED, COSTS.model_dump_json())
    names = ("machine", "measured", "pictures", "times", "space", "limits")
    marks = "\n".join(f"<!-- {name}:start -->\n<!-- {name}:end -->" for name in names)
    files.write_text(cost.PAGE, marks)
    cost.main(60_000, gpu_rate=4_000, workers=3, write=True)
    text = cost.PAGE.read_text(encoding="utf-8")
    assert "| 1,300,000 | 3 workers |" in text
    assert figure.FIGURE.read_text(encoding="utf-8").startswith("<?xml")


def test_what_cannot_be_is_refused(checkout: Path) -> None:
    with pytest.raises(ParamsError, match="must be positive"):
        cost.main(0, gpu_rate=1, workers=1, write=False)
    with pytest.raises(DataError, match=r"docs/cost\.json is missing\. Run: git checkout"):
        cost.main(1, gpu_rate=1, workers=1, write=False)
