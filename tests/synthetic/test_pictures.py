"""Pictures of nothing: what they are, and that every machine draws the same."""

import os
import subprocess
import sys
from typing import get_args

import numpy as np
import pytest

from stages.map.habit import Debias
from stages.synthetic import EACH, KINDS, make_pictures
from stages.synthetic.field import PHASES, UNIT, draw_fields
from tests.conftest import ROOT

SHA256 = "6c6da93e535b6d545d868d6e391311df8515691e14b3d0006efad4275fb692e8"
KERNELS = {
    "this processor": {},
    "one thread": {"OPENBLAS_NUM_THREADS": "1"},
    "two threads": {"OPENBLAS_NUM_THREADS": "2"},
    "Haswell": {"OPENBLAS_CORETYPE": "Haswell", "NPY_DISABLE_CPU_FEATURES": "X86_V4"},
    "Nehalem": {"OPENBLAS_CORETYPE": "Nehalem", "NPY_DISABLE_CPU_FEATURES": "X86_V4 X86_V3"},
}


def test_there_are_thirty_of_each_kind_and_debias_knows_them() -> None:
    pictures = make_pictures()
    assert pictures.shape == (120, 32, 32, 3)
    assert pictures.dtype == np.uint8
    assert len(pictures) == EACH * len(KINDS)
    assert get_args(Debias) == ("none", *KINDS, "pool")


@pytest.mark.parametrize("kernels", KERNELS)
def test_pictures_are_equal_to_the_byte_on_every_kernel_set(kernels: str) -> None:
    script = "from stages.synthetic import make_pictures as m; import sys, hashlib\n"
    script += "print(hashlib.sha256(m().tobytes() + m(48).tobytes()).hexdigest())"
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT,
        env={**os.environ, **KERNELS[kernels]},
        capture_output=True,
        check=True,
        text=True,
    )
    assert ran.stdout.strip() == SHA256


@pytest.mark.parametrize("steps", [32, 48, 224, PHASES])
def test_no_cosine_is_near_a_tie(steps: int) -> None:
    """Whatever last bits a processor gives a cosine, it is rounded to the same whole number."""
    turn = 2 * np.pi * np.arange(steps) / steps
    for wave in (UNIT * np.cos(turn), UNIT * np.sin(turn)):
        assert np.abs(np.abs(wave - np.floor(wave)) - 0.5).min() > 1e-7


def test_the_power_of_a_field_falls_as_one_over_the_square_of_the_frequency() -> None:
    """From frequency 2 to 8 by a factor of 16, as the mean over 200 fields of 64 pixels."""
    draw = np.random.Generator(np.random.PCG64(1))
    fields = draw_fields(draw, 200, 64, steepness=1, deviation=1000)
    assert fields.std() == pytest.approx(1000, rel=0.05)
    power = np.square(np.abs(np.fft.fft2(fields))).mean(axis=0)
    assert power[0, 2] / power[0, 8] == pytest.approx(16, rel=0.4)
