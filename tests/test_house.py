"""The house keeps its own rules: deps = what a run reaches, tools apart, torch in three rooms."""

import ast
import re
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from stages.core.params import SECTIONS
from tests import typed
from tests.conftest import ROOT

PIPELINE = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))
STAGES: dict[str, Any] = PIPELINE["stages"]
PACKAGES = {Path("stages/__init__.py"), Path("tools/__init__.py")}
MODULES = {path.relative_to(ROOT) for top in PACKAGES for path in (ROOT / top).parent.rglob("*.py")}
NETWORKS = ("torch", "torchvision", "openvino")
# tools/logits: only to read a .pt file
ROOMS_WITH_TORCH = {"stages/preprocess", "stages/infer", "stages/study", "tools/logits"}


def module_file(name: str) -> Path | None:
    """The file of a dotted name such as `stages.core.paths`, if it is a module of ours."""
    path = Path(*name.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate in MODULES:
            return candidate
    return None


def file_that_runs(module: str) -> Path:
    """What `python -m` runs, for a dotted name."""
    file = module_file(f"{module}.__main__") or module_file(module)
    assert file, f"there is no module {module}"
    return file


@cache
def imported_names(path: Path) -> frozenset[str]:
    """Every dotted name that a file imports, `from a import b` counted as a and as a.b."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # one dot is the module's own package, each further one the package around it
            around = path.parent.parts[: len(path.parent.parts) + 1 - node.level]
            start = ".".join(around) if node.level else ""
            module = ".".join(filter(None, (start, node.module)))
            names |= {module, *(f"{module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


@cache
def imported_files(path: Path) -> frozenset[Path]:
    """Our modules that a file imports, and the packages around them and around itself."""
    dotted = [name.split(".") for name in imported_names(path)] + [list(path.parent.parts)]
    names = {".".join(parts[:end]) for parts in dotted for end in range(1, len(parts) + 1)}
    started = re.findall(r'run_stage\("(\w+)"', (ROOT / path).read_text(encoding="utf-8"))
    names |= {f"stages.{room}.stage" for room in started}
    return frozenset(file for name in names if (file := module_file(name)))


def reached(start: Path) -> set[Path]:
    """Our files that can be imported when one of them runs, that one among them."""
    waiting, seen = [start], set[Path]()
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += imported_files(path)
    return seen - PACKAGES


def hashed(stage: str) -> set[Path]:
    """The modules among a stage's deps, or in folders among them."""
    deps = {Path(dep) for dep in STAGES[stage]["deps"]}
    return {path for path in MODULES if deps & {path, *path.parents}}


@pytest.mark.parametrize("stage", STAGES)
def test_dvc_hashes_exactly_the_code_that_a_stage_can_reach(stage: str) -> None:
    """Less, and an edit would leave old results; more, and it would run what it cannot change."""
    files = reached(file_that_runs(STAGES[stage]["cmd"].split()[2]))
    assert (files - hashed(stage), hashed(stage) - files) == (set(), set())


@pytest.mark.parametrize("room", ["map", "evaluate"])
def test_a_stage_that_keeps_results_knows_all_of_its_code(room: str) -> None:
    """An edit of it must not leave a kept result in use."""
    code = import_module(f"stages.{room}.stage").CODE
    deps = [dep for dep in STAGES[room]["deps"] if dep.startswith("stages/")]
    deps.remove("stages/vocabulary/${targets}.yaml")  # what it says is among a result's inputs
    assert deps == [f"stages/{place}" for place in code]


def test_no_stage_imports_a_tool() -> None:
    tools = {path for path in MODULES if path.parts[0] == "tools"}
    users = {path for path in MODULES - tools if imported_files(path) & tools}
    assert users == set()


def test_imports_inside_stages_are_relative() -> None:
    """Installed, the package is called imagenet2cifar, and there is none that is called stages."""
    absolute = [
        path
        for path in MODULES
        if path.parts[0] == "stages"
        and re.search(r"^\s*(from|import) stages\b", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    ]
    assert absolute == []


def test_a_package_above_all_rooms_holds_no_code() -> None:
    """No stage has it among its deps."""
    for path in PACKAGES:
        (docstring,) = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
        assert isinstance(docstring, ast.Expr)


@pytest.mark.parametrize("stage", STAGES)
def test_a_dep_is_an_out_or_a_folder_of_tracked_outs(stage: str) -> None:
    """A file inside another stage's folder out would go stale unnoticed (a bug of DVC)."""
    outs = [
        out if isinstance(out, str) else next(iter(out))
        for other in STAGES.values()
        for out in [*other.get("outs", []), *other.get("metrics", [])]
    ]
    outs = [out.replace("${item.backbone}", "*") for out in outs]
    for dep in STAGES[stage]["deps"]:
        name = re.sub(r"\$\{[a-z.]*backbone\}", "*", dep)
        inside = [out for out in outs if name.startswith(f"{out}/")]
        assert dep.startswith("stages/") or not inside, f"{dep} lies inside {inside}"


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_says_what_it_does(stage: str) -> None:
    assert STAGES[stage]["desc"]


def test_the_known_sections_are_those_that_a_stage_reads() -> None:
    read = {name.split(".")[0] for stage in STAGES.values() for name in stage.get("params", ())}
    text = (ROOT / "params.yaml").read_text(encoding="utf-8")
    assert set(SECTIONS) == read
    assert list(SECTIONS) == list(yaml.safe_load(text))


def test_no_strategy_is_handed_a_test_label() -> None:
    assert "data/labels/train.npy" in STAGES["map"]["deps"]
    assert not [dep for dep in STAGES["map"]["deps"] if "labels/test" in dep]


def test_torch_is_imported_where_tensors_are_made_and_nowhere_else() -> None:
    found = {
        "/".join(path.parts[:2])
        for path in MODULES
        if {name.split(".")[0] for name in imported_names(path)} & {*NETWORKS}
    }
    assert found <= ROOMS_WITH_TORCH


def test_from_logits_to_report_no_library_of_networks_is_imported() -> None:
    """Every module of every other room and tool, where an import of these fails."""
    elsewhere = [path for path in MODULES if "/".join(path.parts[:2]) not in ROOMS_WITH_TORCH]
    code = f"""
import importlib, sys
sys.modules |= dict.fromkeys({[*NETWORKS, "sklearn"]})
for name in {[".".join(path.with_suffix("").parts) for path in elsewhere]}:
    importlib.import_module(name.removesuffix(".__init__"))
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {path.parts[1] for path in elsewhere} >= {"map", "evaluate", "report", "probe"}


def is_of_networks(path: Path) -> bool:
    """stages/public.py is another package's root; gallery shows what a network was shown."""
    rooms = ROOMS_WITH_TORCH | {"stages/gallery", "stages/public.py"}
    return "/".join(path.parts[:2]) in rooms


@pytest.mark.parametrize("room", ["map", "evaluate"])
def test_a_changed_mapping_waits_for_no_slow_import(room: str) -> None:
    """torch alone takes longer to import than all strategies take to run."""
    code = f"import sys, stages.{room}.stage; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(found.stdout.split())
    slow = {*NETWORKS, "sklearn", "matplotlib", "scipy.optimize"}
    assert not loaded & slow


def test_the_readme_draws_the_graph_that_dvc_knows() -> None:
    command = ["dvc", "dag", "--md", "--collapse-foreach-matrix"]
    drawn = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert drawn.strip() in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", typed.PAGES)
def test_every_link_of_a_page_leads_to_a_file(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []
