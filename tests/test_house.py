"""The house keeps its own rules: imports = deps, torch in three rooms."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from stages.core.params import SECTIONS
from tests import typed
from tests.conftest import ROOT

PIPELINE = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))
STAGES: dict[str, Any] = PIPELINE["stages"]
MODULES = sorted(path.relative_to(ROOT) for path in (ROOT / "stages").rglob("*.py"))
ROOMS_WITH_TORCH = {"preprocess", "infer", "study"}


def module_file(name: str) -> Path | None:
    """The file of a dotted name such as `stages.core.paths`, if it is a module of ours."""
    path = Path(*name.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if (ROOT / candidate).is_file():
            return candidate
    return None


@cache
def imported_names(path: Path) -> frozenset[str]:
    """Every dotted name that a file imports, `from a import b` counted as a and as a.b."""
    names: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None, f"{path}:{node.lineno}: import by the full name"
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(names)


def reached(room: str) -> set[Path]:
    """Files of stages/ that a room's files import, directly or through one another."""
    waiting = [path for path in MODULES if path.parts[1] == room]
    seen: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        found = {module_file(name) for name in imported_names(path)}
        waiting += [file for file in found if file and file.parts[0] == "stages"]
    return {path for path in seen if path.parent != Path("stages")}  # its __init__ has no code


def room_of(stage: str) -> str:
    return str(STAGES[stage]["cmd"].split()[2].split(".")[1])


def code_deps(stage: str) -> set[Path]:
    """Deps that hold modules; a folder of data, such as the class lists, is read, not imported."""
    deps = {Path(dep) for dep in STAGES[stage]["deps"] if dep.startswith("stages/")}
    return {dep for dep in deps if any((ROOT / dep).rglob("*.py"))}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_depends_on_exactly_the_code_that_it_imports(stage: str) -> None:
    deps, files = code_deps(stage), reached(room_of(stage))
    unlisted = {file for file in files if not deps & {file, *file.parents}}
    unused = {dep for dep in deps if not any(dep in {file, *file.parents} for file in files)}
    assert (unlisted, unused) == (set(), set())


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
    heavy = {"torch", "torchvision", "openvino"}
    found = {
        path.parts[1]
        for path in MODULES
        if {name.split(".")[0] for name in imported_names(path)} & heavy
    }
    assert found <= ROOMS_WITH_TORCH


@pytest.mark.parametrize("room", ["map", "evaluate"])
def test_a_changed_mapping_waits_for_no_slow_import(room: str) -> None:
    """torch alone takes longer to import than all strategies take to run."""
    code = f"import sys, stages.{room}.__main__; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(found.stdout.split())
    assert not loaded & {"torch", "torchvision", "openvino", "sklearn", "matplotlib.pyplot"}


def test_the_readme_draws_the_graph_that_dvc_knows() -> None:
    command = ["dvc", "dag", "--md", "--collapse-foreach-matrix"]
    drawn = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert drawn.strip() in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", typed.PAGES)
def test_every_link_of_a_page_leads_to_a_file(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []
