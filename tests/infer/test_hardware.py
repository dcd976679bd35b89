"""Which device and library are chosen, and what is refused."""

from typing import Any

import pytest

from stages.core.errors import ParamsError
from stages.infer import hardware
from stages.infer.hardware import Choice, Device, choose_hardware
from stages.infer.params import InferParams

CPU: frozenset[Device] = frozenset({"cpu"})
NVIDIA: frozenset[Device] = frozenset({"cpu", "cuda"})
APPLE: frozenset[Device] = frozenset({"cpu", "mps"})

REST = {"chunk": 1, "engine": "local", "workers": "auto"}


def asked(device: str, backend: str, precision: str = "float32") -> InferParams:
    return InferParams.model_validate(
        {"device": device, "backend": backend, "precision": precision, **REST}
    )


@pytest.mark.parametrize(
    ("device", "backend", "devices", "openvino", "expected"),
    [
        ("auto", "auto", NVIDIA, True, Choice("cuda", "torch")),
        ("auto", "auto", APPLE, True, Choice("mps", "torch")),
        ("auto", "auto", CPU, True, Choice("cpu", "openvino")),
        ("auto", "auto", CPU, False, Choice("cpu", "torch")),
        ("cpu", "auto", NVIDIA, True, Choice("cpu", "openvino")),
        ("auto", "openvino", NVIDIA, True, Choice("cpu", "openvino")),
        ("auto", "torch", NVIDIA, True, Choice("cuda", "torch")),
        ("cpu", "torch", NVIDIA, True, Choice("cpu", "torch")),
        ("cuda", "auto", NVIDIA, True, Choice("cuda", "torch")),
    ],
)
def test_auto_is_the_fastest_that_is_here(
    device: str, backend: str, devices: frozenset[Device], openvino: bool, expected: Choice
) -> None:
    assert choose_hardware(asked(device, backend), devices, openvino) == expected


@pytest.mark.parametrize(
    ("device", "backend", "openvino", "message"),
    [
        ("cuda", "auto", True, "'cuda', which torch does not find here; allowed: auto, cpu, mps"),
        ("cuda", "openvino", True, "'openvino' computes on the CPU; allowed with it: auto, cpu"),
        ("auto", "openvino", False, "which is not installed. Run: pip install openvino"),
    ],
)
def test_what_is_not_here_is_refused_with_what_is(
    device: str, backend: str, openvino: bool, message: str
) -> None:
    with pytest.raises(ParamsError, match=message):
        choose_hardware(asked(device, backend), APPLE, openvino)


def test_this_machine_has_a_cpu_with_a_name() -> None:
    assert "cpu" in hardware.available_devices()
    assert hardware.name_device("cpu")


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        (Choice("cpu", "openvino"), {"torch", "torchvision", "openvino"}),
        (Choice("cpu", "torch"), {"torch", "torchvision"}),
    ],
)
def test_versions_name_the_libraries_that_computed(choice: Choice, names: set[str]) -> None:
    found: dict[str, Any] = hardware.versions_of(choice)
    assert set(found) == names
    assert all(version[0].isdigit() for version in found.values())
