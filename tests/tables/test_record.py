"""Records: a JSON file as its type."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from stages.core import files
from stages.core.errors import DataError
from stages.tables.record import Record


@dataclass(frozen=True)
class Part:
    share: float


@dataclass(frozen=True)
class Whole:
    images: int
    parts: dict[str, Part]
    line: float | None


RECORD = Record(Whole, "metrics/{backbone}.json", "somestage")
PATH = Path("metrics/r50.json")


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_numbers_are_rounded_at_every_depth_and_come_back() -> None:
    RECORD.write(RECORD.path(backbone="r50"), Whole(3, {"a": Part(0.12345)}, -1e-9), 3)
    expected = (
        '{\n  "images": 3,\n  "line": 0.0,\n  "parts": {\n    "a": {\n'
        '      "share": 0.123\n    }\n  }\n}\n'
    )
    assert PATH.read_text(encoding="utf-8") == expected
    assert RECORD.read(backbone="r50") == Whole(3, {"a": Part(0.123)}, 0.0)


def test_a_key_that_is_not_declared_is_ignored() -> None:
    files.write_json(PATH, {"images": 3, "parts": {}, "line": None, "newer": 1})
    assert RECORD.read(backbone="r50") == Whole(3, {}, None)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"images": 3, "parts": {}}, "line: field required"),
        ({"images": 3, "parts": {"a": {"share": "x"}}, "line": None}, "parts.a.share: input"),
        ([], "the file: input should be a dictionary"),
    ],
)
def test_the_first_key_at_fault_is_named_with_the_command(content: object, told: str) -> None:
    files.write_json(PATH, content)
    with pytest.raises(DataError, match=told) as caught:
        RECORD.read(backbone="r50")
    assert str(caught.value).startswith("metrics/r50.json: ")
    assert str(caught.value).endswith("Run: dvc repro -f somestage")
