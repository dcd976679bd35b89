"""The arithmetic of a stage: chosen by what the processor has, fixed before NumPy is imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stages.core import arithmetic
from tests.conftest import ROOT

AVX2 = {"AVX2": True, "FMA3": True}
NOW = ("X86_V3", "X86_V4", "AVX512_ICL")  # NumPy 2.4's names
BEFORE = ("SSE41", "AVX2", "FMA3", "AVX512F", "AVX512_SKX")  # and those until 2.3


@pytest.mark.parametrize(
    ("features", "dispatched", "disabled"),
    [
        ({**AVX2, "X86_V3": True, "X86_V4": True, "AVX512_ICL": True}, NOW, "X86_V4 AVX512_ICL"),
        # one that the processor lacks may not be named
        ({**AVX2, "X86_V3": True, "X86_V4": True, "AVX512_ICL": False}, NOW, "X86_V4"),
        ({**AVX2, "X86_V3": True, "X86_V4": False}, NOW, ""),
        (
            {**AVX2, "SSE41": True, "AVX512F": True, "AVX512_SKX": True},
            BEFORE,
            "AVX512F AVX512_SKX",
        ),
        # what comes after AVX-512 is newer, too
        ({**AVX2, "X86_V3": True, "AVX10": True}, ("X86_V3", "AVX10"), "AVX10"),
    ],
)
def test_everything_newer_than_avx2_is_switched_off(
    features: dict[str, bool], dispatched: tuple[str, ...], disabled: str
) -> None:
    assert arithmetic.choose(features, dispatched) == {
        "OPENBLAS_CORETYPE": "Haswell",
        "OPENBLAS_NUM_THREADS": "1",
        "NPY_DISABLE_CPU_FEATURES": disabled,
    }


@pytest.mark.parametrize("features", [{}, {"AVX2": True, "FMA3": False}, {"ASIMD": True}])
def test_processor_without_avx2_keeps_its_own_arithmetic(features: dict[str, bool]) -> None:
    """OpenBLAS's kernels for AVX2 would end the process with an illegal instruction."""
    assert arithmetic.choose(features, ("X86_V3",)) == {}


def _describe(tmp_path: Path, **environment: str) -> dict[str, object]:
    """What a stage that is started with this environment computes with."""
    (tmp_path / "stages").symlink_to(ROOT / "stages")
    (tmp_path / "params.yaml").touch()  # as in a checkout
    (tmp_path / "spy.py").write_text(
        "import json, sys, types\n"
        "from stages.core import arithmetic, front_door\n"
        "spy = types.ModuleType('stages.spy.stage')\n"
        "def main():\n"
        "    import scipy.linalg\n"
        "    print(json.dumps(arithmetic.describe()))\n"
        "spy.main = main\n"
        "sys.modules.update({'stages.spy': spy, 'stages.spy.stage': spy})\n"
        "front_door.run_stage('spy')\n"
    )
    known = {n: v for n, v in os.environ.items() if n not in {"OPENBLAS_CORETYPE", "ARITHMETIC"}}
    command = [sys.executable, "-W", "error", "spy.py"]
    done = subprocess.run(
        command, cwd=tmp_path, env=known | environment, capture_output=True, text=True, check=True
    )
    described: dict[str, object] = json.loads(done.stdout)
    return described


FIXED = arithmetic.choose(arithmetic.processor().__cpu_features__, [])
needs_avx2 = pytest.mark.skipif(not FIXED, reason="this processor has no AVX2")


@needs_avx2
@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"OPENBLAS_CORETYPE": "Nehalem"},
        {"OPENBLAS_NUM_THREADS": "2", "OPENBLAS_L2_SIZE": "512"},
        {"NPY_ENABLE_CPU_FEATURES": "X86_V3"},
        {"NPY_DISABLE_CPU_FEATURES": "X86_V3"},
    ],
)
def test_a_stage_computes_alike_whatever_its_environment_says(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    described = _describe(tmp_path, **environment)
    assert described["kernels"] == ["Haswell"]
    assert described["numpy_features"] in (["X86_V3"], ["AVX2"], ["SSE41", "POPCNT", "AVX2"])


@needs_avx2
def test_it_can_be_switched_off(tmp_path: Path) -> None:
    described = _describe(tmp_path, ARITHMETIC="native", OPENBLAS_CORETYPE="Nehalem")
    assert described["kernels"] == ["Nehalem"]


def test_importing_our_functions_changes_nobodys_environment() -> None:
    code = (
        "import os; before = dict(os.environ); "
        "import stages.map.groups, stages.map.strategies, stages.evaluate.results; "
        "assert dict(os.environ) == before"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
