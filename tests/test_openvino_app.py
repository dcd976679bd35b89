"""What benchmarks.infer prints beside the rate of OpenVINO's own program."""

import pytest

from benchmarks import openvino_app
from benchmarks.openvino_app import Rates

PRINTED = """\
[ INFO ] Count:               320 iterations
[ INFO ] Throughput:   31.94 FPS
"""


def test_the_rate_is_what_the_program_prints() -> None:
    assert openvino_app.read_throughput(PRINTED) == 31.94


def test_a_program_that_tells_no_rate_is_an_error() -> None:
    with pytest.raises(ValueError, match="told no throughput: nothing"):
        openvino_app.read_throughput("nothing")


def test_the_ratio_is_of_medians() -> None:
    rates = Rates([10.0, 99.0, 9.0], [20.0, 20.0, 1.0])
    assert rates.ratio == 0.5
    row = openvino_app.to_markdown({"float32": rates}).splitlines()[-1]
    assert row == "| float32 | 10.0 (9.0 to 99.0) | 20.0 (1.0 to 20.0) | 0.5000 |"
