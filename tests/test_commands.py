"""Every command that a page says to type is typed here: for real, or up to its own parser."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.numpy import load_file

from tests import typed
from tests.conftest import ROOT
from tests.pipeline import Checkout, change_one_strategy, stages_run

SHOWN = {page: typed.lines_of(page) for page in typed.PAGES}
SAID = [(page, line) for page in SHOWN for line in (*SHOWN[page], *typed.mentioned_in(page))]

TWO_NETWORKS = "python -m tools.compare --backbones resnet18-pqf resnet50-pqf --figure changes.svg"
SILHOUETTES = (
    "dvc exp run -n silhouettes -S targets=geirhos16 -S download.dataset=silhouettes16 "
    "report gallery"
)
# What is not run here, and why not. Its words go through its own parser like all others.
NOT_HERE = {
    "make repro": "builds an environment; test_pipeline.py runs what it does then",
    "make repro FROM=logits": "as above; tests/tools/probe, the way it takes",
    "make test": "it runs this test",
    "make lint": "the hook and the CI run it",
    "python -m tools.networks": "half an hour; tests/tools/networks runs its parts",
    "make full": "170 MB from the network, and hours",
    "make verify": "tests/tools/verify runs it, on a checkout of its own",
    "make silhouettes": "installs, wants the pictures; tests/tools/silhouettes",
    SILHOUETTES: "it wants the pictures; tests/test_without_training_images.py",
    "make bench": "minutes, on a quiet machine",
    "make ray": "installs; `make test` does it first",
    "dvc exp run -S infer.engine=ray report": "tests/infer/test_ray.py, the stage alone",
    "make fuzz": "an hour; tests/faults runs the first inputs of each reader",
    "make faults": "an hour or two; tests/faults runs a few of each kind",
    "python -m tests.faults flips mend --seed 7": "as above",
    "python -m tests.faults --short": "as above",
    "python -m tests.faults --real": "as above",
    "python -m benchmarks.costs": "minutes, on a quiet machine, with all of data/",
    "python -m benchmarks.loop": "as above, and the commit of version 0.1.0",
    "python -m benchmarks.gpu": "it wants a GPU",
    "python -m benchmarks.memory": "minutes, and the strategies of params.yaml",
    "python -m benchmarks.gpu --device cpu --images 32 --seconds 0.2": "test_gpu_benchmark.py",
    "python -m benchmarks.checks": "minutes, on a quiet machine",
    "python -m benchmarks.infer": "as above",
    "python -m benchmarks.map": "as above",
    "python -m benchmarks.explorer": "as above, and images and a browser",
    "python -m benchmarks.evaluate": "as above",
    "python -m benchmarks.compare_error_rates": "as above; tests/tools/compare/test_error_rates.py",
    "python -m benchmarks.bootstrap_coverage": "as above",
    "python -m tools.verify --workspace": "tests/tools/verify",
    TWO_NETWORKS: "tests/tools/compare/test_compare.py, on two networks",
    "dvc repro": "test_pipeline.py runs all stages",
    "dvc commit -f": "it wants every out, and a clone has no images",
    "git commit": "it opens an editor",
}
ENDS_WITH = {"python -m tools.check stages/map/groups/imagenet_d.yaml": 1}  # it has faults
THE_LOOP = typed.section("README.md", "The loop: change a mapping, see what it changed")
IN_THE_LOOP = typed.lines_in(THE_LOOP)
MY_PICTURES = typed.section("docs/own.md", "I have a folder of pictures")
MY_LOGITS = typed.lines_in(typed.section("docs/own.md", "I have logits"))
OTHER_CLASSES = typed.lines_in(typed.section("docs/own.md", "I have other classes"))
MINE = typed.lines_in(typed.section("docs/own.md", "I have a checkpoint"))
ALL = {line for lines in SHOWN.values() for line in lines}
OF_OWN = [*OTHER_CLASSES, *MINE, *typed.lines_in(MY_PICTURES), *MY_LOGITS]
HERE = sorted(ALL - {*NOT_HERE, *IN_THE_LOOP, *OF_OWN})


@pytest.mark.parametrize(("page", "line"), dict.fromkeys(SAID))
@pytest.mark.filterwarnings("default")  # it is run in this process, after other imports
def test_every_command_takes_the_words_that_a_page_gives_it(page: str, line: str) -> None:
    for words in typed.simple_commands(line):
        typed.check(words)


@pytest.mark.parametrize(
    "line",
    [
        "python -m tools.compare --foo",
        "python -m tools.check",
        "python -m stages.nowhere",
        "dvc repro --foo",
        "make nothing",
        "other --foo",
    ],
)
def test_other_words_are_noticed(line: str) -> None:
    with pytest.raises(AssertionError):
        typed.check(line.split())


def test_the_reasons_for_not_running_are_those_of_commands_shown() -> None:
    assert NOT_HERE.keys() <= {line for lines in SHOWN.values() for line in lines}


@pytest.fixture(scope="module")
def shown(finished: tuple[Checkout, str], tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A clone with the names that the pages take as examples, and with what `dvc pull` gets."""
    checkout = finished[0].clone(tmp_path_factory.mktemp("shown") / "clone")
    checkout.run("dvc", "pull", "-q")
    checkout.run("git", "tag", "exp-one")
    checkout.run("git", "tag", "exp-two")
    return checkout


@pytest.mark.parametrize("line", HERE)
def test_a_command_runs_in_a_tiny_checkout(line: str, shown: Checkout) -> None:
    shown.run("bash", "-ec", runnable(line), expect=ENDS_WITH.get(line, 0))


def runnable(line: str) -> str:
    """The line without an environment of its own, which takes minutes to make."""
    built = "".join(f" -o .venv/{name}" for name in typed.ENVIRONMENTS)
    return f"{line}{built}" if line.startswith("make ") else line


def test_the_program_of_the_formats_page_runs_and_prints_what_it_says(shown: Checkout) -> None:
    """On the tiny network in place of the real one, with its 30 test images."""
    page = (ROOT / "docs/formats.md").read_text("utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert "(30," in shown.run("python", "-c", program.replace("resnet50-pqf", "tiny-net"))


def test_the_loop_ends_where_it_began(finished: tuple[Checkout, str], tmp_path: Path) -> None:
    """In a clone without data, and only for the last experiment with images within reach."""
    full, _ = finished
    clone = full.clone(tmp_path / "clone")
    with_images = Checkout(clone.root, full.environment)
    (clone.root / ".venv").mkdir()
    for path in Path(sys.prefix).iterdir():  # as a whole, a link would be no folder for .gitignore
        (clone.root / ".venv" / path.name).symlink_to(path)
    clone.run("dvc", "pull")
    clone.run("dvc", "repro", "-f", "-s", "report")
    page = (clone.root / "report/index.html").read_bytes()
    change_one_strategy(clone)
    (clone.root / "docs/reading.md").write_text("An edit of the reader's own.", encoding="utf-8")
    told = {
        line: (with_images if "bicubic" in line else clone).run("bash", "-ec", runnable(line))
        for line in IN_THE_LOOP
    }
    repro = told["dvc repro --pull --allow-missing report"]
    assert stages_run(repro) == {"map@tiny-net", "evaluate@tiny-net", "report"}
    three = told["python -m tools.experiments --changed"]
    assert re.search(r"^ +HEAD \w{7} +strict +max +gamma-4$", three, flags=re.MULTILINE)
    assert re.search(r"wordnet_mean.groups +wordnet_broad +wordnet_strict +wordnet_broad ", three)
    one = told["python -m tools.experiments bicubic"]
    assert re.search(r"^preprocess.interpolation +bilinear +bicubic$", one, flags=re.MULTILINE)
    assert "wordnet_mean" in told["python -m tools.compare"]
    assert "metrics/tiny-net/zero_shot/wordnet_mean.json" in told["dvc metrics diff"]
    assert clone.run("git", "status", "--porcelain") == " M docs/reading.md\n"
    assert "up to date" in clone.run("dvc", "status", "map", "evaluate")
    assert (clone.root / "report/index.html").read_bytes() == page


def test_other_classes_follow_one_parameter(finished: tuple[Checkout, str], tmp_path: Path) -> None:
    """In a clone without data: four classes, a page about them, and back."""
    clone = finished[0].clone(tmp_path / "clone")
    run, back = (runnable(line) for line in OTHER_CLASSES)
    told = clone.run("bash", "-ec", run)
    wanted = {"map@tiny-net", "evaluate@tiny-net", "sensitivity", "report"}
    assert stages_run(told) == wanted
    assert "Not for cifar4 and left out: curated." in told
    page = (clone.root / "report/report.md").read_text(encoding="utf-8")
    assert "recognise CIFAR-4's 4, and how much" in page
    assert "chance is 25.0 %" in page
    assert "automobile" not in page
    clone.run("bash", "-ec", back)
    assert clone.run("git", "status", "--porcelain") == ""


def draw_pets(folder: Path) -> None:
    """Ten noisy pictures of each class, of several sizes, kinds and formats."""
    draw = np.random.default_rng(0)
    for name, colour in ("kittens", 60), ("dog", 180):
        (folder / name).mkdir(parents=True)
        for number in range(10):
            noise = draw.integers(0, 60, (40 + number, 60, 3), dtype=np.uint8) + np.uint8(colour)
            image = Image.fromarray(noise)
            image = image.convert("L") if number == 3 else image
            image.save(folder / name / f"{number}.{'jpg' if number % 2 else 'png'}")


def test_a_folder_of_pictures_becomes_a_report(
    finished: tuple[Checkout, str], tmp_path: Path
) -> None:
    """As docs/own.md says: two files, one command; then a changed picture, and back."""
    full, _ = finished
    clone = Checkout(full.clone(tmp_path / "clone").root, full.environment)
    draw_pets(tmp_path / "pets")
    entry, problem = re.findall(r"```yaml\n(.*?)```", MY_PICTURES, re.DOTALL)
    (clone.root / "datasets/pets.yaml").write_text(entry, encoding="utf-8")
    (clone.root / "stages/vocabulary/pets.yaml").write_text(problem, encoding="utf-8")
    run, back = (runnable(line) for line in typed.lines_in(MY_PICTURES))
    told = clone.run("bash", "-ec", run)
    assert re.search(r"pets: \d+ training and \d+ test images, 2 grey, 20 resized\n", told)
    assert "recognise Pets-2's 2" in (clone.root / "report/report.md").read_text(encoding="utf-8")
    assert (clone.root / "report/explorer/index.html").is_file()
    clone.run("dvc", "exp", "show")
    shutil.copy(tmp_path / "pets/dog/0.png", tmp_path / "pets/dog/new.png")
    assert re.search(r"modified: +\S*/pets\n", clone.run("dvc", "status", "download"))
    clone.run("bash", "-ec", back)
    assert clone.run("git", "status", "--porcelain").split() == [
        "??", "datasets/pets.yaml", "??", "stages/vocabulary/pets.yaml",
    ]  # fmt: skip


def test_a_checkpoint_of_ones_own_stands_beside_the_other_network(
    finished: tuple[Checkout, str], tmp_path: Path
) -> None:
    """The page's entry and commands, on the tiny network's file and images."""
    full, _ = finished
    clone = full.clone(tmp_path / "clone")
    clone = Checkout(clone.root, full.environment)
    (entry,) = re.findall(
        r"```yaml\n(.*?)```", typed.section("docs/own.md", "I have a checkpoint"), re.DOTALL
    )
    checkpoint = Path(full.environment["DATA_MIRROR"]) / "tiny.pth"
    sha256 = hashlib.sha256(checkpoint.read_bytes()).hexdigest()
    entry = entry.replace("~/mine.pth", str(checkpoint)).replace("64 digits", sha256)
    (clone.root / "networks/mine.yaml").write_text(entry, encoding="utf-8")
    weights, run, compare, back = (line.replace("resnet50-pqf", "tiny-net") for line in MINE)
    clone.run("bash", "-ec", weights)
    stages = stages_run(clone.run("bash", "-ec", run))
    assert {"weights@mine", "infer@mine", "map@mine", "evaluate@mine", "report"} <= stages
    page = (clone.root / "report/report.md").read_text(encoding="utf-8")
    assert page.index("| kind | tiny-net | mine |") < page.index("## my ResNet-18\n")
    # one file under two names: the same predictions
    assert "Same predictions on both sides (7)" in clone.run("bash", "-ec", compare)
    shutil.copytree(clone.root, tmp_path / "pair", symlinks=True)
    clone.run("bash", "-ec", runnable(back))
    assert clone.run("git", "status", "--porcelain") == "?? networks/mine.yaml\n"
    run_as_ensemble(Checkout(tmp_path / "pair", full.environment), tmp_path / "bare")


def run_as_ensemble(both: Checkout, folder: Path) -> None:
    """Of the two networks; what knows those knows it, in a clone without images, too."""
    pair = "ensembles:\n  pair:\n  - tiny-net\n  - mine\n"
    both.edit("params.yaml", "ensembles: {}\n", pair)
    both.run("python", "-m", "tools.ensembles")
    of_pair = {"map-ensemble-pair", "evaluate-ensemble-pair"}
    ran = stages_run(both.run("dvc", "repro", "report", "questions"))
    assert ran == {*of_pair, "report", "questions"}
    both.run("dvc", "push")
    both.commit("An ensemble")
    bare = both.clone(folder)
    of_networks = {
        f"{room}@{name}" for room in ("map", "evaluate") for name in ("tiny-net", "mine")
    }
    assert stages_run(bare.make("repro")) == {*of_pair, *of_networks, "report"}
    assert bare.run("git", "status", "--porcelain") == ""
    told = bare.run("python", "-m", "tools.verify")
    assert re.search(r"^metrics/pair +\d+ .* ok$", told, re.MULTILINE)
    assert re.search(r"^data/scores/pair/dev +\d+ .* ok$", told, re.MULTILINE)
    bare.edit("params.yaml", pair, "ensembles: {}\n")
    assert "(none)" in bare.run("python", "-m", "tools.ensembles")
    bare.make("back")
    assert bare.run("git", "status", "--porcelain") == ""
    logits = bare.root / "data/logits/mine/test.safetensors"
    logits.unlink()  # a link, perhaps
    logits.write_bytes(b"others")
    assert "data/logits/mine" in bare.run("dvc", "status", "map-ensemble-pair")
    assert "up to date" in bare.run("dvc", "status", "map@tiny-net")


def write_own_logits(clone: Checkout) -> None:
    """Those of the tiny network in half precision, and the labels of its test images."""
    for split in ("train", "test"):
        logits = load_file(clone.root / f"data/logits/tiny-net/{split}.safetensors")["logits"]
        np.save(clone.root / f"{split}.npy", logits.astype(np.float16))
    shutil.copy(clone.root / "data/labels/test.npy", clone.root / "labels.npy")


def test_logits_become_a_report_without_images_and_network(
    finished: tuple[Checkout, str], tmp_path: Path
) -> None:
    """As docs/own.md says, in a clone without a source: beside the network, and alone."""
    clone = finished[0].clone(tmp_path / "clone")
    pull, take, run, diff, compare, back, take_other, run_other = (
        runnable(line).replace("resnet50-pqf", "tiny-net") for line in MY_LOGITS
    )
    clone.run("bash", "-ec", pull)
    write_own_logits(clone)
    told = clone.run("bash", "-ec", take)
    assert "train.npy: float16, converted to float32." in told
    assert f"40 training images and 30 test images. To map and evaluate them, run: {run}\n" in told
    told = clone.run("bash", "-ec", run)
    assert stages_run(told) == {"map-imported@mynet", "evaluate-imported@mynet", "report"}
    page = (clone.root / "report/report.md").read_text(encoding="utf-8")
    assert "**mynet**, on 30 test images (made by a test; chance is 10.0 %)" in page
    assert "imported from test.npy (float16), SHA-256 " in page
    clone.run("python", "-m", "tools.readme")
    assert "### mynet\n" in (clone.root / "docs/card.md").read_text(encoding="utf-8")
    assert "metrics/mynet/zero_shot/wordnet_mean.json" in clone.run("bash", "-ec", diff)
    assert "Same predictions on both sides (7)" in clone.run("bash", "-ec", compare)
    clone.run("bash", "-ec", back)
    assert clone.run("git", "status", "--porcelain", "metrics", "plots", "report") == ""
    clone.run("bash", "-ec", take_other)
    told = clone.run("bash", "-ec", run_other)
    assert {"map-imported@other", "evaluate-imported@other"} <= stages_run(told)
    assert "sensitivity is left out: the data set has no training images." in told
    page = (clone.root / "report/report.md").read_text(encoding="utf-8")
    assert "images that came with labels of their own" in page
    assert "a random ResNet-18" not in page


@pytest.mark.skipif(shutil.which("column") is None, reason="column (util-linux) is not installed")
def test_the_short_form_of_all_metrics_fits_120_columns_and_is_shown_as_it_is() -> None:
    page = typed.section("README.md", "More")
    (line,) = [line for line in typed.lines_in(page) if line.startswith("dvc metrics show")]
    command = ["bash", "-ec", line]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    printed = done.stdout.splitlines()
    assert max(len(row) for row in printed) <= 120
    (shown,) = re.findall(r"```text\n(Path .*?)```", page, flags=re.DOTALL)
    assert set(shown.splitlines()) - {"…"} <= set(printed)
