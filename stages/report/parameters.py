"""The parameters that the numbers depend on, as a flat list for the page's provenance."""

from collections.abc import Iterator, Mapping
from typing import Any

from ..core import paths, strict_yaml

# the sections of the stages from images to metrics; dvc.yaml lists them as params of `report`
SECTIONS = ("backbones", "download", "preprocess", "infer", "map", "evaluate")

Parameters = Mapping[str, Any]


def read_parameters() -> Parameters:
    """Every value by its dotted name, in the order of params.yaml; lists stay whole."""
    content = strict_yaml.read(paths.PARAMS).content
    return {
        name: value
        for section in SECTIONS
        if section in content
        for name, value in _flatten(section, content[section])
    }


def users_of_lists(parameters: Parameters) -> dict[str, tuple[str, ...]]:
    """Names of the strategies that use each list of classes."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in parameters.items():
        match name.split("."):
            case ["map", "strategies", *strategy, "groups"]:
                found[value] = (*found.get(value, ()), ".".join(strategy))
    return found


def options_of_strategies(parameters: Parameters) -> dict[str, tuple[str, ...]]:
    """How each strategy is set: `reduce: mean`, … as params.yaml says it."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in parameters.items():
        match name.split("."):
            case ["map", "strategies", *strategy, option]:
                told = f"{option}: {value}"
                found[".".join(strategy)] = (*found.get(".".join(strategy), ()), told)
    return found


def _flatten(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict):
        yield name, value
        return
    for key, part in value.items():
        yield from _flatten(f"{name}.{key}", part)
