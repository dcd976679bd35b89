"""Small valid data of one's own, in every form that `download` reads, and what reads them."""

import json
import pickle
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stages.download import dataset, listing
from stages.download.picture import read_picture
from stages.sources import entries
from stages.sources.own_data import Arrays, Npy, Parquet
from tests.download.examples import random_batch
from tests.download.pictures import FITTING, encode, entry

FORMATS = ("PNG", "JPEG", "WEBP", "BMP")


def pictures() -> Mapping[str, bytes]:
    """Noise with an alpha channel where the format has one, and with EXIF's orientation."""
    noise = np.random.default_rng(0).integers(0, 256, (6, 5, 4), dtype=np.uint8)
    image, exif = Image.fromarray(noise), Image.Exif()
    exif[0x0112] = 6
    return {
        kind: encode(image if kind in ("PNG", "WEBP") else image.convert("RGB"), kind, exif=exif)
        for kind in FORMATS
    }


def read_pictures() -> None:
    for kind in FORMATS:
        read_picture(Path(kind).read_bytes(), kind, FITTING)


def read_list() -> object:
    return listing.read_list(Path("list.csv"))


def prepare_arrays() -> None:
    np.save("images.npy", np.zeros((5, 2, 2, 3), np.uint8))
    np.save("labels.npy", np.arange(5, dtype=np.int32))


def read_arrays() -> object:
    stated = Arrays(images="images.npy", labels="labels.npy", severity=2)
    own = Npy(title="x", licence="x", citation="x", format="npy", classes=5, test=stated)
    found = dataset.read_own(own, Path(), {}, {})
    return found["test"].images.sum()


def prepare_table() -> None:
    """Hugging Face's form: two encoded pictures with their labels."""
    pyarrow = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    from pyarrow import parquet

    images = [{"bytes": content, "path": None} for content in list(pictures().values())[:2]]
    parquet.write_table(pyarrow.table({"img": images, "label": [0, 1]}), "table.parquet")


def read_table() -> object:
    own = Parquet(
        title="x", licence="x", citation="x", format="parquet", classes=2, image="img",
        label="label", pictures=FITTING, test=("table.parquet",),
    )  # fmt: skip
    return dataset.read_own(own, Path(), {}, {})["test"].images.sum()


def todays_batch() -> bytes:
    """Protocol 5, text for keys, labels in an array."""
    pixels, labels = random_batch(1, 1)
    content = {"data": pixels[:, :12], "labels": np.array(labels)}
    return pickle.dumps(content, protocol=5)


def own_entry() -> Mapping[str, bytes]:
    return {"datasets/own.yaml": json.dumps(entry().model_dump(mode="json"), indent=1).encode()}


def read_entry() -> object:
    return entries.read_dataset("own")
