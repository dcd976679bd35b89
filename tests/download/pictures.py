"""Folders of small pictures, and the entry that fits them."""

import io
from pathlib import Path
from typing import Any

from PIL import Image

from stages.sources.own_data import Fitting, Folder

RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
FITTING = Fitting(side=8, fit="pad", background=(255, 255, 255))


def encode(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def plain(colour: tuple[int, int, int], number: int = 0) -> bytes:
    """A PNG of one colour; another number gives other bytes."""
    image = Image.new("RGB", (8, 8), colour)
    image.putpixel((0, 0), (number, number, number))
    return encode(image)


def write(folder: Path, contents: dict[str, bytes]) -> None:
    for name, content in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def entry(**changes: Any) -> Folder:
    """Two classes, cat (or cats) and dog, in the folders train and test."""
    stated = {
        "title": "Pets",
        "format": "folder",
        "classes": {"cat": ["cats"], "dog": []},
        "licence": "mine",
        "citation": "none",
        "pictures": FITTING,
        "train": "train",
        "test": "test",
    }
    return Folder.model_validate({**stated, **changes})
