"""The class lists are facts: ILSVRC's order, WordNet's names and parents."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from stages import vocabulary
from stages.core import files
from stages.core.errors import DataError, ParamsError

FOUR = "tests/vocabulary/four.yaml"


def test_imagenet_has_1000_classes_in_the_order_of_their_wnids() -> None:
    classes = vocabulary.imagenet()
    wnids = [known.wnid for known in classes]
    assert len(set(wnids)) == 1000
    assert wnids == sorted(wnids)
    assert [known.index for known in classes] == list(range(1000))


@pytest.mark.parametrize(
    ("index", "wnid", "name"),
    [
        (0, "n01440764", "tench"),
        (404, "n02690373", "airliner"),
        (999, "n15075141", "toilet tissue"),
    ],
)
def test_a_class_has_the_index_of_the_network_s_output(index: int, wnid: str, name: str) -> None:
    known = vocabulary.imagenet()[index]
    assert (known.wnid, known.names[0]) == (wnid, name)


def test_names_do_not_tell_classes_apart() -> None:
    """Two cranes, and 639 maillot has the first name of 638: why rows are keyed by index."""
    cranes = [known.index for known in vocabulary.imagenet() if known.names[0] == "crane"]
    all_names = {known.names for known in vocabulary.imagenet()}
    first_names = {known.names[0] for known in vocabulary.imagenet()}
    assert (cranes, len(all_names), len(first_names)) == ([134, 517], 999, 998)


def test_ancestors_follow_every_parent() -> None:
    """A tabby is a feline and a domestic animal; a reader of one parent loses one of them."""
    tabby = vocabulary.imagenet()[281].wnid
    assert {tabby, "n02120997", "n01317541", "n00001740"} <= vocabulary.wordnet().ancestors(tabby)


def test_wordnet_has_the_parents_of_every_synset_in_it() -> None:
    wordnet = vocabulary.wordnet()
    assert {p for parents in wordnet.parents.values() for p in parents} <= wordnet.parents.keys()
    assert [wnid for wnid, parents in wordnet.parents.items() if not parents] == ["n00001740"]


def test_cifar10_has_its_ten_names_in_the_order_of_its_labels() -> None:
    assert [target.name for target in vocabulary.targets("cifar10")] == [
        *("airplane", "automobile", "bird", "cat", "deer"),
        *("dog", "frog", "horse", "ship", "truck"),
    ]


def test_no_imagenet_class_is_a_deer_and_ruminants_may_stand_in() -> None:
    deer = vocabulary.targets("cifar10")[4]
    above = [vocabulary.wordnet().ancestors(known.wnid) for known in vocabulary.imagenet()]
    assert deer.root == "n02430045"
    assert sum(deer.root in ancestors for ancestors in above) == 0
    assert [i for i, ancestors in enumerate(above) if deer.broad in ancestors] == list(
        range(345, 354)
    )


def test_a_target_s_broad_synset_is_its_root_or_above_it() -> None:
    wordnet = vocabulary.wordnet()
    for target in vocabulary.targets("cifar10"):
        assert target.broad in wordnet.ancestors(target.root)


def test_a_list_may_lie_anywhere_and_have_any_length() -> None:
    assert [target.name for target in vocabulary.targets(FOUR)] == [
        *("vehicle", "bird", "mammal", "frog")
    ]


def test_the_classes_of_the_data_set_are_the_targets_unless_a_file_lists_them() -> None:
    assert vocabulary.problem("cifar10").target_of == (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)


def test_cifar4_gathers_the_labels_of_cifar10(tmp_path: Path) -> None:
    """Airplane, automobile, ship and truck are vehicles; cat, deer, dog and horse mammals."""
    np.save(tmp_path / "labels.npy", np.arange(10))
    labels = vocabulary.problem("cifar4").read_labels(tmp_path / "labels.npy")
    assert labels.tolist() == [0, 0, 1, 2, 2, 2, 3, 2, 0, 0]


def test_labels_beyond_the_classes_are_refused(tmp_path: Path) -> None:
    np.save(tmp_path / "labels.npy", np.arange(11))
    with pytest.raises(DataError, match=r"holds labels from 0 to 10; allowed: 0 to 9\."):
        vocabulary.problem("cifar4").read_labels(tmp_path / "labels.npy")


def test_scores_of_other_targets_are_refused() -> None:
    with pytest.raises(DataError, match=r"^data/scores/net has the targets cat, dog, but cifar4 "):
        vocabulary.problem("cifar4").check_names(Path("data/scores/net"), ("cat", "dog"))


@pytest.mark.parametrize("count", [0, 1, 1001])
def test_a_problem_has_from_two_to_a_thousand_targets(tmp_path: Path, count: int) -> None:
    one = {"root": "n01503061", "broad": "n01503061"}
    targets = [{"name": f"bird {number}", **one} for number in range(count)]
    files.write_json(tmp_path / "mine.yaml", {"title": "Mine", "targets": targets})
    with pytest.raises(ParamsError, match=rf"there are {count}; allowed: 2 to 1000 targets\.$"):
        vocabulary.targets(str(tmp_path / "mine.yaml"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("      - horse\n    keyw", "    keyw", "no target gathers 'horse'; each needs one."),
        ("      - horse\n    keyw", "      - ship\n    keyw", "the class 'ship' is gathered twice"),
        ("gathers:\n      - bird", "gathers:\n      - hen", "'hen' is no class; allowed: airplane"),
        ("  - truck\n", "  - truck\n  - frog\n", "the class 'frog' stands here twice."),
        ("\ntitle: ", "\nabsent: elk\ntitle: ", "absent is 'elk'; allowed: null (ImageNet has"),
    ],
)  # fmt: skip
def test_classes_that_are_not_gathered_once_are_refused_with_file_and_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = (vocabulary.FOLDER / "cifar4.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ParamsError, match=rf"^{path}:\d+: {re.escape(message)}"):
        vocabulary.targets(str(path))


def test_gathering_needs_the_classes(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    text = Path(FOUR).read_text(encoding="utf-8")
    path.write_text(text.replace("name: bird", "name: bird\n    gathers: [a]"), encoding="utf-8")
    with pytest.raises(ParamsError, match=r"gathers needs `classes`, the data set's, in a list"):
        vocabulary.targets(str(path))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: bird", "name: frog", "the target 'frog' stands here twice"),
        ("root: n01503061", "root: n99999999", "bird: wordnet.csv has no synset n99999999"),
        ("root: n01503061", "rooot: n01503061", "targets.1.rooot is not a known key"),
        (
            "name: bird",
            "name: </script><img src=x onerror=alert(1)>",
            r"targets\.1\.name: '</script>.*' is no name; allowed: 1 to 100 letters, digits, "
            r"blanks and _ - , \. ' \( \) / \+, the first a letter, digit or _\.$",
        ),
    ],
)
def test_a_faulty_list_is_refused_with_file_and_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(Path(FOUR).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ParamsError, match=message) as caught:
        vocabulary.targets(str(path))
    assert str(caught.value).startswith(f"{path}:")


def test_a_name_that_no_disk_takes_is_unknown() -> None:
    with pytest.raises(
        ParamsError, match=r"no list of targets 'x+\.\.\.x+'; known: cifar10, cifar4, geirhos16\."
    ):
        vocabulary.targets("x" * 5000)


def test_an_unknown_list_is_refused_with_the_known_ones() -> None:
    with pytest.raises(
        ParamsError, match=r"no list of targets 'cifar11'.*known: cifar10, cifar4, geirhos16\."
    ):
        vocabulary.targets("cifar11")


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """imagenet.csv and wordnet.csv lie in the current folder, and are read from there."""
    monkeypatch.chdir(tmp_path)
    for name in ("IMAGENET", "WORDNET"):
        path = getattr(vocabulary, name)
        Path(path.name).write_bytes(path.read_bytes())
        monkeypatch.setattr(vocabulary, name, Path(path.name))
    _forget()
    yield
    _forget()


def _forget() -> None:
    vocabulary.imagenet.cache_clear()
    vocabulary.wordnet.cache_clear()


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("imagenet.csv", b"index,", b"number,", "it has no column 'index'"),
        ("imagenet.csv", b"\n1,", b"\n2,", "it does not number 1000 classes from 0"),
        ("imagenet.csv", b"tench", b"t\xffnch", "'utf-8' codec can't decode byte 0xff"),
        ("imagenet.csv", b",n01440764", b"", "line 2 has 2 cells, not 3"),
        ("wordnet.csv", b"\nn00001930,", b"\nn99999999,", "it lacks 1 synsets, among them 'n0"),
        ("wordnet.csv", b",entity,", b",entity,n00001740", "n00001740 is among its own ancestors"),
    ],
)  # fmt: skip
def test_a_damaged_vocabulary_is_told_in_one_line(
    copied: None, name: str, old: bytes, new: bytes, fault: str
) -> None:
    content = Path(name).read_bytes()
    assert old in content
    Path(name).write_bytes(content.replace(old, new))
    with pytest.raises(DataError, match=rf"^{name}: {fault}.*\. In a checkout run: git checkout"):
        vocabulary.wordnet()


def test_an_empty_or_missing_vocabulary_is_told_by_its_own_name(copied: None) -> None:
    Path("imagenet.csv").write_bytes(b"")
    with pytest.raises(DataError, match=r"^imagenet\.csv: it has no column 'index'\."):
        vocabulary.imagenet()
    Path("imagenet.csv").unlink()
    with pytest.raises(DataError, match=r"^imagenet\.csv: it is missing\."):
        vocabulary.imagenet()
