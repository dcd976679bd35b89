"""One picture, of any size and of the usual kinds, as RGB of one size."""

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..core.errors import DataError
from ..sources.own_data import Fitting

if TYPE_CHECKING:
    from PIL.Image import Image as AnyImage
    from PIL.ImageFile import ImageFile

FORMATS = ("BMP", "JPEG", "PNG", "WEBP")
SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".png", ".webp"})
ALLOWED = "a whole BMP, JPEG, PNG or WebP picture of 8 bits a channel, RGB, grey, palette or CMYK"
# what is said of a picture that is not plain RGB
KINDS = {"1": "grey", "L": "grey", "LA": "grey", "P": "palette", "PA": "palette", "CMYK": "CMYK"}
MODES = frozenset({*KINDS, "RGB", "RGBA"})
ORIENTATION = 0x0112  # EXIF's tag; 1: as it is stored
OPAQUE = 255


@dataclass(frozen=True)
class Picture:
    """pixels uint8 (side, side, 3); notes: what was done to it: turned, grey, resized …"""

    pixels: NDArray[np.uint8]
    notes: frozenset[str]


def read_picture(content: bytes, where: str, fitting: Fitting) -> Picture:
    """A picture, turned as its EXIF says, in RGB, of one size; DataError begins with `where`."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, which does not touch the pixels
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                return _convert(image, fitting)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        most = f"{(Image.MAX_IMAGE_PIXELS or 0) / 1e6:.0f} million pixels"
        raise DataError(f"{where} is too large; allowed: {most}.") from error
    except MemoryError:
        raise
    except Exception as error:  # Pillow lets many kinds through for a damaged file
        told = str(error).partition("<_io")[0].strip() or type(error).__name__
        raise DataError(f"{where} cannot be read ({told}); allowed: {ALLOWED}.") from error


def _convert(image: "ImageFile", fitting: Fitting) -> Picture:
    from PIL import Image, ImageOps
    from PIL.Image import Resampling

    if image.mode not in MODES:
        raise ValueError(f"its mode is {image.mode}")
    if (frames := getattr(image, "n_frames", 1)) > 1:
        raise ValueError(f"it holds {frames} pictures")
    notes = {KINDS[image.mode]} if image.mode in KINDS else set()
    if image.getexif().get(ORIENTATION, 1) != 1:
        notes.add("turned")
    upright = ImageOps.exif_transpose(image)
    if _is_transparent(upright):
        notes.add("alpha")
        above, colour = upright.convert("RGBA"), (*fitting.background, OPAQUE)
        upright = Image.alpha_composite(Image.new("RGBA", above.size, colour), above)
    upright = upright.convert("RGB")
    size = (fitting.side, fitting.side)
    if upright.size != size:
        notes.add("resized")
        upright = (
            ImageOps.pad(upright, size, Resampling.BILINEAR, fitting.background)
            if fitting.fit == "pad"
            else ImageOps.fit(upright, size, Resampling.BILINEAR)
        )
    return Picture(np.asarray(upright), frozenset(notes))


def _is_transparent(image: "AnyImage") -> bool:
    """Whether any part of it is, by an alpha channel or by a colour that stands for none."""
    if not image.has_transparency_data:
        return False
    lowest, _ = image.convert("RGBA").getchannel("A").getextrema()
    return lowest != OPAQUE
