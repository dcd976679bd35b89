"""YAML read strictly."""

from pathlib import Path

import pytest

from stages.core import strict_yaml
from stages.core.errors import ParamsError


def write(folder: Path, text: str) -> Path:
    path = folder / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    document = strict_yaml.read(write(tmp_path, "a:\n  b: 1\n  c:\n    - x\n    - y\n"))
    assert document.content == {"a": {"b": 1, "c": ["x", "y"]}}
    assert document.lines[("a", "b")] == 2
    assert document.lines[("a", "c", 1)] == 5
    assert document.where(("a", "missing")) == f"{document.path}:1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", ":3: the key 'a' stands here twice."),
        ("a:\n  on: 1\n", ":2: the key 'on' is not text for YAML; quote it."),
        ("a: [1\n", "not valid YAML"),
        ("a: !!python/object:os.system 1\n", "not valid YAML"),
    ],
)
def test_what_yaml_would_let_pass_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ParamsError) as caught:
        strict_yaml.read(write(tmp_path, text))
    assert message in str(caught.value)


def test_a_missing_file_says_how_to_get_it_back(tmp_path: Path) -> None:
    with pytest.raises(ParamsError, match=r"cannot be read.*Run: git checkout"):
        strict_yaml.read(tmp_path / "none.yaml")
