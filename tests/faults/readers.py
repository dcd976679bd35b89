"""Every reader of the project, with a small valid input that lies in the current folder."""

import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from PIL import Image

from stages import vocabulary
from stages.core import arrays, checksums, files, params, paths
from stages.core.arrays import Scores
from stages.download import batch_pickle, convnetjs, official
from stages.download.params import DownloadParams
from stages.evaluate import contributions, inputs
from stages.evaluate.lists import read_lists
from stages.evaluate.params import EvaluateSection
from stages.gallery.params import GalleryParams
from stages.infer.params import InferParams
from stages.map.groups import read_groups
from stages.map.params import MapParams
from stages.people import answers
from stages.people.params import PeopleParams
from stages.preprocess.params import PreprocessParams
from stages.sensitivity.params import SensitivityParams
from stages.sources import entries
from stages.study.params import StudyParams
from tests.conftest import ROOT
from tests.download.examples import (
    MEMBERS,
    TEST_MEMBER,
    archive_of,
    file_of,
    official_dataset,
    python2_batch,
    random_batch,
)
from tests.faults import own_data
from tests.results.example import PINS, write_evaluation
from tools.check.__main__ import check

Read = Callable[[], object]
NAMES = ("dev/a", "test/a")
SECTIONS: tuple[tuple[str, type[Any]], ...] = (
    ("download", DownloadParams), ("preprocess", PreprocessParams), ("infer", InferParams),
    ("map", MapParams), ("evaluate", EvaluateSection), ("gallery", GalleryParams),
    ("sensitivity", SensitivityParams), ("study", StudyParams), ("people", PeopleParams),
)  # fmt: skip
PLAIN_LISTS = {
    "list.json": b'{"airplane": [404, 895], "bird": ["n01530575", "robin"], "2": "tabby"}',
    "list.yaml": b"airplane: [404, airliner]\nbird: 10\ncat:\n  - {index: 281, name: tabby}\n",
    "list.csv": b"index,wnid,target\n404,n02690373,airplane\n281,,cat\n",
    "list.tsv": b"name\ttarget\nairliner\tairplane\ntabby\tcat\n",
}


@dataclass(frozen=True)
class Reader:
    """prepare writes valid files into the current folder; read gives StageError or none.

    which: the files that are mutated, one at a time; all that prepare wrote where it names none.
    """

    prepare: Callable[[], None]
    read: Callable[[], object]
    which: tuple[str, ...] = ()


def write(contents: Mapping[str, bytes]) -> Callable[[], None]:
    """Preparation that writes files."""

    def prepare() -> None:
        for name, content in contents.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(content)

    return prepare


def one_of(readers: Iterable[Read]) -> Read:
    """Everything that these read, one after the other."""
    return lambda: [read() for read in tuple(readers)]


def prepare_params() -> None:
    """params.yaml without comments, which are most of it, and the data set that it names."""
    write({"datasets/cifar10-5k.yaml": (ROOT / "datasets/cifar10-5k.yaml").read_bytes()})()
    lines = (ROOT / "params.yaml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    files.write_text(Path("params.yaml"), "\n".join(kept) + "\n")


def read_params() -> None:
    params.load_backbones()
    for name, model in SECTIONS:
        params.load_section(name, model)


def shortened(name: str, rows: int) -> bytes:
    """A class list with so many rows of each target, and no overlaps."""
    content = yaml.safe_load((ROOT / "stages/map/groups" / f"{name}.yaml").read_text("utf-8"))
    content["groups"] = {target: group[:rows] for target, group in content["groups"].items()}
    content["overlaps"] = []
    return yaml.safe_dump(content, sort_keys=False).encode()


def read_plain_lists() -> None:
    for name in PLAIN_LISTS:
        check(Path(name), "cifar10")


def prepare_vocabulary() -> None:
    write(
        {n: (ROOT / "stages/vocabulary" / n).read_bytes() for n in ("imagenet.csv", "wordnet.csv")}
    )()


def read_vocabulary() -> None:
    """From the current folder, where the module's own files would else be read."""
    kept = vocabulary.IMAGENET, vocabulary.WORDNET
    try:
        vocabulary.IMAGENET, vocabulary.WORDNET = Path("imagenet.csv"), Path("wordnet.csv")
        _forget()
        vocabulary.wordnet().ancestors("n02084071")
    finally:
        vocabulary.IMAGENET, vocabulary.WORDNET = kept
        _forget()


def _forget() -> None:
    vocabulary.imagenet.cache_clear()
    vocabulary.wordnet.cache_clear()


def sheet() -> bytes:
    """1,000 images of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", convnetjs.SHEET_SIZE, (10, 20, 30)).save(buffer, "PNG")
    return buffer.getvalue()


def prepare_archive(name: str) -> Callable[[], None]:
    batches = {m: python2_batch(*random_batch(1, 1)) for m in (*MEMBERS, TEST_MEMBER)}
    return write({name: archive_of(batches)})


def read_archive(name: str) -> Read:
    dataset = official_dataset(file_of(b"x", name="archive"))
    return lambda: official.read_splits(dataset, {"archive": Path(name)})


TARGETS = tuple(target.name for target in vocabulary.targets("cifar10"))
SCORES = Scores(
    np.zeros((3, len(TARGETS)), np.float32), np.zeros(3, np.int64), "zero_shot", "none", TARGETS
)


def prepare_scores() -> None:
    for name in NAMES:
        arrays.write_scores(paths.scores("net") / f"{name}.npz", SCORES)
    files.write_json(paths.scores("net") / paths.PROVENANCE, {})
    for split in ("train", "test"):
        path = paths.logits("net") / f"{split}.safetensors"
        arrays.write_logits(path, np.zeros((3, 1000), np.float32), {"backbone": "net"})
    paths.LABELS.mkdir(parents=True)
    for split in ("train", "test"):
        np.save(paths.LABELS / f"{split}.npy", np.array([0, 1, 1]))


def prepare_weights() -> None:
    paths.mappings("net").mkdir(parents=True)
    np.savez(
        paths.mappings("net") / "a.npz",
        weights=np.ones((3, 2), np.float32), bias=np.zeros(2, np.float32), of=np.array("logits"),
        targets=np.array(["a", "b"]), names=np.array(["x", "y", "z"]),
    )  # fmt: skip


def prepare_logits() -> None:
    path = paths.logits("net") / "test.safetensors"
    arrays.write_logits(path, np.zeros((1, 1000), np.float32), {"backbone": "net", "weights": {}})


def read_logits() -> None:
    arrays.read_logits("net", "test")
    arrays.read_provenance("net", "test")


def prepare_arrays() -> None:
    for folder in (paths.LABELS, paths.IMAGES):
        folder.mkdir(parents=True)
    np.save(paths.labels("train"), np.array([0, 1, 2]))
    np.save(paths.images("train"), np.zeros((2, 2, 2, 3), np.uint8))


def read_arrays() -> None:
    arrays.read_labels(paths.labels("train"), 10)
    arrays.read_images(paths.images("train")).sum()


def prepare_mapping() -> None:
    content = {
        "name": "x", "title": "X", "targets": ["cat", "dog"],
        "groups": {"cat": [{"index": 281, "reason": "r"}], "dog": []},
        "options": {"method": "groups", "groups": "x", "unmapped": "ignore"},
    }  # fmt: skip
    files.write_json(paths.mappings("net") / "a.json", content)


def prepare_tensors() -> None:
    paths.TENSORS.mkdir(parents=True)
    documented = {"size": 224, "interpolation": "bilinear"}
    path = paths.weights("tiny") / paths.RESIZING
    path.parent.mkdir(parents=True)
    files.write_json(path, {"documented": documented, "stated": {}})
    for split in ("train", "test"):
        (paths.TENSORS / f"{split}.npy").write_bytes(b"x")
    files.write_json(
        paths.TENSORS / paths.PROVENANCE, {"size": 224, "interpolation": "bilinear", "crop": "none"}
    )
    files.write_sums(paths.TENSORS)


def read_tensors() -> object:
    from stages.infer import weights
    from stages.preprocess import pictures

    return pictures.open_pictures(weights.read_resizing("tiny").resolve, "tiny")


def prepare_sums() -> None:
    paths.LABELS.mkdir(parents=True)
    (paths.LABELS / "a.npy").write_bytes(b"x")
    sums = checksums.describe([paths.LABELS / "a.npy"], paths.LABELS)
    for name in ("SHA256SUMS", "a.npy.sha256"):
        (paths.LABELS / name).write_text(sums, encoding="utf-8")


def read_sums() -> None:
    """The list alone; what it lists is compared in every other command."""
    for name in ("SHA256SUMS", "a.npy.sha256"):
        checksums.read(paths.LABELS / name)


def prepare_checkpoint() -> None:
    from tests.infer import networks

    networks.write_weights("tiny", networks.random_network().state_dict())


def read_checkpoint() -> object:
    """The hash is made to fit, or nothing but the hash would be tried."""
    from stages.infer import weights

    described = json.loads((paths.weights("tiny") / paths.PROVENANCE).read_text(encoding="utf-8"))
    path = paths.weights("tiny") / "checkpoint.pth"
    described |= {"sha256": files.sha256(path), "mean": tuple(described["mean"])}
    return weights.load_network(weights.Weights(**described | {"std": tuple(described["std"])}), 12)


def prepare_evaluation() -> None:
    write_evaluation(Path(), "net")
    prepare_params()
    text = Path("params.yaml").read_text(encoding="utf-8")
    files.write_text(Path("params.yaml"), text.replace("resnet50-pqf", "net"))
    files.write_text(Path("requirements.txt"), PINS)
    problem = Path("stages/vocabulary/cifar10.yaml")
    files.write_text(problem, (ROOT / problem).read_text(encoding="utf-8"))


def read_report() -> None:
    from stages.report import stage

    stage.main()


def read_content() -> object:
    from stages.results.evaluation import read_content

    return read_content()


READERS: Mapping[str, Reader] = {
    "params": Reader(prepare_params, read_params, which=("params.yaml",)),
    "dataset": Reader(
        write({"datasets/net.yaml": (ROOT / "datasets/cifar10-5k.yaml").read_bytes()}),
        lambda: entries.read_dataset("net"),
    ),
    "network": Reader(
        write(
            {
                f"networks/net{number}.yaml": (ROOT / f"networks/{name}.yaml").read_bytes()
                for number, name in enumerate(("resnet50-pqf-bicubic", "efficientnet-lite0"))
            }
        ),
        lambda: [entries.read_network(name) for name in ("net0", "net1")],
    ),
    "answers": Reader(
        write({"answers.yaml": (ROOT / "stages/people/answers.yaml").read_bytes()}),
        lambda: answers.read_known(Path("answers.yaml")),
    ),
    "groups": Reader(
        write({"full.yaml": shortened("imagenet_d", 4)}), lambda: read_groups(Path("full.yaml"))
    ),
    "any_list": Reader(write(PLAIN_LISTS), read_plain_lists),
    "full_list": Reader(
        write({"full.yaml": shortened("keyword", 2)}), lambda: check(Path("full.yaml"), "cifar10")
    ),
    "targets": Reader(
        write({"targets.yaml": (ROOT / "stages/vocabulary/cifar10.yaml").read_bytes()}),
        lambda: vocabulary.problem.__wrapped__("targets.yaml"),
    ),
    "vocabulary": Reader(prepare_vocabulary, read_vocabulary),
    "labels_script": Reader(
        write({"labels.js": b"var labels=[6, 9, 9, 4, 1, 1, 2, 7];\n"}),
        lambda: convnetjs.read_labels(Path("labels.js")),
    ),
    "sheet": Reader(write({"sheet.png": sheet()}), lambda: convnetjs.read_sheet(Path("sheet.png"))),
    "pickle": Reader(
        write({"batch.pickle": python2_batch(random_batch(1, 1)[0][:, :12], [3])}),
        lambda: batch_pickle.load_batch(Path("batch.pickle").read_bytes(), "batch.pickle"),
    ),
    "pickle_today": Reader(
        write({"batch.pickle": own_data.todays_batch()}),
        lambda: batch_pickle.load_batch(Path("batch.pickle").read_bytes(), "batch.pickle"),
    ),
    "pictures": Reader(write(own_data.pictures()), own_data.read_pictures),
    "own_arrays": Reader(own_data.prepare_arrays, own_data.read_arrays),
    "own_table": Reader(own_data.prepare_table, own_data.read_table, ("table.parquet",)),
    "own_entry": Reader(write(own_data.own_entry()), own_data.read_entry),
    "own_list": Reader(
        write({"list.csv": f"path,sha256,size\na/b.png,{64 * 'a'},12\n".encode()}),
        own_data.read_list,
    ),
    "tar": Reader(prepare_archive("x.tar.gz"), read_archive("x.tar.gz")),
    "tar_bytes": Reader(prepare_archive("x.raw.tar.gz"), read_archive("x.raw.tar.gz")),
    "npy": Reader(prepare_arrays, read_arrays),
    "scores": Reader(
        prepare_scores, lambda: inputs.read_predictions("net", vocabulary.problem("cifar10"))
    ),
    "weights": Reader(prepare_weights, lambda: contributions.read_weights(paths.mappings("net"))),
    "logits": Reader(prepare_logits, read_logits),
    "mapping": Reader(prepare_mapping, lambda: read_lists("net", ["a"])),
    "tensors": Reader(prepare_tensors, read_tensors, (str(paths.TENSORS / paths.PROVENANCE),)),
    "checkpoint": Reader(
        prepare_checkpoint, read_checkpoint, (str(paths.weights("tiny") / "checkpoint.pth"),)
    ),
    "sums": Reader(prepare_sums, read_sums, ("data/labels/SHA256SUMS", "data/labels/a.npy.sha256")),
    "tables": Reader(prepare_evaluation, read_content),
    "report": Reader(prepare_evaluation, read_report),
}
