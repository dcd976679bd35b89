"""CONTRIBUTING.md says what is so: its strategy works, its reasons are for the libraries in use."""

import re
import tomllib
from types import ModuleType

import numpy as np

from stages.download import catalog
from stages.map.evidence import Labelled
from tests.conftest import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def added(first: str) -> str:
    """The lines that the diff whose first added line begins so would add, without their signs."""
    blocks = re.findall(r"```diff\n(.*?)```", PAGE, flags=re.DOTALL)
    found = ["\n".join(re.findall(r"^ *\+(.*)$", block, flags=re.MULTILINE)) for block in blocks]
    return next(text for text in found if text.startswith(first))


def test_the_strategy_of_the_example_does_what_it_says() -> None:
    """Labels 1, 1, 0 favour class 0, a 0 class 1, a 0 and a 1 class 2, none class 3."""
    module = ModuleType("majority")
    exec(added('"""Each ImageNet class'), module.__dict__)  # noqa: S102  # it is our own page
    logits = np.eye(4, dtype=np.float32)[[0, 0, 0, 1, 2, 2]]
    train = Labelled(logits, np.array([1, 1, 0, 0, 0, 1]), targets=2)
    fitted = module.fit(train, module.Options(method="majority"))
    assert fitted.weights.tolist() == [[0, 1], [1, 0], [1, 0], [0, 0]]


def test_the_catalog_entry_of_the_example_is_that_of_the_catalog() -> None:
    text = catalog.CATALOG.read_text(encoding="utf-8")
    assert added("  resnet18-pqf:") in text


def test_every_library_has_its_reason_and_no_other_has() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[<>=]", requirement)[0] for requirement in wanted}
    rows = re.findall(r"^\| ([\w, -]+) \|", PAGE.split("## Dependencies")[1], flags=re.MULTILINE)
    told = {name for row in rows for name in row.split(", ")}
    assert told - {"library", "for development"} == names
