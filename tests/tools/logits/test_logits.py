"""Logits of other programs: what is read alike, what is refused, and in which words."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from stages.core import arrays, files, paths
from stages.core.errors import DataError, ParamsError
from tests.conftest import ROOT
from tools.logits import importing
from tools.logits.__main__ import main, parse

Array = NDArray[Any]
LABELS = np.arange(4) % 10


def made(images: int = 4) -> Array:
    """Multiples of a quarter, which half precision has exactly, too."""
    draw = np.random.default_rng(0)
    return (draw.integers(-80, 80, (images, 1000)) / 4).astype(np.float32)


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A root with labels of 6 training and 4 test images; DVC is not asked."""
    monkeypatch.chdir(tmp_path)
    for room in ("stages", "datasets"):
        (tmp_path / room).symlink_to(ROOT / room)
    files.write_text(
        paths.PARAMS,
        "backbones: [r50]\nimported: []\ntargets: cifar10\n"
        "download:\n  dataset: cifar10-5k\n  folder: datasets/none.txt\n",
    )
    paths.LABELS.mkdir(parents=True)
    for split, count in ("train", 6), ("test", 4):
        np.save(paths.LABELS / f"{split}.npy", np.arange(count) % 10)
        files.write_sums(paths.LABELS / f"{split}.npy")
    monkeypatch.setattr(importing, "track", lambda outs: None)


def take(*words: str) -> None:
    main(parse(["mynet", *words]))


def save_npz(path: Path, array: Array) -> None:
    np.savez(path, logits=array, other=array[:, :3])


def save_torch(path: Path, array: Array) -> None:
    torch = pytest.importorskip("torch")
    torch.save({"logits": torch.tensor(array), "more": torch.zeros(3)}, path)


def save_csv(path: Path, array: Array) -> None:
    names = ",".join(f"class {number}" for number in range(array.shape[1]))
    np.savetxt(path, array, fmt="%g", delimiter=",", header=names, comments="")


SAVED: Mapping[str, Callable[[Path, Array], Any]] = {
    "a.npy": np.save,
    "a.npz": save_npz,
    "a.safetensors": lambda path, array: save_file({"logits": array}, path),
    "a.pt": save_torch,
    "a.csv": save_csv,
}


@pytest.mark.parametrize("name", SAVED)
def test_every_kind_of_file_gives_the_same_logits(name: str) -> None:
    SAVED[name](Path(name), made())
    take("--test", name)
    np.testing.assert_array_equal(arrays.read_logits("mynet", "test"), made())
    assert arrays.read_logits("mynet", "train").shape == (0, 1000)
    place = arrays.find_labels("mynet", "test")
    assert place == Path("data/labels/mynet/test/labels.npy")
    assert arrays.read_labels(place, 10).tolist() == [0, 1, 2, 3]
    about = arrays.read_provenance("mynet", "test")
    assert about.keys() == {"backbone", "split", "imported"}
    assert about["imported"]["sha256"] == files.sha256(Path(name))


@pytest.mark.parametrize("kind", ["float16", "float64"])
def test_another_precision_is_converted_and_told(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    np.save("a.npy", made().astype(kind))
    caplog.set_level("INFO")
    take("--test", "a.npy")
    np.testing.assert_array_equal(arrays.read_logits("mynet", "test"), made())
    assert caplog.messages[0] == f"a.npy: {kind}, converted to float32."


def test_labels_of_other_images_take_the_place_of_the_data_sets() -> None:
    np.save("a.npy", made(2))
    np.save("own.npy", np.array([7, 9]))
    take("--test", "a.npy", "--labels-test", "own.npy")
    assert arrays.read_labels(arrays.find_labels("mynet", "test"), 10).tolist() == [7, 9]
    assert arrays.read_provenance("mynet", "test")["imported"]["own_labels"] is True


def test_a_background_class_is_left_out_where_it_is_stated() -> None:
    np.save("a.npy", np.hstack([np.full((4, 1), 99, np.float32), made()]))
    with pytest.raises(DataError) as raised:
        take("--test", "a.npy")
    assert str(raised.value) == (
        "a.npy has 1001 columns; wanted: (N, 1000), a row an image. If the first column is a "
        "background class, add: --label-offset 1"
    )
    take("--test", "a.npy", "--label-offset", "1")
    np.testing.assert_array_equal(arrays.read_logits("mynet", "test"), made())


def test_probabilities_are_noticed_and_their_logarithms_taken_where_it_is_stated() -> None:
    likely = np.full((4, 1000), 0.25 / 999)
    likely[:, 3] = 0.75
    likely[0] = np.eye(1000)[0]
    np.save("a.npy", likely)
    with pytest.raises(DataError, match=r"^a\.npy holds probabilities: .* add --probabilities"):
        take("--test", "a.npy")
    take("--test", "a.npy", "--probabilities")
    found = np.asarray(arrays.read_logits("mynet", "test"))
    assert np.exp(found[1, [3, 4]]) == pytest.approx([0.75, 0.25 / 999])
    assert found[0, :2] == pytest.approx([0, -87.33655])  # the logarithm of the smallest float32
    np.save("a.npy", made())
    with pytest.raises(DataError, match="does not hold probabilities: not every row sums to 1"):
        take("--test", "a.npy", "--probabilities")


def with_nan() -> Array:
    logits = made()
    logits[2, 5] = np.nan
    return logits


@pytest.mark.parametrize(
    ("logits", "labels", "told"),
    [
        (with_nan(), None, "a.npy: image 2, class 5 is nan; 1 image has such numbers; wanted: f"),
        (made()[0], None, "a.npy holds an array (1000,); wanted: (N, 1000), a row an image."),
        (made()[:, :999], None, "a.npy has 999 columns; wanted: (N, 1000), a row an image, in"),
        (np.full((4, 1000), 1e300), None, "a.npy holds numbers that are too large for float32."),
        (np.array([["x"] * 1000]), None, "a.npy holds <U1; wanted: an array of numbers."),
        (np.array([object()]), None, "a.npy cannot be read as NumPy's file: "),
        (made(3), None, "a.npy has 3 rows, and data/labels/test.npy has 4 labels, those of the"),
        (made(), LABELS[:3], "own.npy has 3 labels, and there are logits of 4."),
        (made(), LABELS + 7, "own.npy holds labels from 7 to 10; allowed: 0 to 9, the classes of"),
        (made(), LABELS - 1, "own.npy holds labels from -1 to 2; allowed: 0 to 9"),
        (made(), LABELS + 0.5, "own.npy holds float64 (4,); wanted: whole numbers (N,)"),
    ],
)
def test_what_must_not_be_guessed_is_refused_in_a_line(
    logits: Array, labels: Array | None, told: str
) -> None:
    np.save("a.npy", logits)
    words = ["--test", "a.npy"]
    if labels is not None:
        np.save("own.npy", labels)
        words += ["--labels-test", "own.npy"]
    with pytest.raises(DataError) as raised:
        take(*words)
    assert str(raised.value).startswith(told)
    assert "\n" not in str(raised.value)
    assert not paths.logits("mynet").exists()


@pytest.mark.filterwarnings("ignore")  # torch's, of kinds of tensors that are young or old
def test_a_tensor_without_plain_numbers_is_refused() -> None:
    torch = pytest.importorskip("torch")
    quantised = torch.quantize_per_tensor(torch.ones(4, 1000), 0.1, 0, torch.qint8)
    for tensor in (torch.ones(4, 1000).to_sparse(), quantised, torch.ones(4, 1000, device="meta")):
        torch.save(tensor, "a.pt")
        with pytest.raises(DataError, match=r"^a\.pt holds no plain tensor \("):
            take("--test", "a.pt")


def test_nothing_is_unpickled() -> None:
    torch = pytest.importorskip("torch")
    torch.save({"logits": Path("anything")}, "a.pt")
    with pytest.raises(DataError) as raised:
        take("--test", "a.pt")
    assert str(raised.value) == (
        "a.pt is no file of tensors alone, and nothing else is unpickled. Where it was made, save "
        "the tensor: torch.save(logits.cpu(), 'logits.pt')"
    )


def test_one_of_several_arrays_is_named_behind_its_file() -> None:
    np.savez("a.npz", first=made(), second=made() + 1)
    with pytest.raises(DataError) as raised:
        take("--test", "a.npz")
    assert str(raised.value) == "a.npz has first, second; say which one is logits: a.npz#NAME"
    take("--test", "a.npz#second")
    np.testing.assert_array_equal(arrays.read_logits("mynet", "test"), made() + 1)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--test", "a.txt"], "a.txt is no file; wanted: one of .npy, .npz, .pt, .pth,"),
        (["--test", "params.yaml"], "params.yaml ends in '.yaml'; allowed: .npy, .npz, .pt"),
    ],
)
def test_another_file_is_refused(words: list[str], told: str) -> None:
    with pytest.raises(DataError) as raised:
        take(*words)
    assert str(raised.value).startswith(told)


def test_names_and_labels_must_fit_together() -> None:
    np.save("a.npy", made())
    with pytest.raises(ParamsError, match=r"^r50 is the name of a network that `infer` computes"):
        main(parse(["r50", "--test", "a.npy"]))
    with pytest.raises(ParamsError, match=r"^NAME: '\.\./x' is no name; allowed: 1 to 100 letters"):
        main(parse(["../x", "--test", "a.npy"]))
    with pytest.raises(ParamsError, match="logits of train and test, and labels of test; wanted"):
        take("--train", "a.npy", "--test", "a.npy", "--labels-test", "a.npy")
