"""What came from elsewhere is named in LICENSES.md: nothing comes in without its terms."""

from pathlib import Path

import pytest

from tests.conftest import ROOT

LICENCES = (ROOT / "LICENSES.md").read_text(encoding="utf-8")
VENDOR = ROOT / "stages" / "page" / "vendor"
VENDORED = sorted(path for path in VENDOR.iterdir() if path.name != "README.md")


def test_every_folder_of_others_files_is_known_here() -> None:
    rooms = [path for top in ("stages", "tools", ".dvc/plots") for path in (ROOT / top).rglob("*")]
    folders = {path for path in rooms if path.is_dir() and path.name in {"vendor", "node_modules"}}
    scripts = {path.relative_to(ROOT).as_posix() for path in rooms if path.suffix == ".js"}
    assert folders == {VENDOR}
    assert {name for name in scripts if "/vendor/" not in name} == {
        "stages/page/tables.js",
        "stages/gallery/explorer/explorer.js",
        "stages/gallery/explorer/images.js",
    }


@pytest.mark.parametrize("path", VENDORED, ids=lambda path: path.name)
def test_a_vendored_file_is_named_with_its_licence(path: Path) -> None:
    (row,) = (line for line in LICENCES.splitlines() if line.startswith("| `stages/page/vendor/`"))
    assert f"`{path.name}`" in row
    assert "MIT, Copyright SpryMedia Limited" in row


@pytest.mark.parametrize(
    "path",
    [
        *("LICENSE", "LICENSE-Apache-2.0.txt", "LICENSE-permute-quantize-finetune.txt"),
        *(".dvc/plots/page.html", ".dvc/plots/LICENSE-vega.txt", "NOTICE"),
        "stages/page/vendor/LICENSE-datatables.txt",
    ],
)
def test_a_licence_and_the_page_with_vega_are_named(path: str) -> None:
    assert (ROOT / path).is_file()
    assert f"`{path}`" in LICENCES or f"({path})" in LICENCES


def test_no_licence_text_is_left_out() -> None:
    texts = {path for top in (ROOT, ROOT / ".dvc/plots", VENDOR) for path in top.glob("LICENSE*")}
    assert {path.name for path in texts} == {
        *("LICENSE", "LICENSE-Apache-2.0.txt", "LICENSE-permute-quantize-finetune.txt"),
        *("LICENSES.md", "LICENSE-vega.txt", "LICENSE-datatables.txt"),
    }
