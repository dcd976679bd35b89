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

    LookupError or ValueError if codes, codebooks and network do not belong together.
    """
    state: dict[str, Tensor] = {}
    for name, tensor in checkpoint.items():
        if name.endswith(CODES):
            weight = name.removesuffix(CODES) + ".weight"
            codebook = checkpoint[name.removesuffix(CODES) + CODEBOOK]
            state[weight] = _look_up(weight, tensor, codebook, wanted[weight])
        elif not name.endswith(CODEBOOK):
            state[name] = tensor.float()
    return {**_folded_statistics(wanted), **state}


def _look_up(weight: str, codes: Tensor, codebook: Tensor, like: Tensor) -> Tensor:
    """Codes (rows, blocks), codebook (k, d) → weights float32 (rows, blocks·d), shaped as `like`.

    The codes of large codebooks are stored as int16 and mean 0 to 65535.
    """
    if codes.ndim != 2 or codebook.ndim != 2 or codes.numel() * codebook.shape[1] != like.numel():
        raise ValueError(f"those of {weight} do not make {like.numel()} numbers")
    unsigned = codes.to(torch.int64)
    if codes.dtype == torch.int16:
        unsigned = unsigned & 0xFFFF
    return codebook.float()[unsigned].reshape(like.shape)


def _folded_statistics(wanted: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Mean 0 and variance 1: the true statistics are part of the weights and biases."""
    return {
        name: torch.ones_like(tensor) if name.endswith("running_var") else torch.zeros_like(tensor)
        for name, tensor in wanted.items()
        if name.endswith(("running_mean", "running_var", "num_batches_tracked"))
    }
