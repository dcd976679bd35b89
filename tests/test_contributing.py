"""CONTRIBUTING.md says what is so: its strategy works, its reasons are for the libraries in use."""

import json
import re
import shutil
import textwrap
import tomllib
from pathlib import Path
from types import ModuleType

import numpy as np

from stages.map.evidence import Labelled
from stages.sources import catalog
from tests.conftest import ROOT
from tests.pipeline import Checkout

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def added(first: str) -> str:
    """The lines that the diff whose first added line begins so would add, without their signs."""
    blocks = re.findall(r"```diff\n(.*?)```", PAGE, flags=re.DOTALL)
    found = ["\n".join(re.findall(r"^ *\+(.*)$", block, flags=re.MULTILINE)) for block in blocks]
    return next(text for text in found if text.startswith(first))


def test_the_strategy_of_the_example_does_what_it_says() -> None:
    """Labels 1, 1, 0 favour class 0, a 0 class 1, a 0 and a 1 class 2, none class 3."""
    module = ModuleType("stages.map.strategies.majority")
    module.__package__ = "stages.map.strategies"
    exec(added('"""Each ImageNet class'), module.__dict__)  # noqa: S102  # it is our own page
    logits = np.eye(4, dtype=np.float32)[[0, 0, 0, 1, 2, 2]]
    train = Labelled(logits, np.array([1, 1, 0, 0, 0, 1]), targets=2)
    fitted = module.fit(train, module.Options(method="majority"))
    assert fitted.weights.tolist() == [[0, 1], [1, 0], [1, 0], [0, 0]]


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


def test_a_strategy_and_a_list_that_are_added_as_the_page_says_get_their_metrics(
    bare: Checkout,
) -> None:
    """Both at once, in a clone without images, by the command that the page gives."""
    code, row, named = diffs_below("Add a strategy in three steps")
    edit, listed = diffs_below("Add a class group in three steps")
    strategies, groups = bare.root / "stages/map/strategies", bare.root / "stages/map/groups"
    (strategies / "majority.py").write_text(added_by(code), encoding="utf-8")
    apply(row, strategies / "__init__.py")
    shutil.copy(groups / "cinic10.yaml", groups / "cinic10_apart.yaml")
    apply(edit, groups / "cinic10_apart.yaml")
    both = added_by(named) + added_by(listed)
    bare.edit(
        "params.yaml",
        "  strategies:\n    wordnet_mean:\n",
        "  strategies:\n" + both + "    wordnet_mean:\n",
    )
    # the tiny checkout had one supervised strategy, and so needed no reference among them
    bare.edit("params.yaml", "supervised: linear_probe", "supervised: bayesian")
    bare.run("python", "-m", "tools.check", "stages/map/groups/cinic10_apart.yaml")
    bare.run("dvc", "repro", "--pull", "--allow-missing", "report")
    for metrics in ("supervised/majority.json", "zero_shot/cinic10_apart.json"):
        found = json.loads((bare.root / "metrics/tiny-net" / metrics).read_text(encoding="utf-8"))
        assert 0 <= found["accuracy"] <= 1


def test_the_catalog_entry_of_the_example_is_that_of_the_catalog() -> None:
    text = catalog.CATALOG.read_text(encoding="utf-8")
    assert added("  resnet18-pqf:") in text


def test_every_library_has_its_reason_and_no_other_has() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["pipeline"],
        *project["dependency-groups"]["dev"],
    ]
    names = {re.split(r"[<>=]", requirement)[0] for requirement in wanted}
    rows = re.findall(r"^\| ([\w, -]+) \|", PAGE.split("## Dependencies")[1], flags=re.MULTILINE)
    told = {name for row in rows for name in row.split(", ")}
    assert told - {"library", "for development"} == names
