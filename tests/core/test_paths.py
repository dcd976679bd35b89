"""Every path starts at the root of the checkout, and a command that is run elsewhere says so."""

from pathlib import Path

import pytest

from stages.core import params, paths, strict_yaml
from stages.core.errors import ParamsError, StageError


@pytest.fixture
def below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder is stages/map of a checkout whose path has a blank; returns its root."""
    root = tmp_path / "my checkout"
    (root / ".dvc").mkdir(parents=True)
    (root / "params.yaml").write_text("backbones:\n  - net\n", encoding="utf-8")
    (root / "stages/map").mkdir(parents=True)
    monkeypatch.chdir(root / "stages/map")
    return root


def test_below_the_root_the_message_says_where_the_root_is(below: Path) -> None:
    with pytest.raises(StageError) as raised:
        params.load_backbones()
    assert str(raised.value) == (
        f"{below}/stages/map is not the root of this checkout, where every command is run. "
        f"Run: cd '{below}'"
    )


def test_a_file_that_is_there_is_read_below_the_root_too(below: Path) -> None:
    assert strict_yaml.read(Path("../../params.yaml")).content == {"backbones": ["net"]}


def test_in_the_root_a_missing_file_is_missing(
    below: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(below)
    paths.require_root()
    (below / "params.yaml").unlink()
    with pytest.raises(ParamsError, match=r"^params\.yaml cannot be read: "):
        params.load_backbones()


def test_outside_of_any_checkout_no_root_is_made_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StageError, match=r"is no checkout of this project: it has no params\.yaml"):
        params.load_backbones()
