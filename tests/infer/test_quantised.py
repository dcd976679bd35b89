"""Product quantisation on tables small enough to check by hand."""

import pytest
import torch

from stages.infer.quantised import decode

CODEBOOK = torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float16)


def bytes_of(*rows: list[int]) -> torch.Tensor:
    return torch.tensor(rows, dtype=torch.uint8)


def decoded(codes: torch.Tensor, codebook: torch.Tensor, *shape: int) -> torch.Tensor:
    """The weight of one layer that should have this shape."""
    checkpoint = {"a.codes_matrix": codes, "a.codebook": codebook}
    return decode(checkpoint, {"a.weight": torch.empty(shape)})["a.weight"]


def test_two_by_two_codes_look_up_two_rows_of_two_blocks() -> None:
    """Row 0 is block 0 then block 1: 1 2 3 4; row 1 is block 1 twice: 3 4 3 4."""
    weight = decoded(bytes_of([0, 1], [1, 1]), CODEBOOK, 2, 4)
    assert weight.tolist() == [[1, 2, 3, 4], [3, 4, 3, 4]]
    assert weight.dtype == torch.float32


def test_codes_stored_as_negative_int16_mean_large_numbers() -> None:
    """Code 40000 is stored as 40000 − 65536 = −25536."""
    codebook = torch.zeros((40_001, 1), dtype=torch.float16)
    codebook[40_000], codebook[1] = 7, 5
    codes = torch.tensor([[-25_536, 1]], dtype=torch.int16)
    assert decoded(codes, codebook, 1, 2).tolist() == [[7, 5]]


def test_convolutions_get_their_shape_with_the_blocks_along_the_kernel() -> None:
    """(out, in, kh, kw) = (1, 2, 1, 2): block 0 is input channel 0, block 1 channel 1."""
    weight = decoded(bytes_of([1, 0]), CODEBOOK, 1, 2, 1, 2)
    assert weight.tolist() == [[[[3, 4]], [[1, 2]]]]


def test_codes_that_make_another_number_of_weights_are_an_error() -> None:
    """They are counted first: two small tables may make more numbers than memory holds."""
    with pytest.raises(ValueError, match=r"those of a\.weight do not make 3 numbers"):
        decoded(bytes_of([0, 1]), CODEBOOK, 3)


def test_code_outside_the_codebook_is_an_error() -> None:
    with pytest.raises(IndexError):
        decoded(bytes_of([2]), CODEBOOK, 1, 2)


def test_codes_without_a_codebook_are_an_error() -> None:
    with pytest.raises(KeyError):
        decode({"a.codes_matrix": bytes_of([0])}, {"a.weight": torch.empty(1, 2)})


def test_plain_layers_pass_and_folded_statistics_are_filled_in() -> None:
    wanted = torch.nn.BatchNorm1d(2).state_dict()
    wanted["running_mean"].fill_(9)
    state = decode({"weight": torch.tensor([1.0, 2.0], dtype=torch.float16)}, wanted)
    assert {name: tensor.tolist() for name, tensor in state.items()} == {
        "running_mean": [0, 0],
        "running_var": [1, 1],
        "num_batches_tracked": 0,
        "weight": [1, 2],
    }
