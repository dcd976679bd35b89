"""Reads the tensors of a checkpoint; no code in the file is run, and none is larger than the file.

Programs wrap them differently: alone, beside the state of the training, with a running average.
"""

import logging
import pickle
import re
import struct
import zipfile
from pathlib import Path
from typing import Any

from torch import Tensor, load, strided

from ..core import formats
from ..core.errors import DataError, shown
from ..core.refusals import is_memory

State = dict[str, Tensor]

# keys under which the tensors lie, the running average of the weights first, as timm does
KNOWN = ("state_dict_ema", "model_ema", "ema_state_dict", "state_dict", "model_state_dict", "model")
# what a file begins with that is not what its name says
STRANGE = {
    b"version https://git-lfs": "it is a pointer of Git LFS. Run: git lfs pull",
    b"<": "it is a web page. Fetch the file itself",
    b"{": "it is JSON. Fetch the file with the numbers",
}
SAVED = "Let the program that made it save tensors alone: torch.save(model.state_dict(), PATH)"


def read_tensors(path: Path) -> State:
    """The tensors by name; DataError where there are none, or not only tensors.

    One line is logged where others lie beside them.
    """
    state = _choose(path, _read(path))
    if sum(t.numel() * t.itemsize for t in state.values()) > path.stat().st_size:
        raise DataError(f"{path} says that its tensors have more numbers than it holds.")
    return state


def _read(path: Path) -> Any:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(64)
    if size == 0:
        raise DataError(f"{path} is no checkpoint: it is empty.")
    try:
        if head[8:9] == b"{" and 8 + int.from_bytes(head[:8], "little") <= size:
            return _read_safetensors(path)
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                formats.check_members(archive, size)
        return load(path, map_location="cpu", weights_only=True)
    # torch's unpickler raises any of these for damaged and for hostile files
    except (
        *(pickle.UnpicklingError, RuntimeError, EOFError, AssertionError, AttributeError),
        *(
            LookupError,
            TypeError,
            ValueError,
            OverflowError,
            OSError,
            zipfile.BadZipFile,
            struct.error,
        ),
    ) as error:
        if is_memory(error):
            raise
        raise DataError(f"{path} is no checkpoint: {_explain(head, error)}.") from error


def _read_safetensors(path: Path) -> State:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return load_file(path)
    except SafetensorError as error:
        raise ValueError(str(error)) from error


def _explain(head: bytes, error: Exception) -> str:
    """What is wrong with a file, in a few words; torch's own text is a page of advice."""
    begins = f"it begins with {shown(head[:24].decode('ascii', 'replace'))}"
    for start, told in STRANGE.items():
        if head.lstrip().startswith(start):
            return f"{begins}; {told}"
    text = str(error)
    if named := re.search(r"Unsupported (?:global: GLOBAL|class|function) ([\w.]+)", text):
        return f"it holds an object that is no tensor, {named[1]}, and could run code. {SAVED}"
    if head.startswith((b"PK", b"\x80")) or head[8:9] == b"{":
        inner = re.search(r"WeightsUnpickler error: ([^.\n]*)", text)
        first = inner[1] if inner else text.split("\n")[0].split(". ")[0]
        return f"it is damaged ({shown(first)}). Fetch it again"
    return begins


def _choose(path: Path, content: Any) -> State:
    """The file's own dict of tensors, or the one inside of it; a running average comes first."""
    if _is_state(content):
        return content  # type: ignore[no-any-return]
    inside = content if isinstance(content, dict) else {}
    found = {key: value for key, value in inside.items() if _is_state(value)}
    key = next((key for key in KNOWN if key in found), None)
    if key is None and len(found) == 1:
        (key,) = found
    if key is None:
        raise DataError(f"{path} {_describe(content, tuple(found))}. {SAVED}.")
    if others := [shown(other) for other in inside if other != key]:
        logging.info(f"{path}: takes the tensors of {key!r}; beside it are {', '.join(others)}.")
    return found[key]  # type: ignore[no-any-return]


def _describe(content: Any, found: tuple[str, ...]) -> str:
    if found:
        several = ", ".join(map(shown, found))
        return f"has several dicts of tensors ({several}), none of them under a usual key"
    if not isinstance(content, dict):
        return f"is no dict of tensors, but {shown(type(content).__name__)}"
    if not content:
        return "is no dict of tensors, but an empty one"
    other = next((key for key, value in content.items() if not _is_plain(key, value)), None)
    return f"is no dict of tensors: {shown(other)} is {shown(type(content[other]).__name__)}"


def _is_state(content: object) -> bool:
    return (
        isinstance(content, dict)
        and len(content) > 0
        and all(map(_is_plain, content, content.values()))
    )


def _is_plain(name: object, tensor: object) -> bool:
    """Whether an entry is a name with real numbers that lie in memory, one by one."""
    return (
        isinstance(name, str)
        and isinstance(tensor, Tensor)
        and tensor.layout == strided
        and tensor.device.type == "cpu"
        and not tensor.is_quantized
        and not tensor.is_complex()
    )
