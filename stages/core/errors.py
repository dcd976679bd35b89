"""Errors that a person can act on: where, what is wrong, what is allowed, what to type next.

StageError            one line, exit code 1
├── ParamsError       a YAML file that people write: params.yaml, a group list, an entry
├── DataError         a data file that is missing, damaged or not what was asked for
└── SourceError       nothing could be fetched from any source
"""

import reprlib

LONGEST = 2000  # characters of a message; the longest of ours lists some dozen names

_SHORT = reprlib.Repr()
_SHORT.maxlevel = 2  # lists and maps inside each other
_SHORT.maxstring = _SHORT.maxlong = _SHORT.maxother = 80  # characters


def shown(value: object) -> str:
    """A value as a message repeats it: its repr, cut in the middle where it is long."""
    return _SHORT.repr(value)


class StageError(Exception):
    """Foreseen trouble; its text is all that the user sees, so it is cut where it has no end."""

    def __init__(self, message: str) -> None:
        super().__init__(message if len(message) <= LONGEST else f"{message[:LONGEST]} …")


class ParamsError(StageError):
    """A file written by a person says something that is not allowed."""


class DataError(StageError):
    """A data file is missing, damaged, or belongs to something else."""


class SourceError(StageError):
    """A source could not be reached, or did not send what its entry promises."""
