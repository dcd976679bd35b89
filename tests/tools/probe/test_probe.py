"""Where a run can start: from the images, from the committed logits, or not at all."""

import hashlib
import logging
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from stages.core.errors import DataError, ParamsError, SourceError
from stages.sources.file import AnyFile, OwnFile, PackagedFile
from tests.conftest import ROOT
from tests.download.examples import file_of
from tests.sources.loopback import Loopback, Served
from tools.probe import __main__ as probe
from tools.probe import committed

BODY = b"published" * 200_000
MISSING: dict[str, Any] = {"download": [{"changed outs": {"data/images": "deleted"}}]}
EDITED = {**MISSING, "preprocess": [{"changed deps": {"params.yaml": {"preprocess": "modified"}}}]}


class Case:
    """The files of params.yaml, and what `dvc status` says, for one run of the probe."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: Sequence[AnyFile] = ()
        self.status: dict[str, Any] = MISSING
        monkeypatch.setattr(probe, "list_files", lambda *_names: self.files)
        monkeypatch.setattr(probe, "_chosen", lambda: ("cifar10", "resnet50"))
        monkeypatch.setattr(committed, "read_status", lambda: self.status)

    def run(self, *words: str) -> None:
        probe.main(probe.parse(words))


@pytest.fixture
def case(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Case:
    caplog.set_level(logging.INFO)
    return Case(monkeypatch)


@pytest.fixture
def mirrored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """file.bin in a mirror."""
    monkeypatch.setenv("DATA_MIRROR", str(tmp_path))
    (tmp_path / "file.bin").write_bytes(BODY)
    return tmp_path / "file.bin"


def test_files_that_are_here_are_enough(
    case: Case, mirrored: Path, caplog: pytest.LogCaptureFixture
) -> None:
    case.files, case.status = [file_of(BODY)], EDITED
    case.run()
    assert caplog.messages == [
        "From the images: every file is on this machine and has the right hash."
    ]


def test_images_made_before_are_enough(case: Case, caplog: pytest.LogCaptureFixture) -> None:
    case.files, case.status = [file_of(BODY)], {"preprocess": EDITED["preprocess"]}
    case.run()
    assert caplog.messages == ["From the images, which are in data/ already."]


def test_a_source_that_answers_is_enough_and_nothing_is_fetched_yet(
    case: Case, loopback: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    case.files = [file_of(BODY, "http://127.0.0.1:9/", loopback.serve("x", Served(BODY)))]
    case.status = EDITED
    case.run()
    assert caplog.messages == ["From the images; to be fetched: 1.8 MB in 1 file."]
    assert loopback.asked == [("/x", "bytes=0-0")]


def test_without_sources_the_run_starts_from_the_committed_logits(
    case: Case, caplog: pytest.LogCaptureFixture
) -> None:
    case.files = [file_of(BODY), file_of(b"other", name="other.bin")]
    with pytest.raises(SystemExit) as ended:
        case.run()
    assert ended.value.code == 3
    assert caplog.messages == [
        "No source offers file.bin and 1 more; this run starts from the committed logits."
    ]


def test_asked_for_logits_no_source_is_asked(
    case: Case, mirrored: Path, caplog: pytest.LogCaptureFixture
) -> None:
    case.files = [file_of(BODY)]
    with pytest.raises(SystemExit) as ended:
        case.run("--logits")
    assert ended.value.code == 3
    assert caplog.messages == ["Asked for; this run starts from the committed logits."]
    case.status = EDITED
    with pytest.raises(SourceError, match=r"^Asked for, and the committed logits are not those of"):
        case.run("--logits")


def test_one_file_out_of_reach_is_enough_to_start_from_the_logits(
    case: Case, loopback: Loopback
) -> None:
    case.files = [file_of(BODY, loopback.serve("x", Served(BODY))), file_of(b"y", name="y")]
    with pytest.raises(SystemExit) as ended:
        case.run()
    assert ended.value.code == 3


def test_without_sources_an_edit_before_map_is_refused(case: Case) -> None:
    case.files, case.status = [file_of(BODY)], EDITED
    with pytest.raises(SourceError) as raised:
        case.run()
    assert str(raised.value) == (
        "No source offers file.bin, and the committed logits are not those of this checkout, which "
        "changed what comes before map (preprocess: params.yaml: preprocess modified). Undo that, "
        "or name a folder with the files in DATA_MIRROR, then run: dvc repro"
    )


def test_a_wrong_file_in_the_mirror_is_an_error_and_never_a_way_to_the_logits(
    case: Case, mirrored: Path
) -> None:
    mirrored.write_bytes(b"something else")
    case.files = [file_of(BODY)]
    with pytest.raises(DataError, match="is not the published file"):
        case.run()


@pytest.mark.parametrize("words", [(), ("--plan",)])
def test_a_mirror_that_is_not_there_is_an_error_and_never_a_way_to_the_logits(
    case: Case, monkeypatch: pytest.MonkeyPatch, words: Sequence[str]
) -> None:
    monkeypatch.setenv("DATA_MIRROR", "/nowhere/at/all")
    case.files = [file_of(BODY)]
    with pytest.raises(SourceError, match=r"^DATA_MIRROR=/nowhere/at/all: no such folder"):
        case.run(*words)


def test_a_mirror_without_the_files_is_named_before_the_run_starts_from_the_logits(
    case: Case, mirrored: Path, caplog: pytest.LogCaptureFixture
) -> None:
    case.files = [file_of(BODY), file_of(b"other", name="other.bin")]
    with pytest.raises(SystemExit) as ended:
        case.run()
    assert ended.value.code == 3
    assert caplog.messages == [
        f"DATA_MIRROR={mirrored.parent} lacks 1 of the 2 files that were looked for: other.bin",
        "No source offers other.bin; this run starts from the committed logits.",
    ]


def test_a_plan_lists_what_is_here_and_what_is_to_be_fetched(
    case: Case, mirrored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case.files = [file_of(BODY), file_of(bytes(2_500_000), name="big.bin")]
    case.run("--plan")
    assert capsys.readouterr().out == (
        "here   file.bin (1.8 MB)\nfetch  big.bin (2.5 MB)\nto fetch: 2.5 MB in 1 file\n"
    )


def test_a_file_that_nobody_serves_is_lacking_until_it_is_there(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    case.files = [OwnFile(path="own/net.pth", sha256=hashlib.sha256(BODY).hexdigest())]
    case.run("--plan")
    Path("own").mkdir()
    Path("own/net.pth").write_bytes(BODY)
    case.run("--plan")
    assert capsys.readouterr().out == (
        "lacks  own/net.pth\nto fetch: 0.0 MB in 0 files\n"
        "here   own/net.pth\nto fetch: 0.0 MB in 0 files\n"
    )


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (OwnFile(path="own/net.pth", sha256="0" * 64), r"^own/net\.pth is not on this machine"),
        (PackagedFile(package="no-model", path="a/b.pth", sha256="0" * 64),
         r"^The package no-model is not installed\. Run: make networks, or"),
    ],
)  # fmt: skip
def test_a_network_that_lacks_its_own_file_is_told_before_dvc_runs(
    case: Case, file: OwnFile | PackagedFile, told: str
) -> None:
    case.files, case.status = [file], EDITED
    with pytest.raises(SourceError, match=told):
        case.run()


def test_the_full_run_needs_273_megabytes(capsys: pytest.CaptureFixture[str]) -> None:
    probe.main(probe.parse(["--plan", "cifar10", "ResNet50_Weights.IMAGENET1K_V1"]))
    assert capsys.readouterr().out == (
        "fetch  cifar-10-python.tar.gz (170.5 MB)\n"
        "fetch  resnet50-0676ba61.pth (102.5 MB)\n"
        "to fetch: 273.0 MB in 2 files\n"
    )


def test_pictures_of_a_published_folder_are_counted_until_a_mirror_has_the_folder(
    mirrored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = probe.list_pictures("silhouettes16")
    assert (len(pictures), sum(file.size for file in pictures)) == (160, 1_017_813)
    assert pictures[0].name == "airplane-airplane1.png"
    listed = (ROOT / "datasets/silhouettes16.csv").read_text(encoding="utf-8").splitlines()[1:]
    folder = mirrored.parent / "texture-vs-shape/stimuli/filled-silhouettes"
    for line in listed:
        path = folder / line.partition(",")[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert probe.list_pictures("silhouettes16") == ()
    assert probe.list_pictures("cifar10-5k") == ()


def test_the_files_of_params_yaml_are_those_of_its_data_set_and_backbones() -> None:
    files = probe.list_files("cifar10-5k", "resnet50-pqf", "resnet18-pqf")
    assert len(files) == 8
    assert [file.name for file in files][-2:] == ["resnet50_large.pth", "resnet18.pth"]


def test_an_unknown_data_set_lists_the_known_ones() -> None:
    with pytest.raises(ParamsError, match="allowed: cifar10, cifar10-5k"):
        probe.list_files("imagenet")


def test_a_wrong_file_ends_the_command_with_one_line_and_exit_code_1(mirrored: Path) -> None:
    text = "backbones:\n  - resnet50-pqf\ndownload:\n  dataset: cifar10\n"
    Path("params.yaml").write_text(text, encoding="utf-8")
    mirrored.rename(mirrored.with_name("cifar-10-python.tar.gz"))
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); "]
    command[-1] += "import runpy; runpy.run_module('tools.probe', run_name='__main__')"
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: ")
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""
