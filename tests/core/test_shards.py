"""Logits in one file or in shards: what blocks were written comes back, and nothing else does."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save

from stages.core import shards
from stages.core.errors import DataError
from stages.core.rows import Rows, in_chunks, select

AGAIN = "dvc repro -f infer"
PATH = Path("train.safetensors")
MATRIX = np.arange(14, dtype=np.float32).reshape(7, 2)
SHARDS = [f"train-0000{n}-of-00003.safetensors" for n in range(3)]


@pytest.fixture(autouse=True)
def _three_rows_a_shard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shards, "ROWS_A_SHARD", 3)


def write(matrix: np.ndarray, about: str = "net") -> None:
    """In blocks that end nowhere near the shards."""
    blocks = [matrix[:1], matrix[1:1], matrix[1:6], matrix[6:]]
    shards.write(PATH, matrix.shape, blocks, {"backbone": about})


def test_few_rows_are_the_file_that_safetensors_writes() -> None:
    write(MATRIX[:3])
    about = {"provenance": '{"backbone": "net"}'}
    assert PATH.read_bytes() == save({"logits": MATRIX[:3]}, metadata=about)
    found, provenance = shards.read(PATH, AGAIN)
    assert isinstance(found, np.memmap)
    assert not found.flags.writeable
    assert provenance == {"backbone": "net"}
    np.testing.assert_array_equal(found, MATRIX[:3])


def test_many_rows_are_shards_and_each_has_the_provenance() -> None:
    write(MATRIX)
    assert sorted(path.name for path in Path().iterdir()) == SHARDS
    found, provenance = shards.read(PATH, AGAIN)
    assert isinstance(found, Rows)
    assert (found.shape, len(found), provenance) == ((7, 2), 7, {"backbone": "net"})
    np.testing.assert_array_equal(np.asarray(found), MATRIX)
    np.testing.assert_array_equal(found[2:5], MATRIX[2:5])
    np.testing.assert_array_equal(np.concatenate(list(in_chunks(found, 2))), MATRIX)
    for shard in SHARDS:
        assert shards.read(Path(shard), AGAIN)[1] == {"backbone": "net"}


def test_rows_are_chosen_by_flags_and_by_index_in_their_order() -> None:
    write(MATRIX)
    found = shards.read(PATH, AGAIN)[0]
    odd = select(found, np.arange(7) % 2 == 1)
    np.testing.assert_array_equal(odd[:], MATRIX[[1, 3, 5]])
    np.testing.assert_array_equal(select(odd, np.array([2, 0]))[:], MATRIX[[5, 1]])
    np.testing.assert_array_equal(select(MATRIX, np.array([6, 6]))[1:2], MATRIX[[6]])


def test_no_rows_are_an_empty_file() -> None:
    shards.write(PATH, (0, 2), [], {})
    assert shards.read(PATH, AGAIN)[0].shape == (0, 2)


@pytest.mark.parametrize(("gone", "named"), [(0, 0), (1, 1), (2, 2)])
def test_a_missing_shard_is_named(gone: int, named: int) -> None:
    write(MATRIX)
    Path(SHARDS[gone]).unlink()
    with pytest.raises(DataError, match=rf"^{SHARDS[named]} is missing: .* Run: {AGAIN}$"):
        shards.read(PATH, AGAIN)


@pytest.mark.parametrize("other", ["train.safetensors", "train-00000-of-00002.safetensors"])
def test_a_file_of_another_run_beside_shards_is_refused(other: str) -> None:
    write(MATRIX)
    Path(other).write_bytes(Path(SHARDS[0]).read_bytes())
    with pytest.raises(DataError, match=r"^train\S* is (missing|left over from another run): "):
        shards.read(PATH, AGAIN)


def test_shards_of_different_networks_are_refused() -> None:
    write(MATRIX, "other")
    kept = Path(SHARDS[1]).read_bytes()
    write(MATRIX)
    Path(SHARDS[1]).write_bytes(kept)
    with pytest.raises(DataError, match=rf"^{SHARDS[1]} is of another run than {SHARDS[0]}\."):
        shards.read(PATH, AGAIN)


def test_a_number_that_is_not_finite_is_found_in_any_shard() -> None:
    write(np.where(MATRIX == 13, np.nan, MATRIX).astype(np.float32))
    with pytest.raises(DataError, match=rf"^{SHARDS[2]} holds logits that are not finite\."):
        shards.read(PATH, AGAIN)
