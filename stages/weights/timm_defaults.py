"""What timm knows of a network that its entry leaves out: normalisation, size, interpolation."""

from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from ..core.errors import ParamsError, shown
from ..sources.entries import NETWORKS, Backbone, TimmNetwork


def complete(name: str, entry: TimmNetwork) -> Backbone:
    """The entry with timm's own values for what it does not state; it comes first in all else.

    ParamsError where timm is missing, or does not know the architecture.
    """
    place = f"{NETWORKS}/{name}.yaml"
    config = _read_config(place, entry.architecture)
    _, height, width = config.input_size
    if height != width:
        raise ParamsError(
            f"{place}: {entry.architecture} takes pictures of {width} × {height} pixels; only "
            "square ones are made here."
        )
    known = {
        "mean": tuple(config.mean),
        "std": tuple(config.std),
        "input_size": height if config.fixed_input_size else None,
        "documented": {"size": height, "interpolation": config.interpolation},
    }
    stated = entry.model_dump(exclude_unset=True)
    try:
        return Backbone.model_validate({**known, **stated})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        key = ".".join(map(str, fault["loc"]))
        raise ParamsError(
            f"{place}: timm says that {key} is {shown(fault['input'])}, which cannot be used here. "
            f"State {fault['loc'][0]}."
        ) from error


def _read_config(place: str, architecture: str) -> Any:
    try:
        import timm
    except ImportError as error:
        raise ParamsError(
            f"{place}: library is timm, which is not installed. Run: make networks"
        ) from error
    try:
        config = timm.models.get_pretrained_cfg(architecture, allow_unregistered=False)
    except RuntimeError:  # of a tag that this architecture does not have
        config = None
    if config is None:
        near = get_close_matches(architecture, timm.list_models() + timm.list_pretrained(), n=4)
        nearest = f" Nearest: {', '.join(near)}." if near else ""
        raise ParamsError(
            f"{place}: timm {timm.__version__} has no model {shown(architecture)}.{nearest}"
        )
    return config
