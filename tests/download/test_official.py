"""The official archive is read in its own order; an archive that is not CIFAR's is refused."""

import gzip
import pickle
import tarfile
from pathlib import Path

import numpy as np
import pytest

from stages.core.errors import DataError
from stages.download import official
from stages.download.splits import Split
from tests.download import examples
from tests.download.examples import MEMBERS, TEST_MEMBER

EMPTY = pickle.dumps({}, protocol=2)
OTHERS = {MEMBERS[1]: EMPTY, TEST_MEMBER: EMPTY}


def read(body: bytes) -> tuple[Split, Split]:
    path = Path("cifar.tar.gz")
    path.write_bytes(body)
    archive = examples.file_of(body, name=path.name)
    return official.read_splits(examples.official_dataset(archive), {path.name: path})


def member(name: str, kind: bytes) -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.type = kind
    found.linkname = "/etc/passwd"
    return found


def test_batches_follow_one_another_in_the_order_of_the_entry() -> None:
    train, test = read(examples.official_archive())
    first, second = (examples.random_batch(n, n) for n in (3, 2))
    assert train.labels.tolist() == first[1] + second[1]
    assert (train.images.shape, test.images.shape) == ((5, 32, 32, 3), (4, 32, 32, 3))
    assert (str(train.images.dtype), str(train.labels.dtype)) == ("uint8", "int64")


def test_a_row_is_all_of_red_then_green_then_blue_line_by_line() -> None:
    row = np.zeros((1, 3072), np.uint8)
    row[0, [0, 1, 32, 1024, 3071]] = 10, 20, 30, 40, 50
    batch = examples.python2_batch(row, [7])
    train, _ = read(examples.archive_of(dict.fromkeys((*MEMBERS, TEST_MEMBER), batch)))
    image = train.images[0]
    assert image[0, 0].tolist() == [10, 40, 0]
    assert image[0, 1, 0] == 20
    assert image[1, 0, 0] == 30
    assert image[31, 31, 2] == 50


@pytest.mark.parametrize(
    ("other", "fault"),
    [
        (member("x", tarfile.SYMTYPE), "neither a file nor a folder"),
        (member("x", tarfile.LNKTYPE), "neither a file nor a folder"),
        (member("x", tarfile.CHRTYPE), "neither a file nor a folder"),
        (member("/etc/x", tarfile.REGTYPE), "absolute"),
        (member("C:\\x", tarfile.REGTYPE), "absolute"),
        (member("cifar-10-batches-py/../../x", tarfile.REGTYPE), "outside the archive's folder"),
        (member(TEST_MEMBER, tarfile.REGTYPE), "there twice"),
    ],
)
def test_an_archive_with_such_a_member_is_refused(other: tarfile.TarInfo, fault: str) -> None:
    batch = examples.python2_batch(*examples.random_batch(1, 1))
    body = examples.archive_of(dict.fromkeys((*MEMBERS, TEST_MEMBER), batch), other)
    with pytest.raises(DataError, match=rf"cifar\.tar\.gz: the member .* {fault}"):
        read(body)


def test_a_folder_among_the_members_is_no_fault() -> None:
    batch = examples.python2_batch(*examples.random_batch(1, 1))
    folder = member("cifar-10-batches-py", tarfile.DIRTYPE)
    train, _ = read(examples.archive_of(dict.fromkeys((*MEMBERS, TEST_MEMBER), batch), folder))
    assert len(train.labels) == 2


def test_a_missing_batch_is_named() -> None:
    with pytest.raises(DataError, match="does not hold cifar-10-batches-py/data_batch_2, "):
        read(examples.archive_of({MEMBERS[0]: b""}))


@pytest.mark.parametrize("body", [b"no archive", examples.official_archive()[:2000]])
def test_a_damaged_archive_is_refused(body: bytes) -> None:
    with pytest.raises(DataError, match=r"cifar\.tar\.gz is not a readable"):
        read(body)


@pytest.mark.parametrize(
    ("batch", "fault"),
    [
        ({b"labels": [1]}, "no matrix 'data'"),
        ({b"data": np.zeros((1, 3071), np.uint8), b"labels": [1]}, "no matrix 'data' of 3072"),
        ({b"data": np.zeros(3072, np.uint8), b"labels": [1]}, "no matrix 'data'"),
        ({b"data": np.zeros((2, 3072), np.uint8), b"labels": [1]}, "no list 'labels' of 2"),
        ({b"data": np.zeros((1, 3072), np.uint8), b"labels": [b"cat"]}, "no list 'labels'"),
        ({b"data": np.zeros((1, 3072), np.uint8)}, "no list 'labels'"),
        ({b"data": np.zeros((1, 3072), np.uint8), b"labels": [10]}, "labels from 10 to 10"),
        ({b"data": np.zeros((1, 3072), np.uint8), b"labels": [-1]}, "labels from -1 to -1"),
    ],
)
def test_a_batch_of_another_shape_or_label_is_refused(batch: object, fault: str) -> None:
    content = pickle.dumps(batch, protocol=2)
    with pytest.raises(DataError, match=fault):
        read(examples.archive_of(dict.fromkeys((*MEMBERS, TEST_MEMBER), content)))


def test_an_archive_that_unpacks_to_more_than_cifars_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(official, "LARGEST", 2_000_000)
    with pytest.raises(DataError, match="it unpacks to more than 2 MB"):
        read(examples.archive_of({"cifar-10-batches-py/more": bytes(2_000_001)}))


@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_the_size_that_a_header_tells_takes_no_memory(kind: bytes) -> None:
    """A terabyte; the archive has 200 bytes."""
    found = member(MEMBERS[0], kind)
    found.size = 2**40
    header = found.tobuf(tarfile.GNU_FORMAT)
    with pytest.raises(DataError, match=r"not a readable \.tar\.gz archive"):
        read(gzip.compress(header))


def test_a_sparse_member_is_refused() -> None:
    """It may claim any size, with a few bytes in the archive."""
    with pytest.raises(DataError, match="is neither a file nor a folder"):
        read(examples.archive_of({}, member("sparse", tarfile.GNUTYPE_SPARSE)))


def test_a_label_without_end_is_refused() -> None:
    batch = {b"data": np.zeros((1, 3072), np.uint8), b"labels": [10**30]}
    with pytest.raises(DataError, match="has no list 'labels' of 1 whole numbers"):
        read(examples.archive_of({MEMBERS[0]: pickle.dumps(batch, protocol=2)} | OTHERS))
