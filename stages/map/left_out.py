"""Strategies of params.yaml that a network cannot have: left out, with a line in the log."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from ..core import paths, shards
from ..core.errors import ParamsError
from .inputs import SYNTHETIC
from .lists import find_list
from .options import StrategyOptions
from .strategies import STRATEGIES

Options = TypeVar("Options", bound=BaseModel)  # of a strategy, or of a mark in `sensitivity`


class Reason(NamedTuple):
    """Why options are left out, the start of the line, and the error where none is kept, if any."""

    applies: Callable[[Any], bool]
    line: str
    error: str = ""


TAUGHT = Reason(
    lambda options: STRATEGIES[options.method].ensemble == "wanted",
    "For ensembles alone and left out",
    "every strategy of map.strategies wants an ensemble.",
)
# a transductive strategy is fitted to the images that it scores, so it stays
FITTED = Reason(
    lambda options: STRATEGIES[options.method].kind in ("label_free", "supervised"),
    "No training images, so left out",
    "every strategy of map.strategies is fitted to training images, and the data set has none.",
)


def not_for(targets: str, fate: str = "left out") -> Reason:
    """The list is for another problem alone."""
    is_foreign = cache(lambda name: find_list(name, targets) is None)
    return Reason(
        lambda options: hasattr(options, "groups") and is_foreign(options.groups),
        f"Not for {targets} and {fate}",
        f"every strategy has a list that is not for {targets}.",
    )


def without_habit(network: str) -> Reason:
    """The network's habit is wanted, and nobody measured it."""
    folder = paths.logits(network)
    unknown = folder.exists() and not shards.is_there(folder / SYNTHETIC)
    return Reason(
        lambda options: unknown and getattr(options, "debias", "none") != "none",
        f"No logits of synthetic pictures in {folder}; left out",
    )


def leave_out(given: Mapping[str, Options], *reasons: Reason) -> dict[str, Options]:
    """What is left by name; ParamsError where a reason leaves nothing."""
    kept = dict(given)
    for reason in reasons:
        if names := [name for name, options in kept.items() if reason.applies(options)]:
            kept = {name: options for name, options in kept.items() if name not in names}
            if not kept and reason.error:
                raise ParamsError(f"{paths.PARAMS}: {reason.error}")
            logging.info(f"{reason.line}: {', '.join(names)}.")
    return kept


def leave_out_unfit(
    given: Mapping[str, StrategyOptions], targets: str, networks: Sequence[str]
) -> dict[str, StrategyOptions]:
    """What one network, or several as an ensemble, can have if there are training images."""
    alone = [TAUGHT] if len(networks) == 1 else []
    return leave_out(given, not_for(targets), *map(without_habit, networks), *alone)
