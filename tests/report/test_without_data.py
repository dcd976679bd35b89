"""A clone without data has all files that the report reads."""

from tests.pipeline import Checkout


def test_only_an_edit_lets_dvc_write_the_page_and_the_stage_itself_always_does(
    bare: Checkout,
) -> None:
    """index.html is not in Git, and `--allow-missing` does not miss it."""
    page = bare.root / "report/index.html"
    bare.run("dvc", "repro", "--pull", "--allow-missing", "report")
    assert not page.exists()
    bare.run("python", "-m", "stages.report")
    assert page.is_file()
    assert bare.run("git", "status", "--porcelain") == ""
