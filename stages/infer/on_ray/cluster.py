"""Joins the cluster that RAY_ADDRESS names, or starts Ray on this machine."""

import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import torch

from ...core import lock
from ...core.errors import ParamsError, StageError

ADDRESS = "RAY_ADDRESS"
ROOT = Path(__file__).parents[3]
OBJECTS = 80_000_000  # bytes, near Ray's minimum: images and logits never travel through its store
# not TMPDIR, which is long on some systems: the path of a socket has at most 100 characters
TEMPORARY = Path("/tmp")  # noqa: S108 (the folder in it has a name that nobody can guess)
FOLDER = "imagenet2cifar-ray-"
LOCK = "lock"
CONNECT = 10.0  # seconds

# Ray reads these once, when it is imported; a cluster has its own
SETTINGS: Mapping[str, str] = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_worker_niceness": "0",  # 15 by default: workers would give way to everything else
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",  # or it would pack and send this folder, data/ included
}


def import_ray() -> Any:
    """The library, with our settings; ParamsError if it is not installed."""
    os.environ.update(SETTINGS)
    if not os.environ.get(ADDRESS):
        # its processes listen on the network; Ray itself would keep one token in the home folder
        os.environ.setdefault("RAY_AUTH_MODE", "token")
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    try:
        import ray
    except ImportError as error:
        raise ParamsError(
            "params.yaml: infer.engine is 'ray', which is not installed here. Run: make ray, or "
            "choose local."
        ) from error
    return ray


@contextmanager
def connect(ray: Any) -> Iterator[None]:
    """Be a driver until the block ends; nothing of what was started here runs on after it."""
    workers = {
        "PYTHONPATH": str(ROOT),  # they import this code, wherever they start
        # of torch on a CPU, whose last bits depend on it: as many as in this process, so that all
        # workers compute what it would
        "OMP_NUM_THREADS": str(torch.get_num_threads()),
    }
    options = {
        "runtime_env": {"env_vars": workers},
        "log_to_driver": False,
        "logging_level": "error",
    }
    with ExitStack() as stack:
        folder = None if os.environ.get(ADDRESS) else stack.enter_context(temporary_folder())
        stack.callback(ray.shutdown)  # before the folder is deleted
        if folder is None:
            _join(ray, options)
        else:
            _start(ray, folder, options)
        yield


def _join(ray: Any, options: Mapping[str, Any]) -> None:
    address = os.environ[ADDRESS]
    host, _, port = address.rpartition(":")
    try:
        if host and port.isdecimal():
            # Ray would try for minutes where nothing listens
            socket.create_connection((host, int(port)), timeout=CONNECT).close()
        ray.init(**options)
    # what does not answer, a wrong token, another version, an address that is none
    except (OSError, RuntimeError, ValueError, ImportError, AssertionError) as error:
        reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise StageError(
            f"the cluster of {ADDRESS}={address} cannot be joined: {reason}. Start it "
            f"(docs/scale.md), or type: unset {ADDRESS}, to work on this machine alone."
        ) from error


def _start(ray: Any, folder: str, options: Mapping[str, Any]) -> None:
    """Ray's processes are its driver's children, and end with it, however it ends."""
    ray.init(
        address="local",
        include_dashboard=False,
        object_store_memory=OBJECTS,
        _temp_dir=folder,
        **options,
    )


@contextmanager
def temporary_folder() -> Iterator[str]:
    """A folder for Ray's logs and sockets; those that killed runs have left are deleted first."""
    for path in TEMPORARY.glob(f"{FOLDER}*/{LOCK}"):
        if os.access(path, os.R_OK) and lock.is_free(path):
            shutil.rmtree(path.parent, ignore_errors=True)
    folder = tempfile.mkdtemp(prefix=FOLDER, dir=TEMPORARY)
    try:
        with lock.hold(Path(folder, LOCK), "runs Ray"):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
