"""Chooses the device and the library: what the user asks for, if this machine has it."""

import importlib.metadata
import importlib.util
import platform
import subprocess
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..core.errors import ParamsError
from .params import InferParams

Device = Literal["cuda", "mps", "cpu"]
Backend = Literal["torch", "openvino"]

FASTEST_FIRST: tuple[Device, ...] = ("cuda", "mps", "cpu")


@dataclass(frozen=True)
class Choice:
    """A device and the library that computes on it; batch: images at a time, None: fixed ones."""

    device: Device
    backend: Backend
    batch: int | None = None


def available_devices() -> frozenset[Device]:
    """The devices on which torch can compute here."""
    import torch

    devices: set[Device] = {"cpu"}
    if torch.cuda.is_available():
        devices.add("cuda")
    if torch.backends.mps.is_available():
        devices.add("mps")
    return frozenset(devices)


def openvino_is_installed() -> bool:
    """Whether openvino can be imported; it is not imported."""
    return importlib.util.find_spec("openvino") is not None


def choose_hardware(asked: InferParams, devices: Set[Device], openvino: bool) -> Choice:
    """Resolve `auto`: the fastest device; on the CPU OpenVINO if it is installed, else torch.

    ParamsError if the user asks for something that this machine does not have.
    """
    if asked.backend == "openvino" and not openvino:
        raise ParamsError(
            "params.yaml: infer.backend is 'openvino', which is not installed. "
            "Run: pip install openvino, or choose torch or auto."
        )
    if asked.backend == "openvino" and asked.device not in ("auto", "cpu"):
        raise ParamsError(
            f"params.yaml: infer.device is {asked.device!r}, but infer.backend 'openvino' "
            "computes on the CPU; allowed with it: auto, cpu."
        )
    if asked.device not in ("auto", *devices):
        raise ParamsError(
            f"params.yaml: infer.device is {asked.device!r}, which torch does not find here; "
            f"allowed: {', '.join(('auto', *sorted(devices)))}."
        )
    return _resolve(asked, devices, openvino)


def _resolve(asked: InferParams, devices: Set[Device], openvino: bool) -> Choice:
    if asked.backend == "openvino":
        return Choice("cpu", "openvino")
    fastest = next(device for device in FASTEST_FIRST if device in devices)
    device = fastest if asked.device == "auto" else asked.device
    if asked.backend == "auto" and device == "cpu" and openvino:
        return Choice("cpu", "openvino")
    return Choice(device, "torch")


def name_device(device: Device) -> str:
    """The model name of the device, for the provenance: logits differ a little between models."""
    if device == "cuda":
        import torch

        return torch.cuda.get_device_name()
    return _processor() or platform.processor() or platform.machine()


def _processor() -> str | None:
    """The processor's name; Python itself knows it only on Windows."""
    if platform.system() == "Linux":
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next((ln.split(":")[1].strip() for ln in lines if ln.startswith("model name")), None)
    if platform.system() == "Darwin":
        command = ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()  # noqa: S603 (fixed words)
    return None


def versions_of(choice: Choice) -> dict[str, str]:
    """Versions of the libraries that compute the logits."""
    names = ["torch", "torchvision", *(["openvino"] if choice.backend == "openvino" else [])]
    return {name: importlib.metadata.version(name) for name in names}
