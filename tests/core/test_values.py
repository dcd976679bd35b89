"""Names: what stands in paths, in dvc.yaml and on pages."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from stages.core.values import Name, StrategyName, TargetName

ODD = (
    "",
    " a",
    "a ",
    "a\n",
    "a\tb",
    "a\0b",
    "a" * 101,
    "../a",
    "-a",
    "</script>",
    "<!--<script>",
    "a&b",
    'a"b',
    "a`b",
    "a|b",
    "a\\b",
    "${a}",
    "a\u202eb",
    "a\ud800b",
)


@pytest.mark.parametrize("kind", [Name, StrategyName, TargetName])
@pytest.mark.parametrize("text", ODD)
def test_what_could_leave_its_place_is_no_name(kind: Any, text: str) -> None:
    with pytest.raises(ValidationError, match="is no name; allowed: 1 to 100 "):
        TypeAdapter(kind).validate_python(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Name, "ResNet50_Weights.IMAGENET1K_V1"),
        (Name, "resnet50-pqf"),
        (StrategyName, "wordnet_mean-2"),
        (TargetName, "T-shirt/top"),
        (TargetName, "aquarium_fish"),
        (TargetName, "jack-o'-lantern"),
        (TargetName, "crane (bird), St. Johann"),
        (TargetName, "Löwe"),
        (TargetName, "猫"),
        (TargetName, "7"),
        (TargetName, "C++"),
        (TargetName, "a" * 100),
    ],
)
def test_what_people_call_things_is_a_name(kind: Any, text: str) -> None:
    assert TypeAdapter(kind).validate_python(text) == text


@pytest.mark.parametrize("text", ["Mean", "_mean", "a.b", "é"])
def test_a_strategy_has_small_letters(text: str) -> None:
    with pytest.raises(ValidationError, match="small letters of ASCII, digits, _ -, the first no"):
        TypeAdapter(StrategyName).validate_python(text)
