"""Mirror, then work/downloads, then the network; verified each time, fetched once."""

import errno
import logging
import os
from pathlib import Path

import pytest

from stages.core.errors import DataError, SourceError
from stages.sources import fetch, transfer
from tests.download.examples import file_of
from tests.sources.loopback import Loopback, Served

BODY = b"published" * 10_000


@pytest.fixture
def mirrors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two empty folders, both named in DATA_MIRROR."""
    folders = tmp_path / "first", tmp_path / "second"
    for folder in folders:
        folder.mkdir()
    monkeypatch.setenv("DATA_MIRROR", ":".join(map(str, folders)))
    return folders


def test_a_file_in_a_mirror_is_used_where_it_lies(
    mirrors: tuple[Path, Path], loopback: Loopback
) -> None:
    address = loopback.serve("x", Served(BODY))
    (mirrors[1] / "file.bin").write_bytes(BODY)
    assert fetch.obtain_file(file_of(BODY, address)) == mirrors[1] / "file.bin"
    assert loopback.asked == []


def test_the_first_mirror_that_holds_the_file_is_taken(mirrors: tuple[Path, Path]) -> None:
    for folder in mirrors:
        (folder / "file.bin").write_bytes(BODY)
    assert fetch.obtain_file(file_of(BODY)) == mirrors[0] / "file.bin"


def test_a_wrong_file_in_a_mirror_is_an_error_even_if_another_source_has_it(
    mirrors: tuple[Path, Path], loopback: Loopback
) -> None:
    address = loopback.serve("x", Served(BODY))
    fetch.obtain_file(file_of(BODY, address))
    (mirrors[0] / "file.bin").write_bytes(BODY + b"!")
    (mirrors[1] / "file.bin").write_bytes(BODY)
    with pytest.raises(DataError, match=r"first/file\.bin is not the published file: .* wanted: "):
        fetch.obtain_file(file_of(BODY, address))


def test_a_fetched_file_is_not_fetched_again(loopback: Loopback) -> None:
    file = file_of(BODY, loopback.serve("x", Served(BODY)))
    path = fetch.obtain_file(file)
    assert path.read_bytes() == BODY
    assert path.is_relative_to("work/downloads")
    assert fetch.obtain_file(file) == path
    assert len(loopback.asked) == 1


def test_two_versions_of_one_name_lie_side_by_side(loopback: Loopback) -> None:
    old, new = (file_of(b, loopback.serve(b.decode(), Served(b))) for b in (b"old", b"new"))
    assert [fetch.obtain_file(file).read_bytes() for file in (old, new, old)] == [
        b"old",
        b"new",
        b"old",
    ]
    assert len(loopback.asked) == 2


def test_a_kept_file_that_was_damaged_is_fetched_again(loopback: Loopback) -> None:
    file = file_of(BODY, loopback.serve("x", Served(BODY)))
    fetch.obtain_file(file).write_bytes(b"damaged")
    assert fetch.obtain_file(file).read_bytes() == BODY


def test_a_run_that_had_to_wait_for_another_one_takes_its_file(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock is free once the other run has finished; here it finishes meanwhile."""
    file = file_of(BODY, loopback.serve("x", Served(BODY)))
    monkeypatch.setattr("fcntl.flock", lambda *_: fetch.download_path(file).write_bytes(BODY))
    assert fetch.obtain_file(file).read_bytes() == BODY
    assert loopback.asked == []


def test_the_next_source_goes_on_where_the_first_broke_off(
    loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    flaky = loopback.serve("flaky", Served(BODY, breaks=[8192] * 9))
    address = loopback.serve("good", Served(BODY))
    with caplog.at_level(logging.WARNING):
        assert fetch.obtain_file(file_of(BODY, flaky, address)).read_bytes() == BODY
    assert loopback.asked[-1] == ("/good", "bytes=32768-")
    assert caplog.messages == [f"{flaky}: broke off 4 times; trying the next source"]


def test_the_next_source_is_tried_after_a_malformed_address(loopback: Loopback) -> None:
    circle = loopback.serve("circle", Served(BODY, redirect="http://[::bad"))
    address = loopback.serve("good", Served(BODY))
    file = file_of(BODY, "http://[::bad", f"http://{64 * 'a'}.example/", circle, address)
    assert fetch.obtain_file(file).read_bytes() == BODY


def test_a_folder_where_the_file_is_to_be_written_is_named(loopback: Loopback) -> None:
    """No other source would help, so none is tried."""
    file = file_of(BODY, *(loopback.serve(name, Served(BODY)) for name in ("x", "y")))
    path = fetch.download_path(file)
    partial = path.with_name("file.bin.partial")
    partial.mkdir(parents=True)
    with pytest.raises(DataError, match=rf"^{partial} cannot be written \(Is a directory\)\. Make"):
        fetch.obtain_file(file)
    assert loopback.asked == []


def test_a_file_where_the_folder_of_downloads_should_be_is_named(checkout: Path) -> None:
    (checkout / "work").write_text("")
    with pytest.raises(DataError, match=r"^work/downloads/\w+ cannot be written \(Not a directory"):
        fetch.obtain_file(file_of(BODY))


def test_a_full_disk_is_an_error_of_its_own(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = file_of(BODY, *(loopback.serve(name, Served(BODY)) for name in ("x", "y")))
    monkeypatch.setattr(transfer, "_write", fill)
    with pytest.raises(DataError, match=r"cannot be written \(No space left on device\)\. Make"):
        fetch.obtain_file(file)
    assert loopback.asked == [("/x", None)]


def test_a_source_with_other_bytes_is_passed_over(loopback: Loopback) -> None:
    wrong = loopback.serve("wrong", Served(BODY[::-1]))
    address = loopback.serve("good", Served(BODY))
    assert fetch.obtain_file(file_of(BODY, wrong, address)).read_bytes() == BODY
    assert loopback.asked == [("/wrong", None), ("/good", None)]


def test_when_all_fail_one_error_names_each_source_and_ends_with_the_way_out(
    mirrors: tuple[Path, Path], loopback: Loopback
) -> None:
    wrong = loopback.serve("wrong", Served(BODY[::-1]))
    dead = "http://127.0.0.1:9/dead"
    with pytest.raises(SourceError) as raised:
        fetch.obtain_file(file_of(BODY, wrong, f"{loopback.address}/missing", dead))
    told = str(raised.value)
    for part in (
        "file.bin (0.1 MB) could not be fetched",
        f"{mirrors[0]}: not in this folder",
        f"{mirrors[1]}: not in this folder",
        f"{wrong}: sent something else",
        f"{loopback.address}/missing: HTTP 404",
        f"{dead}: no connection",
    ):
        assert part in told
    assert told.endswith(": dvc repro --pull --allow-missing report")
    assert not [path for path in Path("work").rglob("*") if path.name.startswith("file.bin")]


def test_all_files_of_a_list_are_found_by_name(mirrors: tuple[Path, Path]) -> None:
    wanted = [file_of(name.encode(), name=name) for name in ("a", "b")]
    for file in wanted:
        (mirrors[0] / file.name).write_bytes(file.name.encode())
    assert fetch.obtain_files(wanted) == {"a": mirrors[0] / "a", "b": mirrors[0] / "b"}


def test_a_mirror_that_is_not_there_is_an_error_even_if_another_source_has_the_file(
    mirrors: tuple[Path, Path], loopback: Loopback
) -> None:
    address = loopback.serve("x", Served(BODY))
    fetch.obtain_file(file_of(BODY, address))
    mirrors[1].rmdir()
    with pytest.raises(SourceError, match=rf"^DATA_MIRROR={mirrors[1]}: no such folder"):
        fetch.obtain_file(file_of(BODY, address))


def test_what_the_mirrors_lack_is_said_in_one_line_before_another_source_is_taken(
    mirrors: tuple[Path, Path], loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    (mirrors[1] / "file.bin").write_bytes(BODY)
    others = [
        file_of(b, loopback.serve(n, Served(b)), name=n) for n, b in (("a", b"a"), ("b", b"b"))
    ]
    with caplog.at_level(logging.WARNING):
        fetch.obtain_files([file_of(BODY), *others])
        fetch.obtain_files([file_of(BODY)])
    assert caplog.messages == [
        f"DATA_MIRROR={mirrors[0]}:{mirrors[1]} lacks 2 of the 3 files that were looked for: a, b"
    ]


def test_without_a_mirror_nothing_is_said_of_one(
    loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        fetch.obtain_file(file_of(BODY, loopback.serve("x", Served(BODY))))
    assert caplog.messages == []
