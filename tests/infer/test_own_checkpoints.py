"""Checkpoints as people save them: what fits is found, what does not is said of the file."""

import logging
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from stages.core import files, paths
from stages.core.errors import DataError
from stages.infer.weights import check_weights, load_network
from tests.infer import networks

State = Mapping[str, Tensor]
WEIGHTS: State = networks.random_network().state_dict()
OTHERS: State = networks.random_network(seed=1).state_dict()


def prefixed(prefix: str, state: State = WEIGHTS) -> dict[str, Tensor]:
    return {f"{prefix}{name}": tensor for name, tensor in state.items()}


def with_head(count: int) -> dict[str, Tensor]:
    """The tiny network with so many outputs: row r has the weights r and the bias -r."""
    rows = torch.arange(count, dtype=torch.float32)
    return {**WEIGHTS, "5.weight": rows.view(-1, 1).expand(-1, 32).clone(), "5.bias": -rows}


def load(content: Any, **changes: Any) -> dict[str, Tensor]:
    """The weights of the network that a checkpoint fills."""
    networks.write_weights("mine", content, **{"format": "state_dict", **changes})
    provenance = files.read_json(paths.weights("mine") / paths.PROVENANCE)
    return load_network(check_weights("mine", provenance), size=12).state_dict()


@pytest.mark.parametrize(
    "content",
    [
        WEIGHTS,
        {"state_dict": WEIGHTS, "epoch": 90, "optimizer": {"state": {}, "param_groups": []}},
        {"model": OTHERS, "model_ema": WEIGHTS},
        {"state_dict": OTHERS, "state_dict_ema": prefixed("module.")},
        {"weights of mine": WEIGHTS, "epoch": 1},
        prefixed("module."),
        prefixed("backbone."),
        prefixed("_orig_mod.module.net."),
        {name: t for name, t in WEIGHTS.items() if not name.endswith("num_batches_tracked")},
        {name: t.half() if name != "5.weight" else t for name, t in WEIGHTS.items()},
    ],
)
def test_a_checkpoint_is_taken_as_programs_save_it(checkout: Path, content: Any) -> None:
    found = load(content)
    assert found.keys() == WEIGHTS.keys()
    assert torch.equal(found["5.weight"], WEIGHTS["5.weight"])
    torch.testing.assert_close(found["0.weight"], WEIGHTS["0.weight"], rtol=1e-3, atol=1e-3)
    assert found["0.weight"].dtype == torch.float32


def test_the_log_says_which_tensors_were_taken(
    checkout: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    load({"model": OTHERS, "epoch": 9, "model_ema": prefixed("module.")})
    assert caplog.messages == [
        "data/weights/mine/checkpoint.pth: takes the tensors of 'model_ema'; beside it are "
        "'model', 'epoch'.",
        "Every name in the checkpoint begins with 'module.', which is left out.",
    ]


def test_safetensors_are_read_whatever_their_name_is(checkout: Path) -> None:
    def rewrite() -> dict[str, Tensor]:
        networks.write_weights("mine", {}, format="state_dict")
        path = paths.weights("mine") / "checkpoint.pth"
        save_file(prefixed("module."), path)
        provenance = networks.provenance("mine", path, format="state_dict")
        return load_network(check_weights("mine", provenance), size=12).state_dict()

    found = rewrite()
    assert all(torch.equal(found[name], tensor) for name, tensor in WEIGHTS.items())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (prefixed("encoder.", {"a.b": torch.zeros(1), "c": torch.zeros(1)}),
         r"does not fit tiny_classifier: every name begins with 'encoder\.' \(and 9 more such fau"),
        (with_head(10), r": it has 10 outputs, wanted 1000 \(and .*\. Check networks/mine\.yaml"),
        (with_head(1001), "1001 outputs, wanted 1000; where the first is a background class, state "
         "label_offset: 1"),
        (with_head(21843), "21843 outputs, wanted 1000; state which they are, wnids: a list of the "
         "WordNet ID of each"),
        ({**WEIGHTS, "0.weight": torch.ones(8, 3, 5, 5, dtype=torch.int8)},
         r"0\.weight holds numbers of type torch\.int8, not weights"),
        ({name: t for name, t in WEIGHTS.items() if name != "1.running_mean"},
         r"1\.running_mean is missing\. Check"),
        ({"one": WEIGHTS, "two": OTHERS}, r"has several dicts of tensors \('one', 'two'\), none"),
        ({"epoch": 9}, "is no dict of tensors: 'epoch' is 'int'"),
        ([torch.zeros(1)], "is no dict of tensors, but 'list'"),
        ({}, "is no dict of tensors, but an empty one"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_in_terms_of_the_file(
    checkout: Path, content: Any, told: str
) -> None:
    with pytest.raises(DataError) as raised:
        load(content)
    assert re.search(told, str(raised.value)), str(raised.value)


def test_tensors_in_order_are_taken_whatever_their_names_are(checkout: Path) -> None:
    state = {f"number {n}": tensor for n, tensor in enumerate(WEIGHTS.values())}
    found = load({"state_dict": state, "epoch": 1}, format="in_order")
    assert all(torch.equal(found[name], tensor) for name, tensor in WEIGHTS.items())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda state: {**state, "more": torch.zeros(1)}, "it has 9 tensors, wanted 8"),
        (lambda state: {**state, "0.weight": torch.zeros(8, 3, 5, 4)},
         r"'0\.weight' is \(8, 3, 5, 4\), and 0\.weight, which stands in its place, \(8, 3, "),
    ],
)  # fmt: skip
def test_tensors_in_another_order_are_refused(
    checkout: Path, change: Callable[[State], Any], told: str
) -> None:
    with pytest.raises(DataError, match=told):
        load(change(WEIGHTS), format="in_order")


def state_outputs(count: int, rows: list[int]) -> None:
    files.write_json(paths.weights("mine") / paths.OUTPUTS, {"count": count, "rows": rows})


def test_a_background_class_is_left_out(checkout: Path) -> None:
    paths.weights("mine").mkdir(parents=True)
    state_outputs(1001, list(range(1, 1001)))
    found = load(with_head(1001), label_offset=1)
    assert found["5.bias"][:3].tolist() == [-1, -2, -3]
    assert found["5.weight"][999].tolist() == [1000] * 32


def test_of_many_outputs_those_of_imagenet_are_taken_in_its_order(checkout: Path) -> None:
    """A class without an output has the logit -100 for every image."""
    paths.weights("mine").mkdir(parents=True)
    state_outputs(21843, [20000, -1, *range(998)])
    found = load(with_head(21843), wnids_sha256="of a list")
    assert found["5.bias"][:4].tolist() == [-20000, -100, 0, -1]
    assert found["5.weight"][:2].tolist() == [[20000] * 32, [0] * 32]


@pytest.mark.parametrize(
    ("count", "told"),
    [(1000, "it has 1000 outputs, and its entry states 1001"), (1002, "it has 1002 outputs, and")],
)
def test_outputs_that_are_stated_for_another_head_are_refused(
    checkout: Path, count: int, told: str
) -> None:
    paths.weights("mine").mkdir(parents=True)
    state_outputs(1001, list(range(1, 1001)))
    with pytest.raises(DataError, match=told):
        load(with_head(count), label_offset=1)
