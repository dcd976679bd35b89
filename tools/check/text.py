"""What was read of a list, for a person to look over."""

from textwrap import fill

from stages.map.faults import Listing, identify

WIDTH = 100


def show_classes(listing: Listing) -> list[str]:
    """A paragraph for each target: the index and the first name of each of its classes."""
    named = dict.fromkeys([*(target.name for target in listing.targets), *listing.named])
    start = max(map(len, named)) + 2
    paragraphs = []
    for target in named:
        classes = [identify(entry) for entry in listing.entries if entry.target == target]
        told = [f"{known.index} {known.names[0]}" if known else "?" for known in classes]
        text = f"{target:<{start}}{'; '.join(told) or 'no class'}"
        paragraphs.append(fill(text, WIDTH, subsequent_indent=" " * start, break_on_hyphens=False))
    return paragraphs
