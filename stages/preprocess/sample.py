"""A picture of the first resized images, for people: what the network is shown."""

from pathlib import Path

from ..core.arrays import read_images
from .recipe import Documented, NetworkResizing, Recipe, Stated
from .resize import resize

NAME = "sample.png"
SHOWN = 8  # images, side by side
# stands for all networks where each has pictures of its own
USUAL = NetworkResizing(documented=Documented(size=224, interpolation="bilinear"), stated=Stated())


def write_sample(source: Path, target: Path, recipe: Recipe) -> None:
    """Write the first SHOWN images of `source`, an .npy file, to a PNG file."""
    from PIL import Image

    pictures = resize(read_images(source)[:SHOWN], USUAL.resolve(recipe))
    count, height, width, channels = pictures.shape
    row = pictures.transpose(1, 0, 2, 3).reshape(height, count * width, channels)
    Image.fromarray(row).save(target, optimize=False)
