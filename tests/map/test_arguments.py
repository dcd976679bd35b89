"""The public functions take what people have, and refuse the rest in one line."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from stages.core.errors import DataError, ParamsError, StageError
from stages.map.evidence import Evidence
from stages.map.groups import (
    FOLDER,
    imagenet_to_cifar10_prediction,
    map_imagenet_to_cifar10,
    read_groups,
)
from stages.map.strategies import STRATEGIES, prototype, taxonomy
from tests.map.made import knowledge_of, published

BROAD = published("wordnet_broad")
# one airliner, one tabby
LOGITS = np.full((2, 1000), -1.5, np.float32)
LOGITS[0, 404] = LOGITS[1, 281] = 4.5
USUAL: dict[str, Any] = {"of": "probabilities", "reduce": "mean", "unmapped": "ignore"}


@pytest.mark.parametrize(
    "logits",
    [
        LOGITS,
        LOGITS.tolist(),
        [LOGITS[0], LOGITS[1].tolist()],
        LOGITS.astype(np.float16),
        LOGITS.astype(np.float64),
        LOGITS.astype(np.int64),
        LOGITS[:, ::-1][:, ::-1],
        torch.tensor(LOGITS),
        torch.tensor(LOGITS, requires_grad=True),
        torch.tensor(LOGITS, requires_grad=True) * 2,
        torch.tensor(LOGITS).half(),
        torch.tensor(LOGITS).bfloat16(),
        torch.tensor(LOGITS).double(),
        torch.tensor(LOGITS).long(),
    ],
    ids=str.split(
        "array lists rows float16 float64 int64 view tensor leaf grad half bfloat16 double long"
    ),
)
def test_logits_may_be_an_array_lists_or_a_tensor(logits: object) -> None:
    predicted = imagenet_to_cifar10_prediction(logits, BROAD, **USUAL)
    assert predicted.dtype == np.int64
    assert predicted.tolist() == [0, 3]


def test_no_image_has_no_prediction() -> None:
    for options in ({}, {"reduce": "max", "of": "logits"}, {"unmapped": "random"}):
        empty = imagenet_to_cifar10_prediction(np.zeros((0, 1000)), BROAD, **USUAL | options)
        assert empty.tolist() == []


def changed(row: int, column: int, value: float) -> Any:
    logits = LOGITS.astype(np.float64)
    logits[row, column] = value
    return logits


@pytest.mark.parametrize(
    ("logits", "message"),
    [
        (changed(1, 5, np.nan), r"logits\[1, 5\] is nan; wanted: finite .* 1 of 2 rows have"),
        (changed(0, 0, np.inf), r"logits\[0, 0\] is inf"),
        (changed(0, 999, -np.inf), r"logits\[0, 999\] is -inf"),
        (changed(0, 0, 1e39), r"logits\[0, 0\] is 1e\+39"),  # no number in single precision
        (torch.full((1, 1000), torch.nan).bfloat16(), r"logits\[0, 0\] is nan; .* 1 of 1 rows"),
        (LOGITS[0], r"logits are \(1000,\); wanted: \(N, 1000\). One image is an array of one row"),
        (LOGITS.T, r"logits are \(1000, 2\); wanted: \(N, 1000\)\.$"),
        (LOGITS[np.newaxis], r"logits are \(1, 2, 1000\)"),
        (LOGITS[:, :999], r"logits are \(2, 999\)"),
        ([], r"logits are \(0,\)"),
        (3.5, r"logits are \(\)"),
        (None, r"logits are \(\)"),
        ([[0.5, 1.5], [0.5]], "logits cannot be read as numbers"),
        (LOGITS.astype(str), "logits are of type <U32; wanted: real numbers"),
        (LOGITS.astype(complex), "logits are of type complex128"),
        (LOGITS > 0, "logits are of type bool"),
        (np.ma.masked_less(LOGITS, 0), "some logits are masked; wanted: a number for every class"),
        (torch.tensor(LOGITS).to_sparse(), "logits cannot be read as numbers"),
    ],
)
def test_other_logits_are_refused(logits: object, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        imagenet_to_cifar10_prediction(logits, BROAD, **USUAL)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("of", "softmax", "logits, probabilities"),
        ("of", None, "logits, probabilities"),
        ("reduce", "average", "sum, mean, max, logsumexp, vote"),
        ("reduce", "Mean", "sum, mean, max, logsumexp, vote"),
        ("reduce", ["mean"], "sum, mean, max, logsumexp, vote"),
        ("unmapped", "ingore", "ignore, reject, reassign, random"),
        ("unmapped", True, "ignore, reject, reassign, random"),
        ("votes", 0, "whole numbers from 1"),
        ("votes", -5, "whole numbers from 1"),
        ("votes", 2.0, "whole numbers from 1"),
        ("votes", True, "whole numbers from 1"),
        ("seed", -1, "whole numbers from 0"),
        ("seed", "0", "whole numbers from 0"),
        ("seed", None, "whole numbers from 0"),
    ],
)
def test_another_option_is_refused_with_what_is_allowed(
    option: str, value: object, allowed: str
) -> None:
    with pytest.raises(ParamsError) as caught:
        imagenet_to_cifar10_prediction(LOGITS, BROAD, **USUAL | {option: value})
    assert str(caught.value) == f"{option} is {value!r}; allowed: {allowed}."


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"reduce": "logsumexp"}, "logsumexp of probabilities is neither"),
        ({"reduce": "sum", "of": "logits"}, "sum of logits depends on"),
        ({"reduce": "vote"}, "class 656 is in several"),
    ],
)
def test_a_combination_without_meaning_is_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(ParamsError, match=message):
        imagenet_to_cifar10_prediction(LOGITS, BROAD, **USUAL | options)


def test_whole_numbers_of_numpy_are_taken() -> None:
    options = USUAL | {"unmapped": "random", "seed": np.int64(3), "votes": np.uint8(1)}
    assert imagenet_to_cifar10_prediction(LOGITS, BROAD, **options).tolist() == [0, 3]


@pytest.mark.parametrize("groups", [{"dog": [207]}, FOLDER / "wordnet_broad.yaml", None])
def test_groups_that_are_none_are_refused_with_what_makes_them(groups: Any) -> None:
    with pytest.raises(ParamsError, match=r"groups is .*; wanted: what read_groups or"):
        imagenet_to_cifar10_prediction(LOGITS, groups, **USUAL)


def test_an_image_without_mass_in_any_group_has_no_target() -> None:
    """No group has class 1: its image gives the others e^−2000, which is 0."""
    logits = np.full((1, 1000), -1000.0)
    logits[0, 1] = 1000
    for reduce in ("sum", "mean", "max"):
        options = USUAL | {"reduce": reduce}
        assert imagenet_to_cifar10_prediction(logits, BROAD, **options).tolist() == [-1]


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"dog": "Labrador"}, r"keywords of 'dog' are 'Labrador'; wanted: .*\['Labrador'\]"),
        ({"dog": b"Labrador"}, "keywords of 'dog' are b'Labrador'; wanted: a list of keywords"),
        ({"dog": {"Labrador": 1}}, "keywords of 'dog' are {'Labrador': 1}; wanted: a list"),
        ({"dog": None}, "keywords of 'dog' are None; wanted: a list"),
        ({"dog": 404}, "keywords of 'dog' are 404; wanted: a list"),
        ({"airplane": [404]}, "a keyword of 'airplane' is 404; wanted: text"),
        ({"airplane": [["airliner"]]}, r"a keyword of 'airplane' is \['airliner'\]; wanted: text"),
        ({"airplane": [""]}, "a keyword of 'airplane' is ''; it would hit every class"),
        ({"airplane": ["airliner", " "]}, "a keyword of 'airplane' is ' '; it would"),
        ({"plane": ["airliner"]}, "'plane' is no target; allowed: airplane, automobile, bird"),
        ({5: ["Labrador"]}, "5 is no target; allowed: airplane"),
        ({}, "there is no keyword; wanted: a dict"),
        ({"dog": []}, "there is no keyword; wanted: a dict"),
        ([("dog", ["Labrador"])], r"keywords are \[\('dog', \['Labrador'\]\)\]; wanted: a dict"),
        ("dog", "keywords are 'dog'; wanted: a dict from target to a list of keywords"),
        (None, "keywords are None; wanted: a dict"),
    ],
)
@pytest.mark.parametrize("whole_words", [True, False])
def test_keywords_of_another_form_are_refused(
    keywords: Any, message: str, whole_words: bool
) -> None:
    with pytest.raises(ParamsError, match=message):
        map_imagenet_to_cifar10(keywords, whole_words)


def test_keywords_may_come_from_any_list_and_count_once() -> None:
    given: list[Any] = [
        ["Labrador", "Beagle", "Labrador"],
        ("Labrador", "Beagle"),
        {"Labrador": 0, "Beagle": 0}.keys(),
        (word for word in ("Labrador", "Beagle")),
    ]
    for words in given:
        groups = map_imagenet_to_cifar10({"dog": words, "deer": []})
        assert groups.members[5] == (162, 208)
        assert groups.rows["dog"][1].reason == "hit by 'Labrador'"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"whole_words": "no"}, "whole_words is 'no'; wanted: True or False"),
        ({"whole_words": 0}, "whole_words is 0; wanted: True or False"),
        ({"targets": 10}, "targets is 10; wanted: the name of a list of targets"),
        ({"targets": "cifar11"}, "no list of targets 'cifar11'"),
    ],
)
def test_other_options_of_keywords_are_refused(options: Any, message: str) -> None:
    with pytest.raises(ParamsError, match=message):
        map_imagenet_to_cifar10({"dog": ["Labrador"]}, **options)


def test_a_list_is_read_by_its_name_or_from_a_path_of_either_kind() -> None:
    assert read_groups("wordnet_broad") == BROAD
    assert read_groups(str(FOLDER / "wordnet_broad.yaml")) == BROAD
    assert read_groups(FOLDER / "wordnet_broad.yaml") == BROAD


@pytest.mark.parametrize("path", [None, 5, ["a"], b"a.yaml"])
def test_what_is_no_path_is_refused(path: Any) -> None:
    with pytest.raises(ParamsError, match=r"the path of a list is .*; wanted: text or a Path"):
        read_groups(path)


def test_a_file_that_is_not_there_or_is_a_folder_is_one_line(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.yaml", tmp_path):
        with pytest.raises(ParamsError, match=r"there is no list .*, or one of cini"):
            read_groups(path)


def test_a_plain_list_is_refused_with_the_command_that_completes_it(tmp_path: Path) -> None:
    path = tmp_path / "plain.yaml"
    path.write_text("airplane: [404]\n", encoding="utf-8")
    command = f"python -m tools.check {path} --write NEW.yaml"
    with pytest.raises(ParamsError, match=command):
        read_groups(path)


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        ("train", [[0.0] * 1000], r"train is no array of logits \(N, S\)"),
        ("train", np.zeros(1000), r"train is no array of logits"),
        ("test", np.zeros((2, 999)), r"test is \(2, 999\); wanted: \(N, 1000\)"),
        ("test", changed(0, 1, np.nan), "test has logits that are not finite"),
        ("train_labels", [0, 3], "train_labels is no array of whole numbers"),
        ("train_labels", np.array([0.0, 3.0]), "train_labels is no array of whole numbers"),
        ("train_labels", np.array([0]), r"train_labels is \(1,\); wanted: \(2,\)"),
        ("train_labels", np.array([0, 10]), "train_labels runs from 0 to 10; allowed: 0 to 9"),
        ("train_labels", np.array([-1, 1]), "train_labels runs from -1 to 1; allowed: 0 to 9"),
    ],
)
def test_evidence_that_does_not_fit_is_refused(part: str, value: Any, message: str) -> None:
    whole: dict[str, Any] = {
        "knowledge": knowledge_of("cifar10", {}),
        "train": LOGITS,
        "train_labels": np.array([0, 3]),
        "test": LOGITS,
    }
    assert Evidence(**whole).train.shape == (2, 1000)
    with pytest.raises(DataError, match=message):
        Evidence(**whole | {part: value})


@pytest.mark.parametrize("options", [{"method": "taxonomy", "gamma": 8.0}, None])
def test_a_strategy_refuses_options_that_are_not_its_own(options: Any) -> None:
    evidence = Evidence(knowledge_of("cifar10", {}), LOGITS, np.array([0, 3]), LOGITS)
    others = prototype.Options(method="prototype")
    right = taxonomy.Options(method="taxonomy", gamma=8.0)
    assert STRATEGIES["taxonomy"].fit(evidence, right)(LOGITS).shape == (2, 10)
    for wrong in (options, others):
        with pytest.raises(StageError, match=r"wanted: what model_validate of stages\.map\.strat"):
            STRATEGIES["taxonomy"].fit(evidence, wrong)
