"""A picture of any kind becomes RGB of one size; what cannot is told with its name."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from stages.core.errors import DataError
from stages.download.picture import read_picture
from tests.download.pictures import BLUE, FITTING, GREEN, RED, encode

CROP = FITTING.model_copy(update={"fit": "crop"})
HALVES = Image.new("RGB", (8, 4), RED)  # the left half is red, the right one blue
HALVES.paste(BLUE, (4, 0, 8, 4))


def test_a_picture_of_the_right_size_keeps_every_pixel() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    read = read_picture(encode(Image.fromarray(pixels)), "a.png", FITTING)
    assert (read.pixels == pixels).all()
    assert read.notes == set()


def test_pad_keeps_the_whole_picture_and_fills_the_rest_with_the_background() -> None:
    read = read_picture(encode(HALVES), "a.png", FITTING)
    assert read.pixels[:2].tolist() == [[[255] * 3] * 8] * 2
    assert read.pixels[2:6].tolist() == [[[*RED]] * 4 + [[*BLUE]] * 4] * 4
    assert read.notes == {"resized"}


def test_crop_keeps_the_middle() -> None:
    thirds = Image.new("RGB", (24, 8), RED)
    thirds.paste(GREEN, (8, 0, 16, 8))
    assert read_picture(encode(thirds), "a.png", CROP).pixels.tolist() == [[[*GREEN]] * 8] * 8


def test_a_photograph_is_turned_as_its_exif_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its left side: to be turned by 90° to the right
    tall = read_picture(encode(HALVES, exif=exif.tobytes()), "a.png", FITTING)
    assert tall.pixels[:4, 3].tolist() == [[*RED]] * 4
    assert tall.pixels[4:, 3].tolist() == [[*BLUE]] * 4
    assert tall.notes == {"turned", "resized"}


@pytest.mark.parametrize(
    ("image", "colour", "notes"),
    [
        (Image.new("L", (8, 8), 90), (90, 90, 90), {"grey"}),
        (Image.new("1", (8, 8), 1), (255, 255, 255), {"grey"}),
        (Image.new("RGB", (8, 8), RED).convert("P", palette=Image.Palette.ADAPTIVE), RED,
         {"palette"}),
        (Image.new("RGBA", (8, 8), (0, 0, 0, 0)), (255, 255, 255), {"alpha"}),
        (Image.new("RGBA", (8, 8), (255, 0, 0, 51)), (255, 204, 204), {"alpha"}),
        (Image.new("RGBA", (8, 8), (*RED, 255)), RED, set()),
        (Image.new("LA", (8, 8), (0, 0)), (255, 255, 255), {"grey", "alpha"}),
    ],
)  # fmt: skip
def test_every_usual_kind_becomes_rgb_on_the_background(
    image: Image.Image, colour: tuple[int, int, int], notes: set[str]
) -> None:
    read = read_picture(encode(image), "a.png", FITTING)
    assert np.unique(read.pixels.reshape(-1, 3), axis=0).tolist() == [[*colour]]
    assert read.notes == notes


@pytest.mark.parametrize("kind", ["BMP", "JPEG", "WEBP"])
def test_other_formats_are_read_by_their_content(kind: str) -> None:
    read = read_picture(encode(Image.new("RGB", (8, 8), BLUE), kind), "a.png", FITTING)
    assert abs(read.pixels.astype(int) - BLUE).max() <= 2


def bomb() -> bytes:
    """A PNG of some hundred bytes that says to have 30,000 × 30,000 pixels."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(
            ">I", zlib.crc32(kind + body)
        )  # fmt: skip

    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + body + chunk(b"IEND", b"")


FRAMES = io.BytesIO()
HALVES.save(FRAMES, "WEBP", save_all=True, append_images=[Image.new("RGB", (8, 4))])


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "a.png cannot be read (cannot identify image file); allowed: a whole BMP, "),
        (b"<html>", "a.png cannot be read (cannot identify image file); allowed: "),
        (encode(HALVES.resize((64, 64)), "BMP")[:-900], "a.png cannot be read (image file is trun"),
        (encode(Image.new("I;16", (8, 8))), "a.png cannot be read (its mode is I;16); allowed: "),
        (FRAMES.getvalue(), "a.png cannot be read (it holds 2 pictures); allowed: "),
        (bomb(), "a.png is too large; allowed: 89 million pixels."),
    ],
)
def test_what_is_no_whole_picture_is_told_with_its_name(content: bytes, told: str) -> None:
    with pytest.raises(DataError) as raised:
        read_picture(content, "a.png", FITTING)
    assert str(raised.value).startswith(told)
