"""A picture of the first resized images, for people: what the network is shown."""

from pathlib import Path

from ..core.arrays import read_images
from .params import Resizing
from .resize import resize

NAME = "sample.png"
SHOWN = 8  # images, side by side


def write_sample(source: Path, target: Path, chosen: Resizing) -> None:
    """Write the first SHOWN images of `source`, an .npy file, to a PNG file."""
    from PIL import Image

    pictures = resize(read_images(source)[:SHOWN], chosen)
    count, height, width, channels = pictures.shape
    row = pictures.transpose(1, 0, 2, 3).reshape(height, count * width, channels)
    Image.fromarray(row).save(target, optimize=False)
