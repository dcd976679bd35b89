"""A comparison as a forest plot: one row for each strategy, its difference and paired interval."""

from matplotlib.figure import Figure

from stages import drawing
from tools.compare.comparison import Comparison
from tools.compare.text import Heading, in_order

_ROW = 0.3  # inches
_COLOURS = {"better": "#0072B2", "worse": "#D55E00", "not distinguishable": drawing.MUTED}
_MARKERS = {"better": "^", "worse": "v", "not distinguishable": "o"}


@drawing.in_style
def draw(found: Comparison, heading: Heading) -> Figure:
    """Differences in points, by kind; colour and marker show the verdict."""
    order = in_order(found.changes)
    figure = drawing.new_figure(8, 1.6 + _ROW * max(1, len(order)))
    axes = figure.add_subplot()
    for row, change in enumerate(order):
        colour = _COLOURS[change.verdict]
        limits = [100 * change.low, 100 * change.high]
        axes.plot(limits, [row, row], color=colour, linewidth=1.6, solid_capstyle="butt")
        axes.plot(100 * change.difference, row, _MARKERS[change.verdict], color=colour)
    axes.axvline(0, color=drawing.INK, linewidth=0.8, zorder=0)
    names = [f"{c.backbone}  {c.kinds[1]}  {c.strategy}" for c in order]
    axes.set_yticks(range(len(order)), names)
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.grid(axis="x")
    axes.set_xlabel(f"difference in accuracy on {found.images:,} {heading.scored} images, points")
    axes.set_title(" → ".join(dict.fromkeys((heading.before, heading.after))))
    handles = [
        axes.plot([], [], _MARKERS[verdict], color=colour, label=verdict)[0]
        for verdict, colour in _COLOURS.items()
        if any(c.verdict == verdict for c in order)
    ]
    if handles:
        figure.legend(handles=handles, loc="outside lower center", ncols=3)
    return figure
