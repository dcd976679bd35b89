"""CIFAR's pickles are read; every other pickle is refused before it can do anything."""

import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stages.core.errors import DataError
from stages.download import batch_pickle
from tests.download.examples import python2_batch, random_batch


def test_a_batch_as_python_2_wrote_it_is_read() -> None:
    pixels, labels = random_batch(seed=1, count=3)
    batch = batch_pickle.load_batch(python2_batch(pixels, labels), "x")
    np.testing.assert_array_equal(batch[b"data"], pixels)
    assert batch[b"labels"] == labels
    assert batch[b"filenames"] == [b"image_0.png", b"image_1.png", b"image_2.png"]


@pytest.mark.parametrize("protocol", [2, 4, 5])
@pytest.mark.parametrize("order", ["C", "F"])
def test_a_batch_as_todays_numpy_writes_it_is_read(protocol: int, order: Any) -> None:
    pixels = np.asarray(random_batch(seed=2, count=3)[0], order=order)
    batch = batch_pickle.load_batch(pickle.dumps({b"data": pixels}, protocol=protocol), "x")
    np.testing.assert_array_equal(batch[b"data"], pixels)


class Calls:
    """Pickles to a call of a function of one's choice."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.call = function, arguments

    def __reduce__(self) -> Any:
        return self.call


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_a_pickle_that_runs_a_command_is_refused_unrun(protocol: int) -> None:
    evil = pickle.dumps({b"data": Calls(os.system, "touch ran")}, protocol=protocol)
    with pytest.raises(DataError, match=r"it holds the name '(posix|nt)\.system'"):
        batch_pickle.load_batch(evil, "x")
    assert not Path("ran").exists()


@pytest.mark.parametrize("function", [eval, getattr, np.load, np.frombuffer, bytearray])
def test_no_function_of_python_or_numpy_can_be_named(function: Any) -> None:
    with pytest.raises(DataError, match="it holds the name"):
        batch_pickle.load_batch(pickle.dumps([Calls(function, b"1")]), "x")


def test_a_codec_that_unpacks_is_refused() -> None:
    # as pickled bytes, but with another codec than latin1
    bomb = b"\x80\x02c_codecs\nencode\nX\x01\x00\x00\x00aX\x03\x00\x00\x00hex\x86R."
    with pytest.raises(DataError, match="the encoding 'hex'"):
        batch_pickle.load_batch(bomb, "x")


@pytest.mark.parametrize("kind", ["float32", "object", "i1"])
def test_an_array_of_another_type_is_refused(kind: str) -> None:
    with pytest.raises(DataError, match="an array of type"):
        batch_pickle.load_batch(pickle.dumps({b"data": np.zeros(3, kind)}, protocol=2), "x")


@pytest.mark.parametrize(
    "content", [b"", b"\x80\x02", b"no pickle", python2_batch(*random_batch(1, 2))[:-9]]
)
def test_a_damaged_pickle_is_refused_with_its_place(content: bytes) -> None:
    with pytest.raises(DataError, match=r"a\.tar\.gz: batch is no batch"):
        batch_pickle.load_batch(content, "a.tar.gz: batch")


def test_an_array_whose_bytes_do_not_fill_its_shape_is_refused() -> None:
    short = python2_batch(np.zeros((2, 3072), np.uint8), [1, 2]).replace(
        b"J\x02\x00\x00\x00J\x00\x0c\x00\x00", b"J\x03\x00\x00\x00J\x00\x0c\x00\x00"
    )
    with pytest.raises(DataError, match="reshape"):
        batch_pickle.load_batch(short, "x")


def test_a_pickle_of_anything_but_a_dictionary_is_refused() -> None:
    with pytest.raises(DataError, match="it holds list"):
        batch_pickle.load_batch(pickle.dumps([1]), "x")


def test_a_text_that_the_file_chose_is_not_repeated_at_full_length() -> None:
    """Thirty lists, each of the one before it twice: a billion items when written out."""
    doubled: list[Any] = []
    for _ in range(30):
        doubled = [doubled, doubled]
    content = pickle.dumps(Calls(np.dtype, doubled), protocol=2)
    with pytest.raises(DataError, match=r"it holds an array of type \[\[\[\.\.\.") as caught:
        batch_pickle.load_batch(content, "x")
    assert len(str(caught.value)) < 300


def test_a_buffer_that_claims_more_than_there_is_takes_no_memory() -> None:
    content = b"\x80\x05\x96" + (2**40).to_bytes(8, "little") + b"abc."
    with pytest.raises(DataError, match=r"x is no batch of CIFAR's: it holds expected 10995116277"):
        batch_pickle.load_batch(content, "x")


@pytest.mark.parametrize("kind", ["<i4", "<i8", ">i8"])
@pytest.mark.parametrize("protocol", [2, 4, 5])
def test_a_batch_as_todays_python_writes_it_has_text_for_keys_and_perhaps_an_array_of_labels(
    protocol: int, kind: str
) -> None:
    pixels, labels = random_batch(seed=3, count=3)
    content = {"data": pixels, "labels": np.array(labels, kind), "filenames": ["a", "b", "c"]}
    batch = batch_pickle.load_batch(pickle.dumps(content, protocol=protocol), "x")
    np.testing.assert_array_equal(batch[b"data"], pixels)
    assert batch[b"labels"].tolist() == labels
