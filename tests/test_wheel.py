"""The package as somebody installs it: built without the network, used from an empty folder."""

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

BUILD = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
NOT_INSTALLED = {
    "dvc", "jinja2", "markdown_it", "matplotlib", "openvino", "PIL", "requests", "safetensors",
    "sklearn", "statsmodels", "threadpoolctl", "torch", "torchvision", "tqdm",
}  # fmt: skip
Run = Callable[[str], str]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package without its dependencies: a wheel of Python files needs only unpacking."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-c", BUILD, str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("imagenet2cifar-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def run(site: Path, tmp_path: Path) -> Run:
    """Runs a program in an empty folder, with the package beside the test's own packages."""
    environment = os.environ | {"PYTHONPATH": str(site)}

    def start(program: str) -> str:
        command = [sys.executable, "-W", "error", "-c", program]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert list(tmp_path.iterdir()) == []
        return done.stdout

    return start


def test_the_wheel_holds_the_package_and_nothing_else(site: Path) -> None:
    found = {path.name for path in site.iterdir()}
    assert {name.split("-")[0] for name in found} == {"imagenet2cifar"}
    assert len(found) == 2  # the package and what pip knows of it
    assert (site / "imagenet2cifar/__init__.py").read_bytes() == (
        ROOT / "stages/public.py"
    ).read_bytes()


def test_the_program_of_the_library_page_runs_and_prints_what_it_says(run: Run) -> None:
    page = (ROOT / "docs/library.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    promised = re.findall(r"`(\[[ 0-9-]+\])`", page.split(program)[1])
    assert len(promised) == 2
    printed = run(program).splitlines()
    assert printed[:2] == promised
    assert re.search(r" lda +0\.\d+ +0\.\d+$", "\n".join(printed), flags=re.MULTILINE)


def test_the_notebook_runs_with_the_installed_package(run: Run) -> None:
    cells = json.loads((ROOT / "examples/first.ipynb").read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    program = "\n".join("".join(cell["source"]) for cell in code)
    start = f"import os, matplotlib; matplotlib.use('agg'); os.chdir({str(ROOT / 'examples')!r})\n"
    printed = ["".join(out.get("text", ())) for cell in code for out in cell["outputs"]]
    assert run(start + program) == "".join(printed)


def test_the_example_of_a_fitted_strategy_is_true(run: Run) -> None:
    check = "import doctest, imagenet2cifar; print(doctest.testmod(imagenet2cifar))"
    assert run(check) == "TestResults(failed=0, attempted=7)\n"


def test_every_strategy_fits_with_the_five_dependencies(run: Run) -> None:
    """Nothing that `pip install` leaves out is imported, and the environment stays as it was."""
    program = """
import json, os, sys
before = dict(os.environ)
import imagenet2cifar as ours
assert dict(os.environ) == before
at_start = set(sys.modules)
import numpy as np
import yaml
options = {
    "groups": "wordnet_strict", "of": "logits", "reduce": "mean", "unmapped": "reassign",
    "gamma": 8.0, "seed": 0, "prior": "uniform", "rounds": 2, "smoothing": 1.0, "share": 0.15,
    "inverse_penalty": 0.01, "shrinkage": 0.1, "debias": "none", "sources": 1,
}
draw = np.random.default_rng(0)
labels = np.arange(60) % 10
logits = draw.normal(size=(60, 1000))
logits[np.arange(60), np.array([404, 817, 10, 281, 352, 207, 31, 339, 510, 867])[labels]] += 9
for name, strategy in ours.STRATEGIES.items():
    if strategy.ensemble == "wanted":
        continue
    wanted = {key: options[key] for key in strategy.options.model_fields if key != "method"}
    chosen = strategy.options(method=name, **wanted)
    evidence = ours.Evidence(ours.read_knowledge("cifar10", [chosen]), logits, labels, logits)
    predictions = ours.predict(strategy.fit(evidence, chosen)(logits))
    assert predictions.shape == (60,), name
print(json.dumps([sorted(at_start), sorted(sys.modules)]))
"""
    at_start, in_the_end = (set(names) for names in json.loads(run(program)))
    assert not in_the_end & NOT_INSTALLED
    assert "pandas" not in at_start


def test_the_results_are_those_of_the_checkout(run: Run) -> None:
    program = "import imagenet2cifar as i; print(i.read_results().to_json(orient='records'))"
    rows = json.loads(run(program))
    committed = {
        path.parts[-3:]: json.loads(path.read_text(encoding="utf-8"))
        for path in ROOT.glob("metrics/*/*/*.json")
    }
    for row in rows:
        place = (row.pop("backbone"), row.pop("kind"), f"{row.pop('strategy')}.json")
        assert row == committed.pop(place)
    assert committed == {}


def test_a_fault_is_told_with_a_path_that_leads_to_it(run: Run) -> None:
    program = """
import imagenet2cifar.vocabulary
from imagenet2cifar import StageError, read_groups
imagenet2cifar.vocabulary.IMAGENET = imagenet2cifar.vocabulary.FOLDER / "gone.csv"
for name in ("wordnet_brod", "wordnet_broad"):
    try:
        read_groups(name)
    except StageError as error:
        print(error)
"""
    unknown, gone = run(program).splitlines()
    assert unknown.startswith("there is no list 'wordnet_brod'; allowed: the path of a file, or ")
    assert re.search(r"^/.*/imagenet2cifar/vocabulary/gone\.csv: it is missing\. .* again\.$", gone)
