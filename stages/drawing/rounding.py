"""Rounds coordinates: an SVG has more digits than its numbers have in common on all machines."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DIGITS = 7  # significant digits, far more than anybody can see


def round_coordinates(figure: "Figure") -> None:
    """Round everything that was drawn from data to DIGITS, so that files have no rounding noise.

    Two processors agree in about 15 digits of a number, and a picture of it has 9.
    """
    from matplotlib.collections import Collection, LineCollection, PolyCollection
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon, Rectangle

    for line in figure.findobj(Line2D):
        line.set_data(_round(line.get_xdata()), _round(line.get_ydata()))
    for box in figure.findobj(Rectangle):
        box.set_bounds(*_round(box.get_bbox().bounds))
    for polygon in figure.findobj(Polygon):
        polygon.set_xy(_round(polygon.get_xy()))
    for collection in figure.findobj(Collection):
        collection.set_offsets(_round(collection.get_offsets()))
        if isinstance(collection, LineCollection | PolyCollection):  # others repeat a marker
            for path in collection.get_paths():
                path.vertices = _round(path.vertices)


def _round(values: Any) -> Any:
    """Round floats to DIGITS significant digits; other values are not changed."""
    array = np.asanyarray(values)  # keeps masks
    if array.dtype.kind != "f":
        return array
    rounded = array.copy()
    rounded.flat = [float(f"{value:.{DIGITS}g}") for value in np.asarray(array).flat]
    return rounded
