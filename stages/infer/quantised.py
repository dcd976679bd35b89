"""Product-quantised checkpoints ("Permute, Quantize, and Fine-tune", Martinez et al., CVPR 2021).

Each row of a layer's weight matrix is cut into blocks of d numbers, and each block is replaced by
the nearest of k rows of the layer's codebook. The weights include the statistics of BatchNorm.
"""

from collections.abc import Mapping

import torch
from torch import Tensor

CODES = ".codes_matrix"
CODEBOOK = ".codebook"


def decode(checkpoint: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """A float32 state dict; `wanted`: the network's own, for its shapes and BatchNorm statistics.

    KeyError or IndexError if codes and codebooks do not belong together. A weight with a wrong
    size stays a matrix; then the strict loader raises an error.
    """
    state: dict[str, Tensor] = {}
    for name, tensor in checkpoint.items():
        if name.endswith(CODES):
            weight = name.removesuffix(CODES) + ".weight"
            codebook = checkpoint[name.removesuffix(CODES) + CODEBOOK]
            state[weight] = _shaped(_look_up(tensor, codebook), wanted.get(weight))
        elif not name.endswith(CODEBOOK):
            state[name] = tensor.float()
    return {**_folded_statistics(wanted), **state}


def _look_up(codes: Tensor, codebook: Tensor) -> Tensor:
    """Codes (rows, blocks), codebook (k, d) → weights float32 (rows, blocks·d).

    The codes of large codebooks are stored as int16 and mean 0 to 65535.
    """
    unsigned = codes.to(torch.int64)
    if codes.dtype == torch.int16:
        unsigned = unsigned & 0xFFFF
    return codebook.float()[unsigned].flatten(start_dim=1)


def _shaped(matrix: Tensor, like: Tensor | None) -> Tensor:
    if like is None or like.numel() != matrix.numel():
        return matrix
    return matrix.reshape(like.shape)


def _folded_statistics(wanted: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Mean 0 and variance 1: the true statistics are part of the weights and biases."""
    return {
        name: torch.ones_like(tensor) if name.endswith("running_var") else torch.zeros_like(tensor)
        for name, tensor in wanted.items()
        if name.endswith(("running_mean", "running_var", "num_batches_tracked"))
    }
