"""What the machine lacks, as one line: room on the disk, a permission, memory, a library."""

import errno
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

INFERENCE = ("torch", "torchvision", "openvino")  # the extra `inference` of pyproject.toml
AGAIN = "then run the same command again"

_ADVICE: Mapping[int, str] = {
    errno.ENOSPC: f"the disk is full. Make room on it (df -h), {AGAIN}.",
    errno.EDQUOT: f"your quota of this disk is used up. Make room on it (quota -s), {AGAIN}.",
    errno.EROFS: "the disk is read-only. Work in a copy of this folder that can be written.",
    errno.EACCES: f"permission is missing (ls -ld shows whose it is). Change it, {AGAIN}.",
    errno.EPERM: f"the system does not permit it (ls -ld shows whose it is). Change it, {AGAIN}.",
    errno.EFBIG: f"the file is larger than this system allows. Type: ulimit -f unlimited; {AGAIN}.",
    errno.EMFILE: f"too many files are open. Type: ulimit -n 4096; {AGAIN}.",
    errno.ENFILE: f"the system has too many open files. End other programs, {AGAIN}.",
    errno.EISDIR: f"it is a folder, and a file is wanted. Move it away, {AGAIN}.",
    errno.ENOTDIR: f"a file is in the place of a folder. Move it away, {AGAIN}.",
    errno.ENAMETOOLONG: "the name is too long for this disk. Choose a shorter one.",
    errno.EIO: f"the disk reports an error. Check it, or work on another one; {AGAIN}.",
    errno.ESTALE: f"the network disk was connected anew. Enter the folder again, {AGAIN}.",
    errno.ENOLCK: "this disk cannot lock files. Work in a copy of this folder on another one.",
    errno.ENOTSUP: "this disk cannot lock files. Work in a copy of this folder on another one.",
    errno.EAGAIN: f"too many processes are running (ulimit -u). End other programs, {AGAIN}.",
}
_HOST_MEMORY = (
    "the memory of this machine is not enough. End other programs, or write smaller numbers in "
    f"params.yaml (preprocess.size, infer.chunk, evaluate.resamples), {AGAIN}."
)
_DEVICE_MEMORY = (
    "the memory of the GPU is not enough. End the other programs on it (nvidia-smi lists them), or "
    f"set infer.device to cpu in params.yaml, {AGAIN}."
)
# torch, OpenVINO and imports have no class of their own for the first ones, only such a text
_HOST_TEXTS = re.compile(
    r"can(not|'t) allocate memory|bad_alloc|not enough memory|failed to map segment", re.IGNORECASE
)
_DEVICE_TEXTS = re.compile(r"\b(CUDA|HIP|XPU|MPS)\b.*out of memory", re.IGNORECASE | re.DOTALL)
_SHORT_WRITE = re.compile(r"\d+ requested and \d+ written")  # NumPy's, which has no errno


def explain(error: BaseException) -> str | None:
    """What is said of an error that the machine is at fault for; None for any other error."""
    if is_memory(error):
        return _DEVICE_MEMORY if _DEVICE_TEXTS.search(str(error)) else _HOST_MEMORY
    if isinstance(error, RuntimeError) and "can't start new thread" in str(error):
        return _ADVICE[errno.EAGAIN][0].upper() + _ADVICE[errno.EAGAIN][1:]
    if not isinstance(error, OSError):
        return _explain_missing(error)
    is_short = _SHORT_WRITE.search(str(error.args))
    advice = _ADVICE.get(errno.ENOSPC if is_short else error.errno or 0)
    return advice and f"{error.filename or 'a file'}: {advice}"


def _explain_missing(error: BaseException) -> str | None:
    """What to type where a library of networks is missing, which the light environment lacks."""
    library = (getattr(error, "name", None) or "").partition(".")[0]
    if not isinstance(error, ModuleNotFoundError) or library not in INFERENCE:
        return None
    return (
        f"{library} is not installed: only from images to logits is it needed. Run: make inference"
    )


def is_memory(error: BaseException) -> bool:
    """Whether an error of Python, torch or OpenVINO says that memory is not enough."""
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return True
    text = str(error) if isinstance(error, RuntimeError | ImportError) else ""
    return bool(_HOST_TEXTS.search(text) or _DEVICE_TEXTS.search(text))


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """An OSError from the block names `path` if it names no file, as that of `write` does."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
