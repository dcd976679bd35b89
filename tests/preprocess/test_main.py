"""The stage as a whole: files in, files out, whole or absent."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import numpy as np
import pytest
from PIL import Image

from stages.core import files, paths
from stages.core.arrays import Images, read_images
from stages.core.errors import DataError, ParamsError
from stages.core.paths import Split
from stages.preprocess import tensors
from stages.preprocess.pictures import Pictures, open_pictures
from stages.preprocess.recipe import Documented, NetworkResizing, Resizing, Stated
from stages.preprocess.resize import resize
from stages.preprocess.stage import main

PARAMS = "preprocess:\n  size: {}\n  interpolation: bilinear\n  crop: none\n  store: true\n"
BILINEAR_64 = Resizing(size=64, interpolation="bilinear", crop="none")


def read_pictures(stated: Stated = Stated()) -> Pictures:  # noqa: B008 (frozen)
    """For a network that was trained on 48 pixels."""
    documented = Documented(size=48, interpolation="bicubic")
    return open_pictures(NetworkResizing(documented=documented, stated=stated).resolve, "net")


@pytest.fixture
def images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Images]:
    """An empty checkout with 7 training and 3 test images, and chunks of 3."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tensors, "CHUNK", 3)
    paths.IMAGES.mkdir(parents=True)
    paths.PARAMS.write_text(PARAMS.format(64))
    files.write_json(paths.IMAGES / paths.PROVENANCE, {"dataset": "noise"})
    rng = np.random.default_rng(0)
    made = {
        "train": rng.integers(0, 256, (7, 32, 32, 3), dtype=np.uint8),
        "test": rng.integers(0, 256, (3, 32, 32, 3), dtype=np.uint8),
    }
    for split, content in made.items():
        np.save(paths.IMAGES / f"{split}.npy", content)
    return made


def test_chunks_add_up_to_the_whole(images: dict[str, Images]) -> None:
    main()
    for split in ("train", "test"):
        written = np.load(paths.tensors(split))
        np.testing.assert_array_equal(written, resize(images[split], BILINEAR_64))


def test_provenance_tells_how_the_tensors_were_made(images: dict[str, Images]) -> None:
    main()
    assert files.read_json(paths.TENSORS / paths.PROVENANCE) == {
        "dataset": {"dataset": "noise"},
        "size": 64,
        "interpolation": "bilinear",
        "crop": "none",
    }


def test_without_storing_there_is_a_recipe_and_a_sample_and_the_pictures_are_the_same(
    images: dict[str, Images],
) -> None:
    main()
    stored = read_pictures()
    expected = {split: np.array(stored.read(split, slice(None))) for split in get_args(Split)}
    assert {split: stored.count(split) for split in expected} == {"train": 7, "test": 3}
    told = files.read_map(paths.TENSORS / paths.PROVENANCE)
    paths.PARAMS.write_text(PARAMS.format(64).replace("store: true", "store: false"))
    main()
    assert {path.name for path in paths.TENSORS.iterdir()} == {
        "SHA256SUMS", "provenance.json", "sample.png",
    }  # fmt: skip
    assert files.read_map(paths.TENSORS / paths.PROVENANCE) == told
    with Image.open(paths.TENSORS / "sample.png") as sample:
        assert (sample.size, sample.mode) == ((3 * 64, 64), "RGB")
    made = read_pictures()
    assert (stored.stored, made.stored) == (True, False)
    assert made.provenance == told
    for split, pictures in expected.items():
        assert made.count(split) == len(pictures)
        np.testing.assert_array_equal(made.read(split, slice(1, 3)), pictures[1:3])
        np.testing.assert_array_equal(made.read(split, np.array([2, 0])), pictures[[2, 0]])


def test_a_recipe_of_other_images_is_refused(images: dict[str, Images]) -> None:
    paths.PARAMS.write_text(PARAMS.format(64).replace("store: true", "store: false"))
    main()
    files.write_json(paths.IMAGES / paths.PROVENANCE, {"dataset": "other noise"})
    with pytest.raises(DataError, match=r"provenance\.json is of other images than those in data"):
        read_pictures()


@pytest.mark.parametrize(
    ("size", "interpolation", "stated", "expected"),
    [
        ("64", "bilinear", {}, (64, "bilinear", "none")),
        ("auto", "nearest", {}, (48, "nearest", "none")),
        ("64", "auto", {}, (64, "bicubic", "none")),
        ("auto", "auto", {}, (48, "bicubic", "none")),
        ("auto", "auto", {"size": 32}, (32, "bicubic", "none")),
        ("64", "bilinear", {"interpolation": "nearest"}, (64, "nearest", "none")),
        ("64", "auto", {"crop": "center", "size": 28}, (28, "bicubic", "center")),
    ],
)
def test_each_network_has_pictures_of_its_own(
    images: dict[str, Images],
    size: str,
    interpolation: str,
    stated: dict[str, Any],
    expected: tuple[Any, ...],
) -> None:
    """What its entry states comes before params.yaml, where auto is what is documented."""
    asked = PARAMS.format(size).replace("bilinear", interpolation)
    paths.PARAMS.write_text(asked.replace("store: true", "store: false"))
    main()
    found = read_pictures(Stated(**stated))
    resized = Resizing.model_validate(
        dict(zip(("size", "interpolation", "crop"), expected, strict=True))
    )
    np.testing.assert_array_equal(
        found.read("train", slice(0, 7)), resize(images["train"], resized)
    )
    assert {key: found.provenance[key] for key in Resizing.model_fields} == resized.model_dump()


def test_stored_pictures_are_of_one_kind(images: dict[str, Images]) -> None:
    main()
    assert read_pictures(Stated(size=64)).stored
    told = r"preprocess\.store is true.*net wants another \(size 28, not 64, crop center, not none"
    with pytest.raises(ParamsError, match=told):
        read_pictures(Stated(size=28, crop="center"))


@pytest.mark.parametrize("value", ["64", "bilinear"])
def test_auto_wants_pictures_that_are_not_stored(images: dict[str, Images], value: str) -> None:
    paths.PARAMS.write_text(PARAMS.format(64).replace(value, "auto"))
    with pytest.raises(ParamsError, match=r"yaml:\d+: preprocess: auto .* Set store to false"):
        main()
    assert not paths.TENSORS.exists()


def test_same_bytes_from_run_to_run(images: dict[str, Images]) -> None:
    def hashes() -> list[str]:
        main()
        return [files.sha256(path) for path in sorted(paths.TENSORS.iterdir())]

    assert hashes() == hashes()


def test_interrupted_run_leaves_the_old_tensors_and_nothing_beside(
    images: dict[str, Images], monkeypatch: pytest.MonkeyPatch
) -> None:
    main()
    before = files.sha256(paths.tensors("train"))
    paths.PARAMS.write_text(PARAMS.format(48))
    monkeypatch.setattr(tensors, "resize", fails_on_call(3, resize))
    with pytest.raises(KeyboardInterrupt):
        main()
    assert files.sha256(paths.tensors("train")) == before
    assert sorted(path.name for path in paths.DATA.iterdir()) == ["images", "tensors"]


def fails_on_call(number: int, function: Callable[..., Images]) -> Callable[..., Images]:
    calls: list[int] = []

    def wrapped(*arguments: object) -> Images:
        calls.append(1)
        if len(calls) == number:
            raise KeyboardInterrupt
        return function(*arguments)

    return wrapped


def test_size_that_the_disk_does_not_hold_is_refused_before_anything_is_written(
    images: dict[str, Images], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=200_000_000))
    paths.PARAMS.write_text(PARAMS.format(4096))
    with pytest.raises(DataError, match=r"needs 352\.3 MB and the disk has 200\.0\. .* smaller"):
        main()
    assert not paths.TENSORS.exists()


def test_unknown_interpolation_names_file_line_and_what_is_allowed(
    images: dict[str, Images],
) -> None:
    paths.PARAMS.write_text(PARAMS.format(64).replace("bilinear", "lanczos"))
    with pytest.raises(ParamsError, match=r"params\.yaml:3: preprocess\.interpolation is"):
        main()


def test_missing_images_say_what_to_run(images: dict[str, Images]) -> None:
    paths.images("test").unlink()
    with pytest.raises(DataError, match=r"data/images/test\.npy is missing\. Run: dvc repro"):
        main()
    assert not paths.TENSORS.exists()


def test_written_tensors_pass_the_check_of_their_reader(images: dict[str, Images]) -> None:
    main()
    assert read_images(paths.tensors("test")).shape == (3, 64, 64, 3)
