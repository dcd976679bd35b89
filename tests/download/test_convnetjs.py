"""Sheets and labels of ConvNetJS: row i is image i; anything else is refused by name."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from stages.core import paths
from stages.core.errors import DataError
from stages.download import convnetjs, dataset
from stages.download.splits import Split
from stages.sources import entries
from stages.sources.entries import Convnetjs, Sheet
from tests.download.examples import file_of


def sheet_image() -> Image.Image:
    """Image i is all (i mod 251, 0, 0), but for its second pixel, which is (0, 0, 9)."""
    pixels = np.zeros((1000, 1024, 3), np.uint8)
    pixels[:, :, 0] = (np.arange(1000) % 251)[:, None]
    pixels[:, 1] = 0, 0, 9
    return Image.fromarray(pixels)


def small_dataset(first_test: int) -> Convnetjs:
    labels, sheet = (file_of(b"any", name=name) for name in ("labels.js", "sheet.png"))
    return Convnetjs(
        title="a sheet",
        format="convnetjs",
        classes=10,
        licence="none",
        citation="none",
        labels=labels,
        train=(Sheet(first=0, file=sheet),),
        test=(Sheet(first=first_test, file=sheet),),
    )


def read(labels: str, first_test: int = 1000) -> dict[paths.Split, Split]:
    Path("labels.js").write_text(labels, encoding="utf-8")
    sheet_image().save("sheet.png")
    found = {name: Path(name) for name in ("labels.js", "sheet.png")}
    return dataset.read_dataset(small_dataset(first_test), found)


def test_a_row_of_the_sheet_is_an_image_line_by_line() -> None:
    sheet_image().save("sheet.png")
    images = convnetjs.read_sheet(Path("sheet.png"))
    assert images.shape == (1000, 32, 32, 3)
    assert images[300, 31, 31].tolist() == [49, 0, 0]
    assert images[300, 0, 1].tolist() == [0, 0, 9]
    assert images[300, 1, 0].tolist() == [49, 0, 0]


def test_each_sheet_takes_its_own_part_of_the_labels() -> None:
    splits = read(f"var labels=[{', '.join(['1'] * 1000 + ['2'] * 500 + ['3'] * 500)}];")
    assert set(splits["train"].labels) == {1}
    assert splits["test"].labels[[0, 499, 500, 999]].tolist() == [2, 2, 3, 3]
    assert splits["test"].labels.dtype == np.int64


@pytest.mark.parametrize(
    ("mode", "size", "told"),
    [
        ("RGB", (1000, 1024), "a RGB image of 1000×1024"),
        ("RGB", (1024, 999), "a RGB image of 1024×999"),
        ("L", (1024, 1000), "a L image of 1024×1000"),
        ("RGBA", (1024, 1000), "a RGBA image"),
    ],
)
def test_a_sheet_of_another_size_or_mode_is_refused(
    mode: str, size: tuple[int, int], told: str
) -> None:
    Image.new(mode, size).save("sheet.png")
    with pytest.raises(DataError, match=f"sheet.png is {told}"):
        convnetjs.read_sheet(Path("sheet.png"))


def test_a_damaged_sheet_is_refused() -> None:
    sheet_image().save("sheet.png")
    whole = Path("sheet.png").read_bytes()
    for damaged in (b"", b"GIF89a", whole[:2000], whole[:50] + b"x" + whole[51:]):
        Path("sheet.png").write_bytes(damaged)
        with pytest.raises(DataError, match=r"sheet\.png is not a PNG sheet"):
            convnetjs.read_sheet(Path("sheet.png"))


def test_a_picture_of_another_format_is_refused() -> None:
    sheet_image().save("sheet.png", format="BMP")
    with pytest.raises(DataError, match="not a PNG sheet"):
        convnetjs.read_sheet(Path("sheet.png"))


@pytest.mark.parametrize(
    "script",
    [
        "",
        "var labels=[];",
        "var labels=[1,,2];",
        "var labels=[1,2,];",
        "var labels=[1,-2];",
        "var labels=[1.5];",
        "var labels=[1 2];",
        "var labels=[alert(1)];",
        "var labels=[1]; alert(1)",
        "var other=[1];",
        "var labels=[٣, 1];",  # a digit, but not of ours
        f"var labels=[{'9' * 30}];",
        f"var labels=[{'9' * 5000}];",
    ],
)
def test_a_script_that_is_more_or_less_than_a_list_is_refused(script: str) -> None:
    Path("labels.js").write_text(script, encoding="utf-8")
    with pytest.raises(DataError, match=r"labels\.js is not a list of labels"):
        convnetjs.read_labels(Path("labels.js"))


@given(st.lists(st.integers(0, 999), min_size=1, max_size=50), st.sampled_from([",", ", ", " ,\n"]))
def test_every_list_of_numbers_is_read_back(labels: list[int], comma: str) -> None:
    path = Path("labels.js")
    path.write_text(f"var labels=[{comma.join(map(str, labels))}];\n", encoding="utf-8")
    assert convnetjs.read_labels(path).tolist() == labels


def test_too_few_labels_for_a_sheet_are_refused() -> None:
    with pytest.raises(
        DataError, match=r"holds 1500 labels; sheet\.png needs those from 1000 to 1999"
    ):
        read(f"var labels=[{','.join(['1'] * 1500)}];")


def test_a_label_beyond_the_classes_is_refused() -> None:
    with pytest.raises(DataError, match=r"labels\.js holds labels from 1 to 10; allowed: 0 to 9"):
        read(f"var labels=[{','.join(['1'] * 1999 + ['10'])}];")


def test_the_real_input_has_the_counts_and_beginnings_of_cifar_10(mirror: Path) -> None:
    _, chosen = entries.read_parts("cifar10-5k")["test"]
    assert isinstance(chosen, Convnetjs)
    splits = dataset.read_dataset(chosen, {file.name: mirror / file.name for file in chosen.files})
    train, test = splits["train"], splits["test"]
    assert np.bincount(train.labels).tolist() == [396, 366, 420, 384, 422, 393, 414, 385, 407, 413]
    assert np.bincount(test.labels).tolist() == [103, 89, 100, 103, 90, 86, 112, 102, 106, 109]
    assert train.labels[:8].tolist() == [6, 9, 9, 4, 1, 1, 2, 7]
    assert test.labels[:8].tolist() == [3, 8, 8, 0, 6, 6, 1, 6]
    # CIFAR-10's first training image, a frog, begins with this pixel in every copy
    assert train.images[0, 0, 0].tolist() == [59, 62, 63]
    assert test.images[0, 0, 0].tolist() == [158, 112, 49]
