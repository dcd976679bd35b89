"""Checkpoints: those that fit fill the network, all others are refused in one line."""

import pickle
import re
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
import torch
from torchvision.models import densenet121

from stages.core import files, paths
from stages.core.errors import DataError
from stages.infer.weights import Weights, check_weights, load_network
from tests.infer import networks


def written(name: str = "tiny") -> Weights:
    return check_weights(name, files.read_json(paths.weights(name) / paths.PROVENANCE))


def test_state_dict_in_torchvisions_format_fills_the_network(checkout: Path) -> None:
    network = load_network(written(), size=12)
    expected = networks.random_network().state_dict()
    assert not network.training
    for name, tensor in network.state_dict().items():
        assert torch.equal(tensor, expected[name]), name


def test_product_quantised_checkpoint_fills_the_network(checkout: Path) -> None:
    """The linear layer's 1000 × 32 weights as 1000 × 2 codes of 16 numbers each."""
    plain = networks.random_network().state_dict()
    codes = torch.arange(2000).reshape(1000, 2) % 3
    codebook = torch.arange(48).reshape(3, 16)
    state = {n: t for n, t in plain.items() if not n.startswith(("1.running", "1.num", "5.weight"))}
    state |= {"5.codes_matrix": codes.to(torch.uint8), "5.codebook": codebook.to(torch.float16)}
    networks.write_weights("small", state, format="pqf")
    filled = load_network(written("small"), size=12).state_dict()
    assert filled["5.weight"][1].tolist() == [*range(32, 48), *range(16)]  # codes 2 and 0
    assert filled["1.running_var"].tolist() == [1] * 8
    assert torch.equal(filled["0.weight"], plain["0.weight"])


def test_published_names_of_densenet_are_translated(checkout: Path) -> None:
    """`denselayer1.norm1.weight` is `denselayer1.norm.1.weight` in the files of 2017."""
    state = densenet121(weights=None).state_dict()
    old = OrderedDict(
        (re.sub(r"(denselayer.*)([12])\.", r"\1.\2.", name), tensor)
        for name, tensor in state.items()
        if not name.endswith("num_batches_tracked")
    )
    assert old.keys() != state.keys()
    networks.write_weights("dense", old, architecture="densenet121")
    filled = load_network(written("dense"), size=224).state_dict()
    name = "features.denseblock1.denselayer1.norm1.weight"
    assert torch.equal(filled[name], state[name])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"architecture": "resnet18"}, r"does not fit resnet18: conv1\.weight is missing \(and "),
        ({"architecture": "resnet1"}, "'resnet1' is no architecture that torchvision has"),
        (
            {"input_size": 384},
            r"takes images of 384 pixels, not of 12\. In params\.yaml, set preproc",
        ),
    ],
)
def test_wrong_architecture_or_size_says_what_does_not_fit(
    checkout: Path, changes: dict[str, Any], message: str
) -> None:
    state = networks.random_network().state_dict()
    networks.write_weights("other", state, **changes)
    with pytest.raises(DataError, match=message):
        load_network(written("other"), size=12)


def test_shapes_that_differ_are_told_with_the_first_of_them(checkout: Path) -> None:
    state = networks.random_network().state_dict()
    state["0.weight"], state["extra"] = torch.zeros(4, 3, 5, 5), torch.zeros(1)
    networks.write_weights("other", state)
    message = r"0\.weight is \(4, 3, 5, 5\), not \(8, 3, 5, 5\) \(and 1 more such faults?\)"
    with pytest.raises(DataError, match=message):
        load_network(written("other"), size=12)


def test_codes_that_point_outside_their_codebook_are_refused(checkout: Path) -> None:
    codes = torch.tensor([[5]], dtype=torch.uint8)
    state = {"5.codes_matrix": codes, "5.codebook": torch.zeros((2, 16), dtype=torch.float16)}
    networks.write_weights("other", state, format="pqf")
    with pytest.raises(DataError, match="codes and codebooks do not belong together"):
        load_network(written("other"), size=12)


def test_folder_of_another_backbone_is_refused(checkout: Path) -> None:
    found = files.read_json(paths.weights("tiny") / paths.PROVENANCE)
    with pytest.raises(DataError, match=r"data/weights/huge holds tiny, not huge\. Run: dvc repro"):
        check_weights("huge", found)


def test_provenance_that_lacks_a_key_is_refused(checkout: Path) -> None:
    found = files.read_json(paths.weights("tiny") / paths.PROVENANCE)
    del found["mean"]
    with pytest.raises(DataError, match=r"tiny/provenance\.json: mean: Field required"):
        check_weights("tiny", found)


def test_missing_checkpoint_is_refused(checkout: Path) -> None:
    (paths.weights("tiny") / "checkpoint.pth").unlink()
    with pytest.raises(DataError, match=r"checkpoint\.pth is missing\. Run: dvc repro"):
        written()


class Evil:
    """A pickle that would touch a file when it is read."""

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (Path("touched"),)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (pickle.dumps(Evil(), protocol=2), "it holds an object that is no tensor, getattr, and "),
        (b"<html>not found</html>", "it begins with '<html>not found</html>'; it is a web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "; it is a pointer of Git LFS"),
        (b'{"error": "gone"}', "; it is JSON"),
        (b"some text", "it begins with 'some text'$"),
        (pickle.dumps({"a": 1}, protocol=2)[:9], "it is damaged"),
        (b"PK\x03\x04" + bytes(60), "it is damaged"),
        (b"\x10" + bytes(7) + b"{" + b" " * 60, "it is damaged"),
        (b"", "it is empty"),
    ],
)
def test_file_that_is_no_checkpoint_is_refused_and_runs_no_code(
    checkout: Path, content: bytes, told: str
) -> None:
    """In terms of the file; torch's own text is a page, and says how to run the code after all."""
    path = paths.weights("tiny") / "checkpoint.pth"
    path.write_bytes(content)
    files.write_json(path.parent / paths.PROVENANCE, networks.provenance("tiny", path))
    with pytest.raises(DataError) as raised:
        load_network(written(), size=12)
    message = str(raised.value).removesuffix(".")
    assert message.startswith("data/weights/tiny/checkpoint.pth is no checkpoint: ")
    assert re.search(told, message)
    assert "weights_only" not in message
    assert not Path("touched").exists()


def test_checkpoint_that_is_no_dict_of_tensors_is_refused(checkout: Path) -> None:
    networks.write_weights("other", {"epoch": 90, "state_dict": {}})
    with pytest.raises(DataError, match="no dict of tensors"):
        load_network(written("other"), size=12)


@pytest.mark.filterwarnings("ignore:Validating sparse")  # torch's, before it is refused
@pytest.mark.parametrize(
    "entry",
    [
        {7: torch.zeros(1)},
        {"a": torch.zeros(1, dtype=torch.complex64)},
        {"a": torch.zeros(2, 2).to_sparse()},
        {"a": torch.empty(2, device="meta")},
    ],
)
def test_entry_that_is_no_name_with_real_numbers_is_refused(checkout: Path, entry: Any) -> None:
    networks.write_weights("other", entry)
    with pytest.raises(DataError, match="no dict of tensors"):
        load_network(written("other"), size=12)


def test_tensor_that_says_more_numbers_than_the_file_holds_is_refused(checkout: Path) -> None:
    """One number, repeated two billion times without a copy: 8 GB in single precision."""
    networks.write_weights("other", {"a": torch.zeros(1, dtype=torch.float16).expand(2**31)})
    with pytest.raises(DataError, match="its tensors have more numbers than it holds"):
        load_network(written("other"), size=12)
