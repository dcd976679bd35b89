"""One arithmetic for all x86-64 processors with AVX2, so that equal inputs give equal bytes.

OpenBLAS and NumPy each bring several versions of their inner loops and take the newest that the
processor runs. They round the last bits differently. A stage therefore runs the AVX2 versions
everywhere, on one thread for each product. Intel's library calls this conditional numerical
reproducibility (MKL_CBWR). Both libraries read their environment once, when NumPy is first
imported, and only NumPy can say which versions it has: so the process is started again where the
environment is not yet right, which takes a tenth of a second.

Results do not depend on it, only their last bits do: docs/verify.md. ARITHMETIC=native switches it
off. Other processors, which have no AVX2, always take their own versions.
"""

import os
import platform
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Any

SWITCH = "ARITHMETIC"
NATIVE, FIXED = "native", "fixed"
DISABLED = "NPY_DISABLE_CPU_FEATURES"
# Somebody's own settings; the size of a cache decides on blocks, and they on the order of sums
OVERRULED = (DISABLED, "NPY_ENABLE_CPU_FEATURES", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")

# OpenBLAS's kernels for AVX2 with FMA; its name for them is that of the first such processor
KERNELS = "Haswell"
NEEDED = ("AVX2", "FMA3")
# NumPy's names, old and new, of what every processor with AVX2 has
COMMON = """
    X86_V2 X86_V3 SSE SSE2 SSE3 SSSE3 SSE41 SSE42 AVX AVX2 FMA3
    POPCNT F16C LAHF CX16 MOVBE BMI BMI2 LZCNT
"""


def fix() -> None:
    """Start this process again with the common arithmetic, unless it has it or may not have it."""
    if SWITCH in os.environ or platform.machine() not in {"x86_64", "AMD64"}:
        hold_interrupts(False)
        return
    for name in OVERRULED:
        os.environ.pop(name, None)
    numpy_core = processor()
    wanted = choose(numpy_core.__cpu_features__, numpy_core.__cpu_dispatch__)
    os.environ.update(wanted, **{SWITCH: FIXED if wanted else NATIVE})
    if wanted:
        hold_interrupts(True)
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - itself


def hold_interrupts(held: bool) -> None:
    """Whether Ctrl-C waits: while Python starts again, it would end in a traceback of Python's."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_BLOCK if held else signal.SIG_UNBLOCK, {signal.SIGINT})


def processor() -> Any:
    """The module from which numpy.show_runtime() tells what the processor has."""
    return import_module("numpy._core._multiarray_umath")


def choose(features: Mapping[str, bool], dispatched: Sequence[str]) -> dict[str, str]:
    """The environment that fixes the arithmetic; empty for a processor without AVX2.

    features: what NumPy found on this processor, by its own names; dispatched: those that it has
    code for. It refuses to switch off a baseline feature, and warns of one that is not there.
    """
    if not all(features.get(name) for name in NEEDED):
        return {}
    newer = [name for name in dispatched if features.get(name) and name not in COMMON.split()]
    return {
        "OPENBLAS_CORETYPE": KERNELS,
        "OPENBLAS_NUM_THREADS": "1",
        DISABLED: " ".join(newer),
    }


def describe() -> dict[str, Any]:
    """What this process computes with: BLAS kernels, NumPy's vector code, library versions.

    The same on all processors where the arithmetic is fixed.
    """
    from threadpoolctl import threadpool_info

    numpy_core = processor()
    blas = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    features = numpy_core.__cpu_features__
    return {
        "kernels": sorted({str(pool.get("architecture", pool["internal_api"])) for pool in blas}),
        "numpy_features": [name for name in numpy_core.__cpu_dispatch__ if features.get(name)],
        "versions": {name: version(name) for name in ("numpy", "scipy")},
    }
