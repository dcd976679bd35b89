"""Facts of several machines or networks as one, for the provenance of what they made together."""

from collections.abc import Sequence
from typing import Any


def join_facts(several: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """One dict: where the several differ, a text names all, in order; of one, it is that one.

    Of several that agree, it is each of them.
    """
    keys = dict.fromkeys(key for one in several for key in one)
    joined: dict[str, Any] = {}
    for key in keys:
        values = [one[key] for one in several if key in one]
        if isinstance(values[0], dict):
            joined[key] = join_facts(values)
        elif all(value == values[0] for value in values):
            joined[key] = values[0]
        else:
            joined[key] = " + ".join(sorted({str(value) for value in values}))
    return joined
