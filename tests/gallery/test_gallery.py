"""`python -m stages.gallery` on a tiny made-up test set."""

import shutil
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from stages.core import arrays, files, paths
from stages.core.errors import DataError, ParamsError
from stages.gallery import sheets
from stages.gallery.inputs import GalleryImages, read_gallery_images
from stages.gallery.params import GalleryParams
from stages.gallery.stage import main
from tests.conftest import ROOT

TARGETS = ("cat", "dog", "ship")
BIRD = "n01503061"  # any synset will do
LABELS = np.array([0, 1, 2, 0, 1], np.int64)
ANSWERS = {
    "alike": np.array([0, 1, 2, 0, 1], np.int64),
    'odd $|<i>"': np.array([0, 2, 2, 1, -1], np.int64),
}
PARAMS = """\
backbones:
  - r50
targets: shown.yaml
gallery:
  backbone: r50
  strategies:
    - alike
    - odd $|<i>"
  images: 1
  disagreements: 3
  duplicate: 0.95
  opens_with: alike
"""
LIST = {"title": "A list", "targets": TARGETS, "groups": {name: [] for name in TARGETS}}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five test images of 8 × 8 pixels, logits of r50, answers of two strategies."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "stages").symlink_to(ROOT / "stages")  # the vocabulary is read from the checkout
    files.write_text(tmp_path / "params.yaml", PARAMS)
    known = [{"name": name, "root": BIRD, "broad": BIRD} for name in TARGETS]
    files.write_json(tmp_path / "shown.yaml", {"title": "Shown", "targets": known})
    random = np.random.default_rng(0)
    for split in get_args(paths.Split):
        write_npy(paths.tensors(split), random.integers(0, 256, (5, 8, 8, 3), np.uint8))
    recipe = {"size": 8, "interpolation": "bilinear", "crop": "none"}
    files.write_json(paths.TENSORS / paths.PROVENANCE, recipe)
    originals = random.integers(0, 256, (9, 4, 4, 3), np.uint8)
    write_npy(paths.images("train"), originals)
    write_npy(paths.images("test"), originals[4:])
    write_npy(paths.labels("test"), LABELS)
    weights = {
        "title": "ResNet-50",
        "notice": "Uses Some Work",
        "mean": [0.5, 0.5, 0.5],
        "std": [0.25, 0.25, 0.25],
    }
    logits = random.normal(size=(5, 1000)).astype(np.float32)
    provenance = {
        "backbone": "r50",
        "weights": weights,
        "input": {**recipe, "dataset": {"title": "Made up"}},
    }
    arrays.write_logits(paths.logits("r50") / "test.safetensors", logits, provenance)
    for name, answers in ANSWERS.items():
        scores = arrays.Scores(np.zeros((5, 3), np.float32), answers, "zero_shot", "none", TARGETS)
        arrays.write_scores(paths.scores("r50") / "test" / f"{name}.npz", scores)
    files.write_json(paths.mappings("r50") / "alike.json", LIST)
    return tmp_path


def write_npy(path: Path, content: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, content)


def edit(checkout: Path, old: str, new: str) -> None:
    assert old in PARAMS
    files.write_text(checkout / "params.yaml", PARAMS.replace(old, new))


def exhibits() -> GalleryImages:
    return read_gallery_images(
        GalleryParams(
            backbone="r50",
            strategies=tuple(ANSWERS),
            images=1,
            disagreements=3,
            duplicate=0.95,
            opens_with="alike",
        )
    )


def test_the_sheets_are_the_same_bytes_from_run_to_run(checkout: Path) -> None:
    made = [
        checkout / "plots/gallery" / f"{name}.png" for name in ("contact_sheet", "disagreements")
    ]
    main()
    first = [path.read_bytes() for path in made]
    main()
    assert [path.read_bytes() for path in made] == first
    assert first[0] != first[1]
    assert sorted(path.name for path in (checkout / "plots/gallery").iterdir()) == [
        "contact_sheet.png",
        "disagreements.png",
        "duplicates.csv",
        "without_duplicates.csv",
    ]


@pytest.mark.usefixtures("checkout")
def test_a_sheet_says_truth_top_classes_and_predictions_with_a_sign() -> None:
    """Image 1 is a dog: one strategy says so, the other says ship."""
    texts = [text.get_text() for text in sheets.draw_contact_sheet(exhibits(), 1).texts]
    start = texts.index("dog  (image 1)")
    assert texts[start + 4 : start + 6] == ["✓ dog  (alike)", '✗ ship  (odd $|<i>")']
    assert "Uses Some Work" in texts


@pytest.mark.usefixtures("checkout")
def test_the_pictures_are_the_networks_input_denormalised() -> None:
    figure = sheets.draw_contact_sheet(exhibits(), 1)
    shown = [np.asarray(axes.get_images()[0].get_array()) for axes in figure.axes]
    wanted = np.load(paths.tensors("test"))[[0, 1, 2]] / 255
    assert np.allclose(shown, wanted, atol=1e-6)


@pytest.mark.usefixtures("checkout")
def test_only_images_that_are_called_two_things_are_disputed() -> None:
    """Image 4 is called dog and nothing; 1 and 3 have two names."""
    figure = sheets.draw_disagreements(exhibits(), 3)
    texts = [text.get_text() for text in figure.texts]
    assert texts[0].endswith("2 of the 2 with more than one predicted class, equal ones by number")
    assert [text for text in texts if "(image" in text] == ["dog  (image 1)", "cat  (image 3)"]


def test_a_single_strategy_leaves_the_second_sheet_empty(checkout: Path) -> None:
    edit(checkout, '    - odd $|<i>"\n', "")
    main()
    assert (checkout / "plots/gallery/disagreements.png").stat().st_size > 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "    - alike",
            "    - other",
            r"params.yaml:7: gallery.strategies.0 is 'other'; allowed: a",
        ),
        (
            "backbone: r50",
            "backbone: r18",
            "params.yaml:5: gallery.backbone is 'r18'; allowed: r50",
        ),
        (
            "opens_with: alike",
            "opens_with: odd",
            "params.yaml:12: gallery.opens_with is 'odd'; allowed: alike.",
        ),
        ("images: 1", "images: 0", "params.yaml:9: gallery.images is 0; "),
        ("images: 1", "image: 1", "allowed: backbone, strategies, images, disagreements"),
    ],
)
def test_a_wrong_parameter_is_named_with_its_line(
    checkout: Path, old: str, new: str, told: str
) -> None:
    edit(checkout, old, new)
    with pytest.raises(ParamsError) as caught:
        main()
    assert told in str(caught.value)
    assert not (checkout / "plots").exists()


def test_inputs_of_different_length_are_refused(checkout: Path) -> None:
    write_npy(paths.labels("test"), LABELS[:4])
    with pytest.raises(DataError, match="images 5, labels 4, logits 5, alike 5"):
        main()
    assert not (checkout / "plots").exists()


def test_the_explorer_shows_every_strategy_and_all_images(checkout: Path) -> None:
    """Strategies that `gallery.strategies` leaves out are in it, too."""
    edit(checkout, '    - odd $|<i>"\n', "")
    main()
    made = checkout / "report/explorer"
    assert sorted(path.name for path in made.rglob("*")) == ["0.png", "index.html", "pictures"]
    page = (made / "index.html").read_text(encoding="utf-8")
    assert '<option value="odd $|&lt;i&gt;&#34;">' in page
    assert "5 images as the network gets them" in page
    assert "Uses Some Work" in page


def test_the_explorer_is_the_same_bytes_from_run_to_run(checkout: Path) -> None:
    made = checkout / "report/explorer"
    main()
    first = {path: path.read_bytes() for path in made.rglob("*.*")}
    main()
    assert {path: path.read_bytes() for path in made.rglob("*.*")} == first


def test_missing_tensors_and_scores_are_named(checkout: Path) -> None:
    for path in (checkout / "data/scores/r50/test").iterdir():
        path.unlink()
    with pytest.raises(DataError, match=r"data/scores/r50/SHA256SUMS is missing\. Run: dvc pull"):
        main()


def test_missing_tensors_are_named(checkout: Path) -> None:
    shutil.rmtree(paths.TENSORS)
    with pytest.raises(DataError, match=r"data/tensors is missing\. Run: dvc repro"):
        main()


def test_test_images_that_were_trained_on_are_listed(checkout: Path) -> None:
    """The test images are copies of training images 4 to 8."""
    main()
    written = (checkout / "plots/gallery/duplicates.csv").read_text(encoding="utf-8").splitlines()
    assert written[:2] == ["test_image,train_image,similarity", "0,4,1.0"]
    assert len(written) == 6


def test_images_of_another_number_are_an_error(checkout: Path) -> None:
    write_npy(paths.images("test"), np.zeros((4, 4, 4, 3), np.uint8))
    with pytest.raises(DataError, match=r"images/test\.npy has 4 images, .*data/tensors has 5"):
        main()
    assert not (checkout / "plots/gallery").exists()
