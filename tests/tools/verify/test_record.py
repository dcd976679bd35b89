"""Whether a commit agrees with its own dvc.lock."""

from pathlib import Path

from tools.verify import record

PATH = Path("data/labels/test.npy")


def test_a_file_with_its_hash_passes_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    (tmp_path / PATH).parent.mkdir(parents=True)
    (tmp_path / PATH).write_bytes(b"abc")
    md5 = "900150983cd24fb0d6963f7d28e17f72"  # of "abc": RFC 1321, A.5
    assert record.check_bytes(tmp_path, PATH, md5).passed
    (tmp_path / PATH).write_bytes(b"abd")
    check = record.check_bytes(tmp_path, PATH, md5)
    assert (check.passed, check.item) == (False, "data/labels/test.npy")
    assert md5 in check.detail


def test_data_that_no_clone_holds_are_no_edit() -> None:
    status = {
        "download": [{"changed outs": {"data/images": "deleted"}}],
        "preprocess": [
            {"changed deps": {"data/images": "deleted"}},
            {"changed outs": {"data/tensors": "deleted"}},
        ],
    }
    assert record.check_status(status).passed
    assert record.check_status({}).passed


def test_everything_else_that_dvc_finds_changed_is_an_edit() -> None:
    status = {
        "infer@net": ["changed command", {"changed deps": {"params.yaml": {"infer": "modified"}}}],
        "map@net": [{"changed deps": {"stages/map": "modified", "data/labels/train.npy": "new"}}],
        "evaluate@net": [{"changed outs": {"metrics/net": "deleted"}}],
    }
    check = record.check_status(status)
    assert not check.passed
    assert check.detail.split("; ") == [
        "data/labels/train.npy new",
        "infer@net: changed command",
        "metrics/net deleted",
        "params.yaml: infer modified",
        "stages/map modified",
    ]
