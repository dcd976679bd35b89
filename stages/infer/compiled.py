"""Keeps what OpenVINO compiled in work/compiled, so that the next run starts at once.

The file's name covers all that the compiled model depends on, and its SHA-256 stands before it: a
damaged file, or one of another network, processor or library, counts as missing.
"""

import os
from collections.abc import Callable

from .. import kept
from ..core import paths
from . import architectures, hardware, on_openvino
from .classifier import Classifier, Compute
from .params import Precision
from .weights import Weights

FOLDER = paths.WORK / "compiled"


def prepare_kept(
    weights: Weights,
    size: int,
    precision: Precision,
    threads: int | None,
    build: Callable[[], Classifier],
) -> Compute:
    """The network compiled in an earlier run, with the same logits to the bit, or compiled now.

    `build` makes the checked network; it is called only if none is kept. DataError and ParamsError
    as those of `build` and of on_openvino.
    """
    path = FOLDER / _name(weights, size, precision, threads)
    packed = kept.read(path)
    compiled = packed and on_openvino.unpack_compiled(packed, precision, threads)
    if compiled:
        path.touch()  # the latest stay
    else:
        compiled = on_openvino.compile_classifier(build(), size, precision, threads)
        kept.write(path, on_openvino.pack_compiled(compiled))
        kept.prune_folder(FOLDER)
    return on_openvino.run_compiled(compiled)


def _name(weights: Weights, size: int, precision: Precision, threads: int | None) -> str:
    """SHA-256, in hex, of network, code, libraries, processor and the number of cores."""
    return kept.fingerprint(
        (weights.model_dump(), size, precision, threads),
        architectures.version_of(weights.library),
        kept.hash_code(("infer",)),
        kept.describe_process(),
        (hardware.name_device("cpu"), _cores()),
    )


def _cores() -> int | None:
    """How many this process may use."""
    may_ask = hasattr(os, "sched_getaffinity")
    return len(os.sched_getaffinity(0)) if may_ask else os.cpu_count()
