"""One writer and one reader for all JSON records, driven by their type.

A key that is not declared is ignored, because a file may be newer than the code; a missing one is
an error. A number that does not exist is None in Python, and its key is not in the file.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from ..core import files
from ..core.errors import DataError

Content = TypeVar("Content")


@dataclass(frozen=True)
class Record(Generic[Content]):
    """A kind of JSON file: the type of its content, its place, the stages that write it."""

    content: type[Content]  # a frozen dataclass to be written, or a pydantic model to be read
    place: str  # with {backbone}, {kind} and {strategy} where there is a file for each
    stage: str

    def path(self, **names: str) -> Path:
        """Where one file lies, from the root of the checkout."""
        return Path(self.place.format(**names))

    def write(self, path: Path, content: Content, decimals: int) -> None:
        """Write a whole file, all its numbers rounded to `decimals`."""
        values = asdict(content)  # type: ignore[call-overload]  # a dataclass
        there = {key: value for key, value in values.items() if value is not None}
        files.write_json(path, _round(there, decimals))

    def read(self, **names: str) -> Content:
        """The checked content; DataError names the first key at fault and what to type."""
        path = self.path(**names)
        try:
            return TypeAdapter(self.content).validate_python(files.read_json(path))
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            key = ".".join(map(str, fault["loc"])) or "the file"
            raise DataError(
                f"{path}: {key}: {fault['msg'].lower()}. Run: dvc repro -f {self.stage}"
            ) from error


def _round(content: Any, decimals: int) -> Any:
    if isinstance(content, dict):
        return {key: _round(value, decimals) for key, value in content.items()}
    return round(content, decimals) + 0.0 if isinstance(content, float) else content  # no −0.0
