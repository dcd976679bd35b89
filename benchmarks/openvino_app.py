"""The pipeline's rate on a CPU beside that of OpenVINO's own `benchmark_app`, in turn.

Both run the same network with the same precision and batch, on random pictures; `python -m
benchmarks.infer` prints the ratio. The app computes only; ours also copies pictures and logits.
"""

import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from stages.infer import on_openvino
from stages.infer.classifier import Classifier
from stages.infer.params import Precision

SECONDS = 10  # of each measurement


class Rates(NamedTuple):
    """Images a second of each measurement."""

    ours: list[float]
    app: list[float]

    @property
    def ratio(self) -> float:
        """Ours to the app's, by medians."""
        return statistics.median(self.ours) / statistics.median(self.app)


def measure_rates(
    model: Classifier, size: int, precision: Precision, repetitions: int, seconds: int = SECONDS
) -> Rates:
    """Ours and the app's in turn, each compiled for itself."""
    run = on_openvino.prepare_classifier(model, size, precision)
    shape = (10 * on_openvino.BATCH, size, size, 3)
    images = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    run(images, lambda count: None)
    rates = Rates([], [])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.xml")
        _save(model, size, path)
        for _ in range(repetitions):
            started, count = time.perf_counter(), 0
            while (passed := time.perf_counter() - started) < seconds:
                count += len(run(images, lambda count: None))
            rates.ours.append(count / passed)
            rates.app.append(_run_app(path, precision, seconds))
    return rates


def _save(model: Classifier, size: int, path: Path) -> None:
    import openvino

    converted = on_openvino.convert_classifier(model, size)
    openvino.save_model(converted, path, compress_to_fp16=False)


def _run_app(path: Path, precision: Precision, seconds: int) -> float:
    # in a process of its own without telemetry, which asks the network
    code = (
        "import sys; sys.modules['openvino_telemetry'] = None; "
        "from openvino.tools.benchmark.main import main; sys.exit(main())"
    )
    words = ["-m", str(path), "-d", "CPU", "-hint", "throughput", "-t", str(seconds)]
    words += ["-infer_precision", on_openvino.HINTS[precision], "-layout", "[NHWC]"]
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 (fixed words)
    return read_throughput(done.stdout)


def read_throughput(text: str) -> float:
    """Images a second, of what the app prints."""
    found = re.search(r"^\[ INFO \] Throughput: +([\d.]+) FPS", text, re.MULTILINE)
    if found is None:
        raise ValueError(f"benchmark_app told no throughput: {text[-500:]}")
    return float(found[1])


def to_markdown(rates: dict[Precision, Rates]) -> str:
    """A row for each precision."""
    lines = [
        "| images/s, median (range) | ours | benchmark_app | ratio |",
        "|---|---|---|--:|",
        *(
            f"| {name} | {_span(found.ours)} | {_span(found.app)} | {found.ratio:.4f} |"
            for name, found in rates.items()
        ),
    ]
    return "\n".join(lines)


def _span(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} ({min(values):.1f} to {max(values):.1f})"
