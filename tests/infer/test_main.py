"""The stage as a whole: interrupted, resumed, asked for what is not there."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from stages.core import files, paths
from stages.core.arrays import Images, Logits, read_logits, read_provenance
from stages.core.errors import DataError, ParamsError
from stages.infer import backends, work
from stages.infer.classifier import Compute
from stages.infer.stage import main
from stages.preprocess.stage import main as preprocess
from tests.infer import networks
from tests.infer.conftest import PARAMS, RECIPE, write_images, write_tensors


def hashes() -> dict[str, str]:
    return {path.name: files.sha256(path) for path in sorted(paths.logits("tiny").iterdir())}


class Fake:
    """Instead of a network: each image's sum; interrupted after some chunks."""

    def __init__(self, chunks: int = 100) -> None:
        self.left = chunks
        self.images = 0

    def __call__(self, images: Images, done: Callable[[int], object]) -> Logits:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        self.images += len(images)
        done(len(images))
        sums = images.sum(axis=(1, 2, 3), dtype=np.int64)
        logits: Logits = (sums[:, None] + np.arange(1000)).astype(np.float32)
        return logits


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Fake], Fake]:
    def _use(fake: Fake) -> Fake:
        def prepare(*_: object) -> Compute:
            return fake

        monkeypatch.setattr(backends, "prepare_backbone", prepare)
        return fake

    return _use


def test_pictures_that_are_not_stored_give_the_same_logits(checkout: Path) -> None:
    """`infer` resizes noise of 9 pixels to 12, or reads what `preprocess` made of it."""
    write_images(side=9)
    found = {}
    for store in ("true", "false"):
        paths.PARAMS.write_text(PARAMS + RECIPE + f"  store: {store}\n")
        preprocess()
        main("tiny")
        found[store] = [read_logits("tiny", split) for split in ("train", "test")]
        told = read_provenance("tiny", "test")
        assert ("input_sha256" in told, "tensors_sha256" in told["input"]) == (
            (True, True) if store == "true" else (False, False)
        )
    for stored, made in zip(found["true"], found["false"], strict=True):
        np.testing.assert_array_equal(stored, made)


@pytest.mark.parametrize("store", ["true", "false"])
def test_a_data_set_without_training_images_has_no_logits_of_them(
    checkout: Path, store: str
) -> None:
    write_images(side=9)
    np.save(paths.images("train"), np.empty((0, 9, 9, 3), np.uint8))
    files.write_sums(paths.IMAGES)
    paths.PARAMS.write_text(PARAMS + RECIPE + f"  store: {store}\n")
    preprocess()
    main("tiny")
    assert read_logits("tiny", "train").shape == (0, 1000)
    assert read_logits("tiny", "test").shape == (4, 1000)


def test_networks_of_two_sizes_stand_in_one_list(checkout: Path) -> None:
    """One takes 12 pixels, as documented; the other, the same network, 9 by its entry."""
    write_images(side=9)
    networks.write_weights("small", networks.random_network().state_dict(), {"size": 9})
    asked = RECIPE.replace("size: 12", "size: auto") + "  store: false\n"
    paths.PARAMS.write_text(PARAMS + asked)
    preprocess()
    for name, size in (("tiny", 12), ("small", 9)):
        main(name)
        assert read_provenance(name, "test", "input.size")["input"]["size"] == size
    assert not np.array_equal(read_logits("tiny", "test"), read_logits("small", "test"))


def test_logits_carry_all_that_they_come_from(checkout: Path) -> None:
    main("tiny")
    assert read_logits("tiny", "train").shape == (7, 1000)
    assert read_logits("tiny", "test").shape == (4, 1000)
    found = read_provenance("tiny", "test")
    assert found.pop("versions").keys() == {"torch", "torchvision"}
    assert found.pop("device")["kind"] == "cpu"
    assert found == {
        "backbone": "tiny",
        "weights": files.read_json(paths.weights("tiny") / paths.PROVENANCE),
        "input": files.read_json(paths.TENSORS / paths.PROVENANCE),
        "input_sha256": files.sha256(paths.tensors("test")),
        "split": "test",
        "backend": "torch",
        "precision": "float32",
    }


@pytest.mark.parametrize("chunks", range(5))
def test_interrupted_run_goes_on_and_ends_with_the_same_bytes(
    checkout: Path, use: Callable[[Fake], Fake], chunks: int
) -> None:
    """7 training and 4 test images in chunks of 3 are 3, 3, 1 and 3, 1; a synthetic one follows."""
    use(Fake())
    main("tiny")
    expected = hashes()
    shutil.rmtree(work.FOLDER)
    use(Fake(chunks))
    with pytest.raises(KeyboardInterrupt):
        main("tiny")
    assert hashes() == expected  # the old ones are still whole
    second = use(Fake())
    main("tiny")
    assert second.images == [12, 9, 6, 5, 2][chunks]
    assert hashes() == expected


def test_finished_run_builds_no_network_again(checkout: Path, use: Callable[[Fake], Fake]) -> None:
    use(Fake())
    main("tiny")
    expected = hashes()
    use(Fake(chunks=0))
    main("tiny")
    assert hashes() == expected


def test_truncated_chunk_is_computed_again(checkout: Path, use: Callable[[Fake], Fake]) -> None:
    use(Fake())
    main("tiny")
    expected = hashes()
    chunk = next(work.FOLDER.glob("*/train-000003.chunk"))
    chunk.write_bytes(chunk.read_bytes()[:-1])
    again = use(Fake())
    main("tiny")
    assert again.images == 3
    assert hashes() == expected


def change_precision() -> None:
    paths.PARAMS.write_text(PARAMS.replace("float32", "bfloat16"))


def change_tensors() -> None:
    write_tensors(size=12, seed=1)


def change_weights() -> None:
    networks.write_weights("tiny", networks.random_network(seed=1).state_dict())


@pytest.mark.parametrize("change", [change_precision, change_tensors, change_weights])
def test_chunks_of_another_run_are_never_reused(
    checkout: Path, use: Callable[[Fake], Fake], change: Callable[[], None]
) -> None:
    use(Fake())
    main("tiny")
    change()
    again = use(Fake())
    main("tiny")
    assert again.images == 12


def test_length_of_the_chunks_changes_no_byte(checkout: Path) -> None:
    """Chunks of 3 that are there already are kept where they begin and end as those of 6 do."""
    main("tiny")
    expected = hashes()
    paths.PARAMS.write_text(PARAMS.replace("chunk: 3", "chunk: 6"))
    main("tiny")
    assert hashes() == expected
    shutil.rmtree(work.FOLDER)
    main("tiny")
    assert hashes() == expected


def test_chunks_are_put_together_in_order(checkout: Path, use: Callable[[Fake], Fake]) -> None:
    use(Fake())
    main("tiny")
    images = np.load(paths.tensors("train"))
    expected = images.sum(axis=(1, 2, 3), dtype=np.int64).astype(np.float32)
    np.testing.assert_array_equal(np.asarray(read_logits("tiny", "train"))[:, 0], expected)


def test_logits_that_are_not_finite_are_refused(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compute(images: Images, done: Callable[[int], object]) -> Logits:
        logits = np.zeros((len(images), 1000), dtype=np.float32)
        logits[-1, 7] = np.nan
        return logits

    monkeypatch.setattr(backends, "prepare_backbone", lambda *_: compute)
    with pytest.raises(DataError, match="logits of train image 2 are not finite"):
        main("tiny")
    assert not paths.logits("tiny").exists()
    assert not list(work.FOLDER.glob("*/*.chunk"))


def damage(what: str) -> None:
    match what:
        case "tensors":
            paths.tensors("test").unlink()
            shutil.rmtree(paths.IMAGES)
        case "weights":
            (paths.weights("tiny") / paths.PROVENANCE).unlink()
        case "size":
            path = paths.TENSORS / paths.PROVENANCE
            about = files.read_map(path)
            del about["size"]
            files.write_json(path, about)
        case "architecture":
            state = networks.random_network().state_dict()
            networks.write_weights("tiny", state, architecture="resnet18")


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("tensors", r"data/images is missing\. Run: dvc repro"),
        ("weights", r"data/weights/tiny/provenance\.json is missing\. Run: dvc repro"),
        (
            "size",
            r"data/tensors/provenance\.json: size: Field required\. Run: dvc repro -f",
        ),
        ("architecture", r"checkpoint\.pth does not fit resnet18"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_nothing_is_written(
    checkout: Path, what: str, message: str
) -> None:
    damage(what)
    with pytest.raises(DataError, match=message):
        main("tiny")
    assert not paths.logits("tiny").exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "float32",
            "float16",
            r"params\.yaml:4: infer\.precision is 'float16'; allowed: ",
        ),
        ("chunk: 3", "chunk: 0", r"params\.yaml:5: infer\.chunk is 0"),
        ("chunk: 3", "chunks: 3", r"params\.yaml:5: infer\.chunks is not a known key"),
        ("torch", "tensorflow", r"params\.yaml:3: infer\.backend is 'tensorflow'; allowed: 'auto'"),
    ],
)
def test_wrong_parameter_is_named_with_its_line(
    checkout: Path, old: str, new: str, message: str
) -> None:
    paths.PARAMS.write_text(PARAMS.replace(old, new))
    with pytest.raises(ParamsError, match=message):
        main("tiny")
