"""Classes that WordNet does not connect with their target: a question rather than a fault."""

from stages import vocabulary
from stages.map.faults import Listing, describe, identify


def find_strangers(listing: Listing) -> list[str]:
    """Classes that lie below neither their target's root nor its broad synset, by any parent.

    A list can be used with them, and may mean them; most that people wrote are slips.
    """
    wordnet = vocabulary.wordnet()
    targets = {target.name: target for target in listing.targets}
    faults = []
    for entry in listing.entries:
        known, target = identify(entry), targets.get(entry.target)
        if known and target and target.broad not in wordnet.ancestors(known.wnid):
            above = wordnet.parents[known.wnid][0]
            faults.append(
                f"{entry.where}: {entry.target}: no WordNet path connects {describe(known)} with "
                f"it: the class is a kind of {_names(above)}, not of {_names(target.broad)}."
            )
    return faults


def _names(wnid: str) -> str:
    """Two names, because one is ambiguous: a freight car is a car, but not the motorcar."""
    return f"{', '.join(vocabulary.wordnet().names[wnid][:2])} ({wnid})"
