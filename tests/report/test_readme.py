"""`python -m stages.report.readme`: the table between the marks, and whether it is current."""

from pathlib import Path

import pytest

from stages.core import files
from stages.core.errors import DataError
from stages.report.readme import END, START, filled, main
from tests.conftest import ROOT

PAGE = f"# Title\n\n{START}\nold\n{END}\n\nwritten by hand\n"


def test_only_what_stands_between_the_marks_changes() -> None:
    assert filled(PAGE, "| new |\n") == (f"# Title\n\n{START}\n| new |\n{END}\n\nwritten by hand\n")


@pytest.mark.parametrize("page", ["", START, f"{END}\n{START}", f"{START}{END}{START}{END}"])
def test_marks_that_are_missing_doubled_or_swapped_are_an_error(page: str) -> None:
    with pytest.raises(DataError, match=r"README\.md must hold"):
        filled(page, "table")


def test_a_filled_table_passes_the_check_and_an_edited_one_fails(checkout: Path) -> None:
    readme = checkout / "README.md"
    files.write_text(readme, PAGE)
    main(check=False)
    main(check=True)
    files.write_text(readme, readme.read_text(encoding="utf-8").replace("55.0 %", "65.0 %"))
    with pytest.raises(DataError, match="Run: make readme"):
        main(check=True)


def test_a_check_writes_nothing(checkout: Path) -> None:
    files.write_text(checkout / "README.md", PAGE)
    with pytest.raises(DataError):
        main(check=True)
    assert (checkout / "README.md").read_text(encoding="utf-8") == PAGE


def test_the_header_names_network_n_and_interval(checkout: Path) -> None:
    files.write_text(checkout / "README.md", PAGE)
    main(check=False)
    lines = (checkout / "README.md").read_text(encoding="utf-8").splitlines()
    header = lines[lines.index(START) + 1]
    for words in ("ResNet-50, quantised", "1,000 test images", "95 % Wilson interval"):
        assert words in header
    assert "> Uses Some Work, https://example.org/work, under its licence" in lines


def test_a_missing_readme_is_an_error(checkout: Path) -> None:
    with pytest.raises(DataError, match=r"README\.md is missing"):
        main(check=False)


def test_the_table_of_this_projects_readme_is_that_of_its_metrics(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    main(check=True)
