"""Hugging Face's tables of images."""

from pathlib import Path
from typing import Any

import pytest

from stages.core.errors import DataError
from stages.download import dataset
from stages.sources.own_data import Parquet
from tests.download.pictures import BLUE, FITTING, GREEN, RED, plain

pyarrow = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(folder: Path, images: list[Any], labels: list[Any], **changes: Any) -> Any:
    """As CIFAR-10 is published there: columns img {bytes, path} and label, in two tables."""
    from pyarrow import parquet

    halves = (slice(None, 2), slice(2, None))
    for number, half in enumerate(halves):
        table = pyarrow.table({"img": images[half], "label": labels[half]})
        parquet.write_table(table, folder / f"{number}.parquet")
    stated = {
        "title": "x", "licence": "x", "citation": "x", "format": "parquet", "classes": 3,
        "image": "img", "label": "label", "pictures": FITTING, "test": ["0.parquet", "1.parquet"],
    }  # fmt: skip
    return dataset.read_own(Parquet.model_validate({**stated, **changes}), folder, {}, {})


IMAGES = [{"bytes": plain(colour), "path": None} for colour in (RED, GREEN, BLUE)]


def test_tables_become_images_and_labels_in_their_order(tmp_path: Path) -> None:
    split = read(tmp_path, IMAGES, [2, 0, 1])["test"]
    assert split.labels.tolist() == [2, 0, 1]
    assert split.images[:, 7, 7].tolist() == [[*RED], [*GREEN], [*BLUE]]


@pytest.mark.parametrize(
    ("images", "labels", "changes", "told"),
    [
        (IMAGES, [0, 1, 3], {}, "0.parquet holds labels from 0 to 3; allowed: 0 to 2."),
        (IMAGES, [0, 1, None], {}, "1.parquet: label of row 0 is None; wanted: 0 or more."),
        (IMAGES, [0, 1, 2], {"image": "image"}, "0.parquet has no column 'image'; it has: img, l"),
        ([*IMAGES[:2], {"bytes": None, "path": "a.png"}], [0, 1, 2], {},
         "1.parquet: img of row 0 holds no bytes of a picture"),
        ([*IMAGES[:2], {"bytes": b"x", "path": None}], [0, 1, 2], {},
         "1.parquet: row 0 cannot be read (cannot identify image file)"),
        (IMAGES, [0, 1, 2], {"test": ["none.parquet"]}, "none.parquet is no readable Parquet file"),
    ],
)  # fmt: skip
def test_tables_that_do_not_fit_are_told(
    images: Any, labels: Any, changes: Any, told: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as raised:
        read(tmp_path, images, labels, **changes)
    assert str(raised.value).startswith(f"{tmp_path}/{told}")


def test_a_file_that_is_no_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "none.parquet").write_bytes(b"PAR1 nothing PAR1")
    with pytest.raises(DataError, match=r"none\.parquet is no readable Parquet file"):
        read(tmp_path, IMAGES, [0, 1, 2], test=["none.parquet"])
