"""CONTRIBUTING.md says what is so: its strategy works, its reasons are for the libraries in use."""

import json
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
from functools import partial
from itertools import chain
from pathlib import Path

from tests.conftest import ROOT
from tests.pipeline import Checkout, copy_sources

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def added(first: str) -> str:
    """The lines that the diff whose first added line begins so would add, without their signs."""
    blocks = re.findall(r"```diff\n(.*?)```", PAGE, flags=re.DOTALL)
    found = ["\n".join(re.findall(r"^ *\+(.*)$", block, flags=re.MULTILINE)) for block in blocks]
    return next(text for text in found if text.startswith(first))


def diffs_below(heading: str) -> list[str]:
    """The diffs of a section, without the indentation of the list that they stand in."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^ *```diff\n.*?```", section, flags=re.MULTILINE | re.DOTALL)
    return ["\n".join(textwrap.dedent(block).splitlines()[1:-1]) for block in blocks]


def added_by(diff: str) -> str:
    return "".join(f"{line[1:]}\n" for line in diff.splitlines() if line.startswith("+"))


def apply(diff: str, path: Path) -> None:
    """Write what the diff says into a file; its lines to be kept or taken out are there once."""
    text = path.read_text(encoding="utf-8")
    for hunk in re.split(r"^@@$", diff, flags=re.MULTILINE):
        lines = hunk.strip("\n").splitlines()
        old, new = (
            "".join(f"{line[1:]}\n" for line in lines if line[:1] in signs)
            for signs in (" -", " +")
        )
        assert text.count(old) == 1, f"{path} has {text.count(old)} times {old!r}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def add_a_strategy_and_a_list(root: Path) -> None:
    """Both, in a checkout of the project, with every file that the page names."""
    code, test, row, described, named = diffs_below("Add a strategy in three steps")
    edit, listed = diffs_below("Add a class group in three steps")
    strategies, groups = root / "stages/map/strategies", root / "stages/map/groups"
    (strategies / "majority.py").write_text(added_by(code), encoding="utf-8")
    (root / "tests/map/test_majority.py").write_text(added_by(test), encoding="utf-8")
    apply(row, strategies / "__init__.py")
    apply(described, root / "docs/strategies.md")
    shutil.copy(groups / "cinic10.yaml", groups / "cinic10_apart.yaml")
    apply(edit, groups / "cinic10_apart.yaml")
    params = root / "params.yaml"
    before, mark, after = params.read_text(encoding="utf-8").partition("map:\n")
    after = after.replace("  strategies:\n", "  strategies:\n" + added_by(named + "\n" + listed), 1)
    params.write_text(before + mark + after, encoding="utf-8")


def test_the_tests_still_pass_once_both_are_added(tmp_path: Path) -> None:
    """Those that read the strategies, the lists and their page; the tools of the lint pass, too."""
    copy_sources(ROOT, tmp_path)
    add_a_strategy_and_a_list(tmp_path)
    added_files = ["stages/map/strategies/majority.py", "tests/map/test_majority.py"]
    run = partial(subprocess.run, cwd=tmp_path, check=True)
    run(["ruff", "format", "--check", *added_files])
    run(["ruff", "check", *added_files])
    run(["mypy", *added_files])
    for chosen in (
        [
            "tests/map/test_majority.py",
            "tests/map/test_groups.py",
            "tests/map/test_group_lists.py",
            "tests/map/test_params.py",
            "tests/test_strategies_page.py",
            "tests/sensitivity/test_findings.py",
        ],
        [
            "tests/map/test_every_strategy.py",
            "tests/map/test_class_lists.py",
            "tests/test_house.py",
            "-k",
            "majority or apart or relative",
        ],
    ):
        run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *chosen])


def test_every_room_and_every_tool_is_on_the_page() -> None:
    places = PAGE.split("## What is where\n")[1].split("```")[1]
    named = set(re.findall(r"\w+", places))
    rooms = {path.name for path in (ROOT / "stages").iterdir() if (path / "__init__.py").exists()}
    tools = {path.stem for path in (ROOT / "tools").iterdir() if not path.name.startswith("__")}
    assert (rooms | tools) - named == set()


def add_metric(root: Path) -> None:
    """`balanced_accuracy`, as the page says."""
    field, row, computed, tested, cell = diffs_below("Add a metric in three steps")
    apply(field, root / "stages/tables/evaluate.py")
    apply(row, root / "docs/metrics.md")
    apply(computed, root / "stages/evaluate/rows.py")
    apply(tested, root / "tests/evaluate/test_rows.py")
    apply(cell, root / "stages/report/templates/table.md.j2")


def test_what_is_added_as_the_page_says_is_measured_and_reported(bare: Checkout) -> None:
    """Strategy, list and metric at once, in a clone without images, by the page's commands."""
    add_a_strategy_and_a_list(bare.root)
    # the tiny checkout had one supervised strategy, and so needed no reference among them
    bare.edit("params.yaml", "supervised: linear_probe", "supervised: bayesian")
    bare.run("python", "-m", "tools.check", "stages/map/groups/cinic10_apart.yaml")
    add_metric(bare.root)
    bare.run("dvc", "repro", "--pull", "--allow-missing", "report")
    page = (bare.root / "report/report.md").read_text(encoding="utf-8")
    assert " | mean recall | answered |\n" in page
    for metrics in ("supervised/majority.json", "zero_shot/cinic10_apart.json"):
        found = json.loads((bare.root / "metrics/tiny-net" / metrics).read_text(encoding="utf-8"))
        # the tiny test images are three of each target, so the mean recall is the accuracy
        assert 0 <= found["accuracy"] == found["balanced_accuracy"] <= 1
        strategy = Path(metrics).stem
        shown = f"{100 * found['balanced_accuracy']:.1f} % | {100 * found['answered_share']:.1f} %"
        assert re.search(rf"\| \**{strategy}\** \|.* \| {re.escape(shown)} \|\n", page)
    bare.run("python", "-m", "tools.readme")
    assert "| majority |" in (bare.root / "docs/results.md").read_text(encoding="utf-8")


def test_a_metric_that_is_added_as_the_page_says_leaves_the_tests_of_its_rooms_green(
    bare: Checkout,
) -> None:
    add_metric(bare.root)
    told = "test_metrics_page.py::test_every_metric_is_explained"
    tests = ("evaluate/test_rows.py", "results", "report/test_report.py", told)
    bare.run(sys.executable, "-m", "pytest", "-q", "-x", *(f"tests/{test}" for test in tests))


def test_the_entry_of_the_example_is_that_of_the_network() -> None:
    text = (ROOT / "networks/resnet18-pqf.yaml").read_text(encoding="utf-8")
    assert f"{added('title: ResNet-18')}\n" == text


def test_every_library_has_its_reason_and_no_other_has() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lists = project["project"]["optional-dependencies"] | project["dependency-groups"]
    wanted = [*project["project"]["dependencies"], *chain(*lists.values())]
    names = {re.split(r"[<>=]", requirement)[0] for requirement in wanted}
    rows = re.findall(r"^\| ([\w, .-]+) \|", PAGE.split("## Dependencies")[1], flags=re.MULTILINE)
    told = {name for row in rows for name in row.split(", ")}
    assert told - {"library", "for development", "list", "from pyproject.toml"} == names
