"""What the ten questions rest on, small and made up, on disk as the stages leave it.

Three targets and four strategies; each number is chosen so that a reader can see what follows.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from stages.core import files
from stages.questions.evidence import Evidence, read_evidence
from stages.results.content import read_content
from tests.results.example import macro_f1_rows, write_evaluation, write_params

TARGETS = ("cat", "dog", "ship")
# strategy: kind, accuracy, low, high, dev, dev low, dev high, macro F1, answered
STRATEGIES = {
    "mean": ("zero_shot", 0.60, 0.57, 0.63, 0.61, 0.59, 0.63, 0.5, 1.0),
    "narrow": ("zero_shot", 0.50, 0.47, 0.53, 0.51, 0.49, 0.53, 0.5, 1.0),
    "giving_up": ("zero_shot", 0.40, 0.37, 0.43, 0.41, 0.39, 0.43, 0.4, 0.5),
    "lda": ("supervised", 0.90, 0.88, 0.92, 0.91, 0.90, 0.92, 0.9, 1.0),
}
# rows: cat, dog, ship, 100 images each; columns: the same, and rejected
COUNTS = {
    "mean": [[40, 20, 40, 0], [10, 60, 30, 0], [10, 10, 80, 0]],
    "narrow": [[80, 10, 10, 0], [40, 40, 20, 0], [40, 30, 30, 0]],
    "giving_up": [[40, 0, 0, 60], [0, 40, 0, 60], [0, 0, 40, 60]],
    "lda": [[90, 5, 5, 0], [5, 90, 5, 0], [5, 5, 90, 0]],
}
NAMES = ("maxpool", "layer1.0", "layer1.1")  # of layers 0, 1, 2; only the first block projects
TOPICS: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
    "statistics": (
        "kind,strategy,number,value,low,high,labels_used",
        [
            ("zero_shot", "mean", "nll", "", "", "", False),
            ("zero_shot", "mean", "mapped_share", 0.55, 0.5, 0.6, False),
            *macro_f1_rows(STRATEGIES),
        ],
    ),
    "pairs": (
        "kind,strategy,other_kind,other,difference,low,high,p",
        [
            ("zero_shot", "giving_up", "zero_shot", "narrow", -0.1, -0.14, -0.06, 0.001),
            ("zero_shot", "narrow", "zero_shot", "mean", -0.1, -0.13, -0.07, 0.001),
        ],
    ),
    "policies": (
        "kind,strategy,unmapped,groups,of,reduce,mapped_share,accuracy_mapped,accuracy_unmapped,"
        "accuracy,difference,low,high",
        [
            ("zero_shot", "giving_up", "reject", "wide", "probabilities", "mean",
             0.54, 0.7, 0.0, 0.41, -0.2, -0.22, -0.18),
            ("zero_shot", "mean", "ignore", "wide", "probabilities", "mean",
             0.54, 0.7, 0.5, 0.61, 0.0, 0.0, 0.0),
            ("zero_shot", "moved", "reassign", "wide", "probabilities", "mean",
             0.54, 0.7, 0.4, 0.56, -0.05, -0.07, -0.03),
            ("zero_shot", "first_try", "reject", "words", "probabilities", "sum",
             0.42, 0.6, 0.0, 0.25, -0.3, -0.32, -0.28),
        ],
    ),
    "unmapped": (
        "groups,target,imagenet,imagenet_index,images,share",
        [
            ("other", "cat", "moving van", 675, 900, 0.9),
            ("wide", "cat", "fox squirrel", 335, 30, 0.3),
            ("wide", "cat", "thresher", 856, 10, 0.1),
            ("wide", "dog", "langur", 374, 5, 0.05),
        ],
    ),
    "lists": (
        "kind,strategy,groups,of,reduce,unmapped,target,recall,mapped_share,images",
        [
            ("zero_shot", name, groups, "probabilities", "mean", "ignore", "cat", recall, "", 100)
            for name, groups, recall in (("mean", "wide", 0.4), ("narrow", "tight", 0.8))
        ],
    ),
}  # fmt: skip
CURVE = [
    # accuracy, low, high, mark, input, groups, of, reduce, unmapped
    (0.30, 0.28, 0.32, "", "nearest 224", "keyword", "probabilities", "mean", "ignore"),
    (0.40, 0.38, 0.42, "", "bilinear 224", "keyword", "probabilities", "sum", "ignore"),
    (0.50, 0.48, 0.52, "", "bilinear 224", "keyword", "logits", "logsumexp", "ignore"),
    (0.50, 0.48, 0.52, "", "bilinear 224", "keyword", "probabilities", "mean", "ignore"),
    (0.55, 0.53, 0.57, "", "bilinear 224", "keyword", "probabilities", "mean", "reject"),
    (0.56, 0.54, 0.58, "usual", "bilinear 224", "wide", "probabilities", "mean", "ignore"),
]
KEYWORDS = """\
rule: {by: keywords, whole_words: true, keywords: {
  airplane: [airliner, warplane, jet], automobile: [car], dog: [Labrador, Beagle, Chihuahua],
  cat: [cat]}}
groups:
  airplane:
  - {index: 404, wnid: n02690373, name: airliner, reason: hit by 'airliner'}
  - {index: 895, wnid: n04552348, name: warplane, reason: hit by 'warplane'}
  automobile:
  - {index: 817, wnid: n04285008, name: sports car, reason: hit by 'car'}
  dog:
  - {index: 208, wnid: n02099712, name: Labrador retriever, reason: "hit by 'Labrador', 'dog'"}
  - {index: 162, wnid: n02088364, name: beagle, reason: hit by 'Beagle'}
  - {index: 151, wnid: n02085620, name: Chihuahua, reason: hit by 'Chihuahua'}
"""
MEANT = """\
groups:
  airplane: [{wnid: n02690373}, {wnid: n04552348}]
  automobile: [{wnid: n04285008}]
  dog: [{wnid: n02099712}, {wnid: n02088364}]
"""
SUBSTRINGS = """\
rule: {by: keywords, whole_words: false, keywords: {automobile: [car]}}
groups:
  automobile:
  - {index: 92, wnid: n01828970, name: scarf, reason: hit by 'car'}
  - {index: 478, wnid: n02971356, name: carton, reason: hit by 'car'}
  - {index: 817, wnid: n04285008, name: sports car, reason: hit by 'car'}
"""


def write_table(path: Path, header: str, rows: Sequence[Sequence[Any]]) -> None:
    files.write_csv(path, header.split(","), rows)


def write_study(root: Path) -> None:
    """plots/study: skips keep the gradient at × 4 and × 2, cut it grows × 100 and shrinks ÷ 50."""
    folder = root / "plots/study"
    growth = {
        ("initial", "kept"): 4, ("initial", "cut"): 100,
        ("trained", "kept"): 2, ("trained", "cut"): 0.02,
    }  # fmt: skip
    lengths = [
        (weights, skips, again, part, layer, "x", (ratio if layer == 0 else 1) * (1 + again) * unit)
        for (weights, skips), ratio in growth.items()
        for again in (0, 1)
        for part, unit in (("output", 1), ("weights", 7))
        for layer in (0, 1, 2)
    ]
    lengths = [(*row[:5], NAMES[row[4]], row[6]) for row in lengths]
    lengths += [
        ("initial", "alone", again, "output", layer, NAMES[layer], norm)
        for again in (0, 1)
        for layer, norm in enumerate((2.0, 1.0, 2.0))
    ]
    columns = "weights,skips,repetition,part,layer,name,norm"
    write_table(folder / "gradients.csv", columns, lengths)
    header = "skips,repetition,step,loss_before,loss_after"
    steps = [
        ("kept", 0, 0.001, 3.0, 2.9), ("kept", 0, 0.01, 3.0, 2.0),
        ("cut", 0, 0.001, 3.0, 2.99), ("cut", 0, 0.01, 3.0, 2.95),
        ("kept", 1, 0.001, 3.0, 2.9), ("kept", 1, 0.01, 3.0, 2.0),
        ("cut", 1, 0.001, 3.0, 2.99), ("cut", 1, 0.01, 3.0, 2.97),
    ]  # fmt: skip
    write_table(folder / "steps.csv", header, steps)
    header = "block,projects,error,passed"
    blocks = [("layer1.0", True, 1e-9, 0.7), ("layer1.1", False, 1.4e-7, 0.2)]
    write_table(folder / "formula.csv", header, blocks)
    write_costs(folder)
    write_pictures(folder)
    for name in ("gradients", "costs", "preprocessing", "denormalisation", "resolution"):
        files.write_text(folder / f"figures/{name}.svg", "<svg/>\n")
    conditions = {"weights": {"title": "r50", "more": 1}, "images": 200, "confidence": 0.95}
    files.write_json(folder / "provenance.json", conditions)


def write_costs(folder: Path) -> None:
    """A bottleneck of 4n = 8 channels has 17·2² + 12·2 = 92 weights."""
    costs = [
        ("bottleneck", 8, 56, 92, 1000),
        ("basic", 8, 56, 1840, 20_000),
        ("narrow basic", 2, 56, 90, 2000),
        ("ResNet-50", 3, 224, 25_600_000, 4_100_000_000),
        ("ResNet-50 of basic blocks", 3, 224, 342_000_000, 55_500_000_000),
        ("ResNet-34", 3, 224, 21_800_000, 3_700_000_000),
    ]  # fmt: skip
    columns = "design,width,side,parameters,multiply_adds"
    write_table(folder / "costs.csv", columns, costs)
    header = "width,side,basic_over_bottleneck,repetitions"
    write_table(folder / "timing.csv", header, [(8, 56, 10.0, 7)])


def write_pictures(folder: Path) -> None:
    """Preprocessing, denormalisation and resolution."""
    outcomes = [
        ("reference", "as trained", 224, "bilinear", 0.5, 0.0, -0.01, 0.01),
        ("normalisation", "not normalised: x/255", 224, "bilinear", 0.3, -0.2, -0.3, -0.1),
        ("normalisation", "CIFAR-10's", 224, "bilinear", 0.5, 0.0, -0.02, 0.02),
        ("channels", "BGR", 224, "bilinear", 0.4, -0.1, -0.15, -0.05),
        ("crop", "cropped", 224, "bilinear", 0.48, -0.02, -0.05, 0.01),
        ("interpolation", "224 px, nearest", 224, "nearest", 0.25, -0.25, -0.3, -0.2),
        ("interpolation", "224 px, bicubic", 224, "bicubic", 0.55, 0.05, 0.01, 0.09),
        ("size", "128 px, bilinear", 128, "bilinear", 0.52, 0.02, -0.02, 0.06),
        ("size", "128 px, bicubic", 128, "bicubic", 0.6, 0.05, 0.01, 0.09),
    ]  # fmt: skip
    columns = "aspect,variant,against,size,interpolation"
    columns += ",accuracy,difference,difference_low,difference_high,images"
    against = {"128 px, bicubic": "224 px, bicubic"}
    rows = [(*row[:2], against.get(row[1], "as trained"), *row[2:], 200) for row in outcomes]
    write_table(folder / "preprocessing.csv", columns, rows)
    channels = [
        ("R", 0.485, 0.229, -2.118, 2.249, 4.367),
        ("G", 0.456, 0.224, -2.036, 2.429, 4.464),
        ("B", 0.406, 0.225, -1.804, 2.64, 4.444),
    ]
    columns = "channel,mean,std,black,white,stretch"
    write_table(folder / "denormalisation.csv", columns, channels)
    write_table(folder / "clipped.csv", "values,pixels,images", [(0.72, 0.88, 400)])
    rungs = [rung(32, 0.0), rung(16, -0.2), rung(8, -0.4)]
    write_table(folder / "resolution.csv", ",".join(rungs[0]), [tuple(r.values()) for r in rungs])


def rung(pixels: int, change: float) -> dict[str, Any]:
    """mapped .5, confidence .6 and accuracy .7 where `change` is 0; each limit is .05 away."""
    found: dict[str, Any] = {"pixels": pixels}
    for name, at_first in (("mapped", 0.5), ("confidence", 0.6), ("accuracy", 0.7)):
        found[name] = round(at_first + change, 2)
        found[f"{name}_low"] = round(at_first + change - 0.05, 2)
        found[f"{name}_high"] = round(at_first + change + 0.05, 2)
        found[f"{name}_change"] = change
        found[f"{name}_change_low"] = round(change - 0.05, 2)
        found[f"{name}_change_high"] = round(change + 0.05, 2)
    seen = pixels > 8  # on the last rung no favourite is mapped, so none has a confidence
    for end, value in (("", 0.65), ("_low", 0.6), ("_high", 0.7)):
        found[f"mapped_confidence{end}"] = value if seen else ""
    return found | {"images": 200}


def write_matrices(root: Path, backbone: str) -> None:
    """plots/confusion and plots/per_class of COUNTS."""
    for name, counts in COUNTS.items():
        cells = [
            (actual, predicted, count, count / 100)
            for actual, row in zip(TARGETS, counts, strict=True)
            for predicted, count in zip((*TARGETS, "rejected"), row, strict=True)
            if predicted != "rejected" or name == "giving_up"
        ]
        header = "actual,predicted,count,share"
        write_table(root / f"plots/confusion/{backbone}/{name}.csv", header, cells)
    header = "strategy,kind,class,precision,recall,f1,support"
    rows = [
        (name, kind, target, 0.5, 0.25, 0.3333, 100)
        for name, (kind, *_) in STRATEGIES.items()
        for target in TARGETS
    ]
    write_table(root / f"plots/per_class/{backbone}.csv", header, rows)


def write_all(root: Path, backbone: str) -> None:
    """Everything that `read_evidence` reads, and params.yaml."""
    write_params(root, backbone)
    params = root / "params.yaml"
    text = params.read_text(encoding="utf-8") + "study:\n  gradients:\n    images: 4\n"
    files.write_text(params, text)
    write_evaluation(root, backbone, strategies=STRATEGIES)
    write_matrices(root, backbone)
    for topic, (header, rows) in TOPICS.items():
        write_table(root / f"plots/{topic}/{backbone}.csv", header, rows)
    path = root / f"plots/provenance/{backbone}.json"
    files.write_json(path, files.read_json(path) | {"targets": list(TARGETS)})
    columns = "accuracy,low,high,mark,input,groups,of,reduce,unmapped,backbone"
    curve = [(*row, backbone) for row in CURVE]
    write_table(root / "plots/sensitivity/specification.csv", columns, curve)
    files.write_text(root / "stages/map/groups/keyword.yaml", KEYWORDS)
    files.write_text(root / "stages/map/groups/keyword_substring.yaml", SUBSTRINGS)
    files.write_text(root / "stages/map/groups/wordnet_broad.yaml", MEANT)
    write_study(root)


@pytest.fixture
def evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evidence:
    """All of it, read, with a folder of it as the working folder."""
    monkeypatch.chdir(tmp_path)
    write_all(tmp_path, "r50")
    return read_again()


def read_again() -> Evidence:
    """As the stage would read the working folder."""
    content = read_content()
    return read_evidence(content.evaluations[0], content.confidence)
