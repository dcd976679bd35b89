"""`python -m stages.people` on four images: off, on, and where it must refuse."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stages.core.errors import DataError, ParamsError
from stages.people import answers
from stages.people.stage import OUT, main
from stages.tables.people import PEOPLE, STRATEGIES
from tests.conftest import ROOT
from tests.people import example
from tests.people.example import COUNTS, TARGETS, publish, scores, write_checkout


@pytest.fixture(autouse=True)
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that stands for a checkout, and no mirror."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.delenv("DATA_MIRROR", raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    return folder


@pytest.fixture
def mirror_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that makes counts known as `tiny`, in a folder of DATA_MIRROR."""

    def make(counts: Any = COUNTS, targets: tuple[str, ...] = TARGETS) -> Path:
        described = publish(tmp_path / "mirror", counts, targets)
        monkeypatch.setenv("DATA_MIRROR", str(described.parent))
        read_known = answers.read_known
        monkeypatch.setattr(answers, "read_known", lambda: read_known(described))
        return described.parent

    return make


def refused(kind: type[Exception] = DataError) -> str:
    with pytest.raises(kind) as caught:
        main()
    assert not OUT.exists()
    return str(caught.value)


def clear_of_image_2() -> np.ndarray:
    """The counts, but all four images with a plurality that is their label."""
    return np.array([[10, 0, 0], [4, 6, 0], [0, 5, 5], [0, 4, 6]], np.int64)


def test_off_it_reads_no_data_and_says_how_to_switch_it_on() -> None:
    example.write_params("null")
    main()
    assert [path.name for path in OUT.iterdir()] == ["index.html"]
    page = (OUT / "index.html").read_text(encoding="utf-8")
    assert (
        "<p>This comparison is off. To switch it on, set <code>people.answers</code> in "
        "params.yaml to <code>cifar10h</code>, then run <code>dvc repro people</code>.</p>" in page
    )


def test_our_own_parameters_have_it_off() -> None:
    text = (ROOT / "params.yaml").read_text(encoding="utf-8")
    assert "\n  answers: null\n" in text.partition("\npeople:\n")[2]


def test_on_it_writes_the_numbers_of_people(mirror_of: Any) -> None:
    """q is 1, .6, .5, .6: two people agree on 1, (6·5 + 4·3)/90, 4/9 and 42/90 of the images."""
    mirror_of(clear_of_image_2())
    write_checkout(answers="tiny")
    main()
    found = {row.number: row for row in PEOPLE.read()}
    assert found["single_answer"].value == 0.675
    assert (found["plurality"].value, found["plurality"].high) == (1, 1)
    assert found["pair_agreement"].value == 0.5944
    # (.59444 − .56125) / (1 − .56125), with .675² + .325² = .56125
    assert found["pair_kappa"].value == 0.0757
    # two of .6730 (4 and 6 of 10), one of .6931
    assert found["entropy"].value == 0.5098


def test_on_it_writes_one_row_for_each_strategy_by_kind(mirror_of: Any) -> None:
    """Right on 1 and 2: agreement (1 + .6 + .5 + .4)/4, by chance ½ with accuracy ½; κ = ¼."""
    mirror_of(clear_of_image_2())
    write_checkout(answers="tiny")
    main()
    first, rejecting, sure = STRATEGIES.read()
    assert (first.strategy, first.kind, first.accuracy) == ("first_half", "zero_shot", 0.5)
    assert (first.agreement, first.chance_agreement) == (0.625, 0.5)
    assert first.kappa is not None
    assert first.kappa.value == 0.25
    assert first.kappa.low <= 0.25 <= first.kappa.high
    assert first.cross_entropy == (1.0986, 1.0986, 1.0986)
    # what it rejects counts as wrong, like the wrong answers of the other; it has no probabilities
    assert (rejecting.strategy, rejecting.kappa) == ("rejecting", first.kappa)
    assert rejecting.cross_entropy is None
    # right everywhere, it agrees as often as by chance; p = 0 for what some people answered
    assert (sure.kind, sure.agreement, sure.chance_agreement) == ("supervised", 0.675, 0.675)
    assert sure.kappa == (0, 0, 0)
    assert sure.cross_entropy is None


def test_the_page_names_licences_ties_and_kinds_and_has_the_same_bytes_again(
    mirror_of: Any,
) -> None:
    mirror_of(clear_of_image_2())
    write_checkout(answers="tiny")
    main()
    first = {path.name: path.read_bytes() for path in OUT.iterdir()}
    assert sorted(first) == ["consistency.svg", "index.html", "people.csv", "strategies.csv"]
    page = first["index.html"].decode()
    assert "Results computed with Tiny answers are for non-commercial use only: CC BY-NC-SA" in page
    assert "Uses &lt;Some Work&gt;" in page
    assert "ties: 1, where the first target counts" in page
    assert page.index("<h3>Zero-shot") < page.index("<h3>Supervised")
    assert "something that a person answered: rejecting, sure." in page
    main()
    assert {path.name: path.read_bytes() for path in OUT.iterdir()} == first


def test_strategies_without_a_kappa_are_still_shown(mirror_of: Any) -> None:
    """All people and the strategy are right everywhere, so chance alone agrees everywhere."""
    mirror_of(np.array([[9, 0, 0], [0, 9, 0], [0, 9, 0], [0, 0, 9]]))
    write_checkout({"sure": example.STRATEGIES["sure"]}, answers="tiny")
    main()
    (row,) = STRATEGIES.read()
    assert row.kappa is None
    assert row.cross_entropy == (0, 0, 0)
    assert [row.number for row in PEOPLE.read()] == [
        *("single_answer", "plurality", "entropy", "pair_agreement"),
    ]


def test_other_images_are_refused(mirror_of: Any) -> None:
    """Of COUNTS the plurality is 0, 0, 1, 1, of the labels 0, 1, 1, 2: half of them."""
    mirror_of()
    write_checkout(answers="tiny")
    assert refused() == (
        "data/labels/test.npy: Tiny answers is of other images or of another order: most people "
        "agree with 50.0% of the labels, wanted: 90% or more. Choose its data set in "
        "download.dataset. Or set people.answers to null in params.yaml."
    )


def test_more_images_than_people_were_shown_are_refused(mirror_of: Any) -> None:
    mirror_of(clear_of_image_2()[:3])
    write_checkout(answers="tiny")
    assert refused().startswith(
        "data/labels/test.npy has labels of 4 images, Tiny answers has answers for 3. Choose"
    )


def test_only_the_first_images_are_compared_if_more_were_shown(mirror_of: Any) -> None:
    mirror_of(np.concatenate([clear_of_image_2(), [[0, 0, 99]]]))
    write_checkout(answers="tiny")
    main()
    assert PEOPLE.read()[0].value == 0.675


def test_other_targets_are_refused(mirror_of: Any) -> None:
    mirror_of(clear_of_image_2(), ("cat", "ship", "dog"))
    write_checkout(answers="tiny")
    assert refused() == (
        "data/scores/r50/test/first_half.npz has the targets cat, dog, ship, but the people of "
        "Tiny answers chose among cat, ship, dog. Or set people.answers to null in params.yaml."
    )


def test_another_number_of_scores_than_of_labels_is_refused(mirror_of: Any) -> None:
    mirror_of(clear_of_image_2())
    write_checkout({"short": scores([0, 1, 1])}, answers="tiny")
    assert refused().startswith(
        "data/scores/r50/test/short.npz speaks of 3 images, the labels of 4"
    )


def test_a_file_of_another_hash_is_refused(mirror_of: Any) -> None:
    folder = mirror_of(clear_of_image_2())
    np.save(folder / "counts.npy", COUNTS)
    write_checkout(answers="tiny")
    told = refused()
    assert told.startswith(f"{folder}/counts.npy is not the published file: its SHA-256 is ")


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (COUNTS.astype(np.int32), "holds int32 (4, 3); wanted: int64 (N, 3), one column for each"),
        (COUNTS[:, :2], "holds int64 (4, 2); wanted: int64 (N, 3)"),
        (COUNTS[0], "holds int64 (3,); wanted: int64 (N, 3)"),
        (np.eye(3, dtype=np.int64), "holds an image with fewer than two answers"),
        (COUNTS - 1, "holds an image with fewer than two answers, or a negative count."),
        (COUNTS[:0], "holds an image with fewer than two answers"),
    ],
)
def test_counts_that_are_none_are_refused(mirror_of: Any, counts: Any, told: str) -> None:
    mirror_of(counts)
    write_checkout(answers="tiny")
    assert told in refused()


@pytest.mark.parametrize(
    ("name", "backbone", "told"),
    [
        (
            "cifar10",
            "r50",
            "params.yaml:4: people.answers is 'cifar10'; allowed: null (none), tiny.",
        ),
        ("tiny", "r18", "params.yaml:5: people.backbone is 'r18'; allowed: r50."),
    ],
)
def test_an_unknown_name_is_refused(mirror_of: Any, name: str, backbone: str, told: str) -> None:
    mirror_of(clear_of_image_2())
    write_checkout()
    example.write_params(name, backbone)
    assert refused(ParamsError) == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("size: 800128", "size: many", "answers.cifar10h.file.size is 'many'"),
        ("sha256: 9b36b455", "sha256: 9B36B455", "answers.cifar10h.file.sha256"),
        ("- https://raw", "- ftp://raw", "answers.cifar10h.file.urls.0"),
        ("    licence: CC BY-NC-SA 4.0\n", "", "answers.cifar10h.licence is missing"),
        ("    title: CIFAR-10H\n", "    title: A\n    colour: red\n", "colour is not a known key"),
        ("- truck", "- ship", "'ship' stands here twice"),
    ],
)
def test_the_description_is_read_strictly(checkout: Path, old: str, new: str, told: str) -> None:
    text = answers.ANSWERS.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = checkout / "answers.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ParamsError, match=told):
        answers.read_known(path)
