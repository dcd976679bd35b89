"""What OpenVINO compiled is kept: the same logits, and nothing is trusted that is not whole."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stages import kept
from stages.core import files, paths
from stages.core.arrays import Images, Logits
from stages.core.errors import DataError
from stages.infer import backends, compiled, on_openvino, weights
from stages.infer.classifier import Classifier, Compute
from stages.infer.hardware import Choice
from stages.infer.params import Precision
from stages.infer.weights import Weights
from tests.infer import networks

SIZE = 12
OPENVINO = Choice("cpu", "openvino")


@pytest.fixture
def built(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The networks that were built, in the checkout with the backbone `tiny`."""
    names: list[str] = []
    load = weights.load_network

    def note(found: Weights, size: int) -> object:
        names.append(found.name)
        return load(found, size)

    monkeypatch.setattr(backends, "load_network", note)
    return names


def prepare(
    name: str = "tiny", precision: Precision = "float32", threads: int | None = None
) -> Compute:
    path = paths.weights(name) / paths.PROVENANCE
    found = weights.check_weights(name, files.read_map(path))
    return backends.prepare_backbone(found, SIZE, OPENVINO, precision, threads)


def pictures() -> Images:
    return np.random.default_rng(0).integers(0, 256, (11, SIZE, SIZE, 3), dtype=np.uint8)


def run(compute: Compute) -> Logits:
    return compute(pictures(), lambda count: None)


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_second_run_builds_no_network_and_has_the_same_logits(
    precision: Precision, built: list[str]
) -> None:
    first, second = run(prepare(precision=precision)), run(prepare(precision=precision))
    assert built == ["tiny"]
    np.testing.assert_array_equal(second, first)


def flip_a_bit(content: bytes) -> bytes:
    return content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]


@pytest.mark.parametrize("damage", [flip_a_bit, lambda content: content[:4000], lambda _: b""])
def test_a_damaged_file_is_built_again(damage: Callable[[bytes], bytes], built: list[str]) -> None:
    first = run(prepare())
    (path,) = compiled.FOLDER.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    np.testing.assert_array_equal(run(prepare()), first)
    np.testing.assert_array_equal(run(prepare()), first)
    assert built == ["tiny", "tiny"]  # what was built again is whole


@pytest.mark.parametrize("content", [b"", b"no model", bytes(100_000)])
def test_bytes_that_openvino_does_not_take_are_built_again(
    content: bytes, built: list[str]
) -> None:
    first = run(prepare())
    (path,) = compiled.FOLDER.iterdir()
    kept.write(path, content)
    np.testing.assert_array_equal(run(prepare()), first)
    assert built == ["tiny", "tiny"]


def test_other_weights_precision_and_threads_have_a_file_of_their_own(built: list[str]) -> None:
    networks.write_weights("other", networks.random_network(seed=1).state_dict())
    one, other = run(prepare()), run(prepare("other"))
    assert np.abs(one - other).max() > 0.1
    rough = run(prepare(precision="bfloat16"))
    assert np.abs(one - rough).max() > 0
    np.testing.assert_array_equal(run(prepare(threads=1)), one)
    assert built == ["tiny", "other", "tiny", "tiny"]
    assert len(list(compiled.FOLDER.iterdir())) == 4


def test_a_network_that_takes_no_such_images_is_not_kept(built: list[str]) -> None:
    found = weights.check_weights("tiny", files.read_map(paths.weights("tiny") / paths.PROVENANCE))
    with pytest.raises(DataError, match="does not take images of 4 pixels"):
        backends.prepare_backbone(found, 4, OPENVINO, "float32")
    assert not compiled.FOLDER.exists()


def test_threads_are_those_that_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that shares its machine states its share."""
    seen: list[int] = []
    compile_classifier = on_openvino.compile_classifier

    def note(*arguments: Any) -> object:
        made = compile_classifier(*arguments)
        seen.append(made.get_property("INFERENCE_NUM_THREADS"))
        return made

    monkeypatch.setattr(on_openvino, "compile_classifier", note)
    model = Classifier(networks.random_network(), networks.MEAN, networks.STD).eval()
    on_openvino.prepare_classifier(model, SIZE, "float32", threads=1)
    assert seen == [1]
