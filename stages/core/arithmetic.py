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
import sys
from collections.abc import Mapping, Sequence

SWITCH = "ARITHMETIC"
NATIVE, FIXED = "native", "fixed"

# OpenBLAS's kernels for AVX2 with FMA; its name for them is that of the first such processor
KERNELS = "Haswell"
NEEDED = ("AVX2", "FMA3")
# NumPy's names, old and new, of what every processor with AVX2 has
COMMON = frozenset(
    "SSE SSE2 SSE3 SSSE3 SSE41 POPCNT SSE42 AVX F16C FMA3 AVX2 LAHF CX16 MOVBE BMI BMI2 LZCNT "
    "X86_V2 X86_V3".split()
)


def fix() -> None:
    """Start this process again with the common arithmetic, unless it has it or may not have it."""
    if SWITCH in os.environ or platform.machine() not in {"x86_64", "AMD64"}:
        return
    from numpy._core import _multiarray_umath as numpy_core  # what NumPy itself reports from

    wanted = choose(numpy_core.__cpu_features__, numpy_core.__cpu_dispatch__)
    os.environ.pop("NPY_ENABLE_CPU_FEATURES", None)  # NumPy refuses both at once
    os.environ.pop("OPENBLAS_L2_SIZE", None)  # another size of blocks, another order of sums
    os.environ.update(wanted, **{SWITCH: FIXED if wanted else NATIVE})
    if wanted:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - itself


def choose(features: Mapping[str, bool], dispatched: Sequence[str]) -> dict[str, str]:
    """The environment that fixes the arithmetic; empty for a processor without AVX2.

    features: what NumPy found on this processor, by its own names; dispatched: those that it has
    code for. It refuses to switch off a baseline feature, and warns of one that the processor lacks.
    """
    if not all(features.get(name) for name in NEEDED):
        return {}
    newer = [name for name in dispatched if features.get(name) and name not in COMMON]
    return {
        "OPENBLAS_CORETYPE": KERNELS,
        "OPENBLAS_NUM_THREADS": "1",
        "NPY_DISABLE_CPU_FEATURES": " ".join(newer),
    }


def describe() -> dict[str, object]:
    """What this process computes with: BLAS kernels, NumPy's vector code, library versions."""
    from importlib.metadata import version

    from numpy._core import _multiarray_umath as numpy_core
    from threadpoolctl import threadpool_info

    return {
        "kernels": sorted({str(pool["architecture"]) for pool in threadpool_info() if pool["user_api"] == "blas"}),
        "numpy_features": [name for name in numpy_core.__cpu_dispatch__ if numpy_core.__cpu_features__[name]],
        "versions": {name: version(name) for name in ("numpy", "scipy")},
    }
