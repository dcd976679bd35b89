"""Reads the parameters on which the results depend, for the page's provenance."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..core import paths, strict_yaml

# the sections of the stages from images to metrics; dvc.yaml lists them as params of `report`
SECTIONS = (
    "backbones",
    "imported",
    "targets",
    "download",
    "preprocess",
    "infer",
    "map",
    "evaluate",
)

Parameters = Mapping[str, Any]


def read_parameters() -> Parameters:
    """All values by their dotted names, in the order of params.yaml; a list is one value."""
    content = strict_yaml.read(paths.PARAMS).content
    if not content.get("imported"):  # a list that most have empty says nothing
        content = {name: value for name, value in content.items() if name != "imported"}
    return {
        name: value
        for section in SECTIONS
        if section in content
        for name, value in _flatten(section, content[section])
    }


def users_of_lists(parameters: Parameters) -> dict[str, tuple[str, ...]]:
    """The names of the strategies that use each class list."""
    users: dict[str, tuple[str, ...]] = {}
    for name, value in parameters.items():
        match name.split("."):
            case ["map", "strategies", *strategy, "groups"]:
                users[value] = (*users.get(value, ()), ".".join(strategy))
    return users


def options_of_strategies(parameters: Parameters) -> dict[str, tuple[str, ...]]:
    """The options of each strategy, such as `reduce: mean`."""
    options: dict[str, tuple[str, ...]] = {}
    for name, value in parameters.items():
        match name.split("."):
            case ["map", "strategies", *strategy, option]:
                key = ".".join(strategy)
                options[key] = (*options.get(key, ()), f"{option}: {value}")
    return options


def _flatten(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict):
        yield name, str(value).lower() if isinstance(value, bool) else value  # as YAML writes it
        return
    for key, part in value.items():
        yield from _flatten(f"{name}.{key}", part)
