"""One address: resumed, retried, stopped; whatever it does, only genuine bytes stay."""

from pathlib import Path

import pytest

from stages.sources import answers, transfer
from stages.sources.answers import TransferError
from stages.sources.file import SLACK, File
from tests.download.examples import file_of
from tests.sources.loopback import Loopback, Served

BODY = bytes(range(256)) * 1000
PARTIAL = Path("file.partial")


def download(address: str, file: File) -> bytes:
    with answers.open_session() as session:
        transfer.download(session, address, file, PARTIAL)
    return PARTIAL.read_bytes()


def test_a_file_is_fetched_in_one_request(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY))
    assert download(address, file_of(BODY)) == BODY
    assert loopback.asked == [("/x", None)]


def test_the_beginning_of_a_hash_is_enough_where_no_more_is_known(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY))
    assert download(address, file_of(BODY, digits=8)) == BODY


def test_a_download_goes_on_where_the_last_run_stopped(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY))
    PARTIAL.write_bytes(BODY[:100_000])
    assert download(address, file_of(BODY)) == BODY
    assert loopback.asked == [("/x", "bytes=100000-")]


def test_a_body_that_breaks_off_is_resumed(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY, breaks=[70_000, 40_001]))
    assert download(address, file_of(BODY)) == BODY
    assert loopback.asked == [("/x", None), ("/x", "bytes=70000-"), ("/x", "bytes=110001-")]


def test_a_server_without_parts_is_read_from_the_beginning(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY, ranges=False, breaks=[70_000]))
    assert download(address, file_of(BODY)) == BODY


def test_a_server_that_always_breaks_off_is_given_up_and_its_part_kept(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY, breaks=[1001] * 9))
    with pytest.raises(TransferError, match="broke off 4 times"):
        download(address, file_of(BODY))
    assert PARTIAL.read_bytes() == BODY[:4004]


def test_a_complete_part_is_not_asked_for_again(loopback: Loopback) -> None:
    PARTIAL.write_bytes(BODY)
    assert download(loopback.serve("x", Served(BODY)), file_of(BODY)) == BODY
    assert loopback.asked == []


def test_a_wrong_part_is_thrown_away_before_anyone_is_blamed(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY))
    PARTIAL.write_bytes(b"another day's beginning")
    assert download(address, file_of(BODY)) == BODY
    assert loopback.asked == [("/x", "bytes=23-"), ("/x", None)]


def test_a_part_longer_than_the_file_is_thrown_away(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY))
    PARTIAL.write_bytes(BODY + b"more")
    assert download(address, file_of(BODY)) == BODY


def test_another_file_is_refused_and_leaves_nothing(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY[::-1]))
    with pytest.raises(TransferError, match=r"sent something else \(SHA-256 \w{8}…, wanted \w{8}…"):
        download(address, file_of(BODY))
    assert not PARTIAL.exists()


@pytest.mark.parametrize("digits", [8, 64])
def test_an_endless_body_is_stopped_at_the_size_of_the_entry(
    loopback: Loopback, digits: int
) -> None:
    address = loopback.serve("x", Served(BODY, ranges=False, endless=True))
    with pytest.raises(TransferError, match="sends more than the 256000 bytes"):
        download(address, file_of(BODY, digits=digits))
    assert not PARTIAL.exists()


def test_a_busy_server_is_asked_again(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY, statuses=[503, 429]))
    assert download(address, file_of(BODY)) == BODY
    assert len(loopback.asked) == 3


@pytest.mark.parametrize(("status", "requests"), [(404, 1), (403, 1), (503, 4)])
def test_a_server_that_refuses_is_named_by_its_status(
    loopback: Loopback, status: int, requests: int
) -> None:
    address = loopback.serve("x", Served(BODY, statuses=[status] * 9))
    with pytest.raises(TransferError, match=f"^HTTP {status}$"):
        download(address, file_of(BODY))
    assert len(loopback.asked) == requests


def test_a_closed_port_is_no_connection() -> None:
    with pytest.raises(TransferError, match=r"^no connection$"):
        download("http://127.0.0.1:9/x", file_of(BODY))


def test_a_host_without_address_is_named_so() -> None:
    with pytest.raises(TransferError, match=r"^its name cannot be looked up$"):
        download("http://no-such-host.invalid/x", file_of(BODY))


def test_another_part_than_asked_for_is_refused(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY, shifted=True))
    PARTIAL.write_bytes(BODY[:100])
    with pytest.raises(TransferError, match=r"another part than asked for \(bytes 101-"):
        download(address, file_of(BODY))


def test_a_file_that_changes_between_two_answers_is_fetched_from_the_start(
    loopback: Loopback,
) -> None:
    address = loopback.serve("x", Served(bytes(len(BODY)), breaks=[70_000], then=BODY))
    assert download(address, file_of(BODY)) == BODY
    assert loopback.asked == [("/x", None), ("/x", "bytes=70000-"), ("/x", None)]


def test_pieces_that_stay_wrong_are_fetched_from_the_start_only_once(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY[::-1], breaks=[70_000, 300_000, 80_000]))
    with pytest.raises(TransferError, match="sent something else"):
        download(address, file_of(BODY))
    assert [part for _, part in loopback.asked] == [None, "bytes=70000-", None, "bytes=80000-"]
    assert not PARTIAL.exists()


def test_a_body_that_trickles_is_given_up_and_its_part_kept(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "SPAN", 0.2)
    address = loopback.serve("x", Served(BODY, trickles="body"))
    with pytest.raises(TransferError, match=r"^slower than 1000 bytes per second$"):
        download(address, file_of(BODY))
    part = PARTIAL.read_bytes()
    assert 0 < len(part) < 1000
    assert BODY.startswith(part)


def test_a_body_that_is_fast_enough_for_the_limit_arrives(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "SPAN", 0.1)
    monkeypatch.setattr(answers, "LEAST_SPEED", 0.1)
    address = loopback.serve("x", Served(BODY[:50], trickles="body"))
    assert download(address, file_of(BODY[:50])) == BODY[:50]


def test_a_header_that_trickles_is_given_up(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of its bytes comes in time, so no timeout of a read ends it."""
    monkeypatch.setattr(answers, "PATIENCE", 0.2)
    address = loopback.serve("x", Served(BODY, trickles="header"))
    with pytest.raises(TransferError, match=r"^no answer within 0 s$"):
        download(address, file_of(BODY))


MALFORMED = (
    "http://[::bad",
    f"http://{64 * 'a'}.example/x",
    "http://a..example/x",
    "http://127.0.0.1:99999/x",
    "http://\udcff.example/x",
    "http://",
)


@pytest.mark.parametrize("redirected", [False, True])
@pytest.mark.parametrize("malformed", MALFORMED)
def test_a_malformed_address_is_a_source_that_failed(
    loopback: Loopback, malformed: str, redirected: bool
) -> None:
    """requests raises its own InvalidURL for some, and what urllib3 and Python raise for others."""
    if redirected:
        encoded = malformed.replace("\udcff", "%ED%B3%BF")  # a header is Latin-1
        malformed = loopback.serve("x", Served(BODY, redirect=encoded))
    with pytest.raises(TransferError, match=r"^[^\n]+$"):
        download(malformed, file_of(BODY))
    assert not transfer.offers(malformed, file_of(BODY))


@pytest.mark.parametrize("elsewhere", ["file:///etc/hostname", "ftp://127.0.0.1/x"])
def test_a_redirect_to_another_protocol_is_refused(loopback: Loopback, elsewhere: str) -> None:
    address = loopback.serve("x", Served(BODY, redirect=elsewhere))
    with pytest.raises(TransferError, match="or the one that it redirects to, is not one of HTTP"):
        download(address, file_of(BODY))


def test_a_redirect_in_a_circle_is_named_so(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY, redirect="/x"))
    with pytest.raises(TransferError, match=r"^TooManyRedirects: Exceeded 30 redirects\.$"):
        download(address, file_of(BODY))


@pytest.mark.parametrize(
    ("status", "content_range", "have", "decision"),
    [
        (200, None, 0, "restart"),
        (200, None, 10, "restart"),
        (206, "bytes 10-99/100", 10, "append"),
    ],
)
def test_what_is_done_with_an_answer(
    status: int, content_range: str | None, have: int, decision: str
) -> None:
    assert transfer.decide_resume(status, content_range, have) == decision


@pytest.mark.parametrize(
    ("status", "content_range"), [(206, "bytes 100-199/200"), (206, None), (404, None), (204, None)]
)
def test_an_answer_of_no_use_is_refused(status: int, content_range: str | None) -> None:
    with pytest.raises(TransferError):
        transfer.decide_resume(status, content_range, 10)


@pytest.mark.parametrize(
    ("status", "content_range", "length", "size"),
    [
        (206, "bytes 0-0/1234", "1", 1234),
        (206, "bytes 0-0/*", "1", None),
        (206, None, "1", None),
        (200, None, "1234", 1234),
        (200, None, None, None),
        (200, None, "many", None),
        (200, None, "9" * 5000, None),
        (404, None, "1234", None),
    ],
)
def test_the_size_that_an_answer_announces(
    status: int, content_range: str | None, length: str | None, size: int | None
) -> None:
    assert transfer.announced_size(status, content_range, length) == size


@pytest.mark.parametrize("ranges", [True, False])
def test_an_address_with_the_right_size_offers_the_file(loopback: Loopback, ranges: bool) -> None:
    address = loopback.serve("x", Served(BODY, ranges=ranges))
    assert transfer.offers(address, file_of(BODY))


def test_a_size_that_torchvision_rounds_may_differ_a_little(loopback: Loopback) -> None:
    address = loopback.serve("x", Served(BODY + bytes(SLACK)))
    assert transfer.offers(address, file_of(BODY, digits=8))
    assert not transfer.offers(address, file_of(BODY))


def test_a_login_page_and_a_dead_host_offer_nothing(loopback: Loopback) -> None:
    assert not transfer.offers(loopback.serve("x", Served(b"<html>log in")), file_of(BODY))
    assert not transfer.offers(f"{loopback.address}/missing", file_of(BODY))
    assert not transfer.offers("http://127.0.0.1:9/x", file_of(BODY))
