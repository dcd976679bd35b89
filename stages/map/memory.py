"""How much memory a process may still take, and a refusal before it takes more."""

from pathlib import Path

from ..core.errors import ParamsError

_MACHINE = Path("/proc/meminfo")
_GROUP = Path("/sys/fs/cgroup")  # the limits of a container or of a batch job (control groups v2)


def available(machine: Path = _MACHINE, group: Path = _GROUP) -> int | None:
    """Bytes that are free, or that the system frees for whoever asks; None where it cannot tell.

    The smaller of what the machine has and of what the process may have.
    """
    found = []
    if machine.exists():
        found.append(1024 * _read(machine, "MemAvailable:"))
    limit = group / "memory.max"
    if limit.exists() and (most := limit.read_text().strip()) != "max":
        taken = int((group / "memory.current").read_text())
        pages = _read(group / "memory.stat", "inactive_file")  # of files, which can be read again
        found.append(int(most) - taken + pages)
    return max(0, min(found)) if found else None


def require(needed: int, what: str, instead: str) -> None:
    """ParamsError if something needs more bytes than there are; `instead` says what to do."""
    there = available()
    if there is not None and needed > there:
        raise ParamsError(
            f"{what} needs {needed / 1e9:.1f} GB of memory, and {there / 1e9:.1f} GB are "
            f"available; {instead}"
        )


def _read(path: Path, name: str) -> int:
    """The number behind a name, in a file with one of each on a line."""
    lines = (line.split() for line in path.read_text().splitlines())
    return next((int(words[1]) for words in lines if words and words[0] == name), 0)
