"""Errors that a person can act on: where, what is wrong, what is allowed, what to type next.

StageError            one line, exit code 1
├── ParamsError       a YAML file that people write: params.yaml, a group list, the catalog
├── DataError         a data file that is missing, damaged or not what was asked for
└── SourceError       nothing could be fetched from any source
"""


class StageError(Exception):
    """Foreseen trouble; its text is all that the user sees."""


class ParamsError(StageError):
    """A file written by a person says something that is not allowed."""


class DataError(StageError):
    """A data file is missing, damaged, or belongs to something else."""


class SourceError(StageError):
    """A source could not be reached, or did not send what the catalog promises."""
