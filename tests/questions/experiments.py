"""Small made-up evidence for the ten questions, on disk as the stages write it.

Three targets and four strategies; each number is chosen so that a reader can see what follows.
"""

from pathlib import Path

import pytest

from stages.core import files
from stages.questions.evidence import Evidence, read_evidence
from stages.results.evaluation import read_content
from stages.statistics import Estimate
from stages.tables import evaluate, study
from stages.tables.evaluate import (
    Cell,
    ClassScores,
    ListRecall,
    PairwiseDifference,
    Statistic,
    UnmappedClass,
    UnmappedHandling,
)
from stages.tables.sensitivity import SPECIFICATION, CurveRow
from stages.tables.study import (
    Aspect,
    Channel,
    Clipped,
    Cost,
    FormulaCheck,
    Learnt,
    Norm,
    Outcome,
    Part,
    ResolutionResult,
    Skips,
    Step,
    Timing,
)
from tests.results.example import macro_f1_rows, write_evaluation, write_params, write_table

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
STATISTICS = [
    Statistic("zero_shot", "mean", "nll", 1.5, 1.4, 1.6, labels_used=False),
    Statistic("zero_shot", "mean", "mapped_share", 0.55, 0.5, 0.6, labels_used=False),
    *macro_f1_rows(STRATEGIES),
]
PAIRS = [
    PairwiseDifference("zero_shot", *row)
    for row in (
        ("giving_up", "zero_shot", "narrow", -0.1, -0.14, -0.06, 0.001),
        ("narrow", "zero_shot", "mean", -0.1, -0.13, -0.07, 0.001),
    )
]
HANDLINGS = [
    UnmappedHandling("zero_shot", *choices, *numbers)
    for choices, numbers in (
        (
            ("giving_up", "reject", "wide", "probabilities", "mean"),
            (0.54, 0.7, 0.0, 0.41, -0.2, -0.22, -0.18),
        ),
        (
            ("mean", "ignore", "wide", "probabilities", "mean"),
            (0.54, 0.7, 0.5, 0.61, 0.0, 0.0, 0.0),
        ),
        (
            ("moved", "reassign", "wide", "probabilities", "mean"),
            (0.54, 0.7, 0.4, 0.56, -0.05, -0.07, -0.03),
        ),
        (
            ("first_try", "reject", "words", "probabilities", "sum"),
            (0.42, 0.6, 0.0, 0.25, -0.3, -0.32, -0.28),
        ),
    )
]
UNMAPPED = [
    UnmappedClass("other", "cat", "moving van", 675, 900, 0.9),
    UnmappedClass("wide", "cat", "fox squirrel", 335, 30, 0.3),
    UnmappedClass("wide", "cat", "thresher", 856, 10, 0.1),
    UnmappedClass("wide", "dog", "langur", 374, 5, 0.05),
]
RECALLS = [
    ListRecall(
        "zero_shot", name, groups, "probabilities", "mean", "ignore", "cat", recall, None, 100
    )
    for name, groups, recall in (("mean", "wide", 0.4), ("narrow", "tight", 0.8))
]
CURVE = [
    # accuracy, low, high, mark, backbone, input, groups, of, reduce, unmapped
    (0.30, 0.28, 0.32, "", "r50", "nearest 224", "keyword", "probabilities", "mean", "ignore"),
    (0.40, 0.38, 0.42, "", "r50", "bilinear 224", "keyword", "probabilities", "sum", "ignore"),
    (0.50, 0.48, 0.52, "", "r50", "bilinear 224", "keyword", "logits", "logsumexp", "ignore"),
    (0.50, 0.48, 0.52, "", "r50", "bilinear 224", "keyword", "probabilities", "mean", "ignore"),
    (0.55, 0.53, 0.57, "", "r50", "bilinear 224", "keyword", "probabilities", "mean", "reject"),
    (0.56, 0.54, 0.58, "usual", "r50", "bilinear 224", "wide", "probabilities", "mean", "ignore"),
]
KEYWORDS = """\
rule: {by: keywords, whole_words: true, keywords: {
  airplane: [airliner, warplane, jet], automobile: [car], dog: [Labrador, Beagle, Chihuahua],
  cat: [cat]}}
groups:
  airplane:
  - {index: 404, wnid: n02690373, name: airliner, reason: hit by 'airliner', keywords: [airliner]}
  - {index: 895, wnid: n04552348, name: warplane, reason: hit by 'warplane', keywords: [warplane]}
  automobile:
  - {index: 817, wnid: n04285008, name: sports car, reason: hit by 'car', keywords: [car]}
  dog:
  - {index: 208, wnid: n02099712, name: Labrador retriever, reason: hit, keywords: [Labrador, dog]}
  - {index: 162, wnid: n02088364, name: beagle, reason: hit by 'Beagle', keywords: [Beagle]}
  - {index: 151, wnid: n02085620, name: Chihuahua, reason: hit, keywords: [Chihuahua]}
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
  - {index: 92, wnid: n01828970, name: scarf, reason: hit by 'car', keywords: [car]}
  - {index: 478, wnid: n02971356, name: carton, reason: hit by 'car', keywords: [car]}
  - {index: 817, wnid: n04285008, name: sports car, reason: hit by 'car', keywords: [car]}
"""


def write_study(root: Path) -> None:
    """plots/study: the gradient grows × 4, × 8, × 2 with skips, × 100, ÷ 2 and ÷ 50 without."""
    growth: dict[tuple[Learnt, Skips], float] = {
        ("initial", "kept"): 4, ("initial", "cut"): 100,
        ("unnormalised", "kept"): 8, ("unnormalised", "cut"): 0.5,
        ("trained", "kept"): 2, ("trained", "cut"): 0.02,
    }  # fmt: skip
    parts: tuple[tuple[Part, float], ...] = (("output", 1.0), ("weights", 7.0))
    norms = [
        Norm(weights, skips, again, part, layer, NAMES[layer],
             (ratio if layer == 0 else 1.0) * (1 + again) * unit)
        for (weights, skips), ratio in growth.items()
        for again in (0, 1)
        for part, unit in parts
        for layer in (0, 1, 2)
    ]  # fmt: skip
    norms += [
        Norm("initial", "alone", again, "output", layer, NAMES[layer], norm)
        for again in (0, 1)
        for layer, norm in enumerate((2.0, 1.0, 2.0))
    ]
    write_table(root, study.GRADIENTS, norms)
    steps = [
        Step("kept", 0, 0.001, 3.0, 2.9), Step("kept", 0, 0.01, 3.0, 2.0),
        Step("cut", 0, 0.001, 3.0, 2.99), Step("cut", 0, 0.01, 3.0, 2.95),
        Step("kept", 1, 0.001, 3.0, 2.9), Step("kept", 1, 0.01, 3.0, 2.0),
        Step("cut", 1, 0.001, 3.0, 2.99), Step("cut", 1, 0.01, 3.0, 2.97),
    ]  # fmt: skip
    write_table(root, study.STEPS, steps)
    blocks = [
        FormulaCheck("layer1.0", projects=True, error=1e-9, passed=0.7, skip=0.9, branch=0.8),
        FormulaCheck("layer1.1", projects=False, error=1.4e-7, passed=0.2, skip=0.4, branch=0.3),
    ]
    write_table(root, study.FORMULA, blocks)
    write_costs(root)
    write_pictures(root)
    for name in ("gradients", "costs", "preprocessing", "denormalisation", "resolution"):
        files.write_text(root / f"plots/study/figures/{name}.svg", "<svg/>\n")
    conditions = {
        "weights": {"title": "r50", "more": 1}, "images": 200, "gradient_images": 4,
        "confidence": 0.95,
    }  # fmt: skip
    files.write_json(root / "plots/study/provenance.json", conditions)


def write_costs(root: Path) -> None:
    """A bottleneck of 4n = 8 channels has 17·2² + 12·2 = 92 weights."""
    costs = [
        Cost("bottleneck", 8, 56, 92, 1000),
        Cost("basic", 8, 56, 1840, 20_000),
        Cost("narrow basic", 2, 56, 90, 2000),
        Cost("ResNet-50", 3, 224, 25_600_000, 4_100_000_000),
        Cost("ResNet-50 of basic blocks", 3, 224, 342_000_000, 55_500_000_000),
        Cost("ResNet-34", 3, 224, 21_800_000, 3_700_000_000),
    ]
    write_table(root, study.COSTS, costs)
    write_table(root, study.TIMING, [Timing(8, 56, 10.0, 7)])


def write_pictures(root: Path) -> None:
    """Preprocessing, denormalisation and resolution."""
    outcomes: list[tuple[Aspect, str, int, str, float, Estimate]] = [
        ("reference", "as trained", 224, "bilinear", 0.5, Estimate(0.0, -0.01, 0.01)),
        (
            "normalisation",
            "not normalised: x/255",
            224,
            "bilinear",
            0.3,
            Estimate(-0.2, -0.3, -0.1),
        ),
        ("normalisation", "CIFAR-10's", 224, "bilinear", 0.5, Estimate(0.0, -0.02, 0.02)),
        ("channels", "BGR", 224, "bilinear", 0.4, Estimate(-0.1, -0.15, -0.05)),
        ("crop", "cropped", 224, "bilinear", 0.48, Estimate(-0.02, -0.05, 0.01)),
        ("interpolation", "224 px, nearest", 224, "nearest", 0.25, Estimate(-0.25, -0.3, -0.2)),
        ("interpolation", "224 px, bicubic", 224, "bicubic", 0.55, Estimate(0.05, 0.01, 0.09)),
        ("size", "128 px, bilinear", 128, "bilinear", 0.52, Estimate(0.02, -0.02, 0.06)),
        ("size", "128 px, bicubic", 128, "bicubic", 0.6, Estimate(0.05, 0.01, 0.09)),
    ]
    against = {"128 px, bicubic": "224 px, bicubic"}
    rows = [
        Outcome(aspect, variant, against.get(variant, "as trained"), size, interpolation,
                Estimate(accuracy, accuracy - 0.1, accuracy + 0.1), difference, 200)
        for aspect, variant, size, interpolation, accuracy, difference in outcomes
    ]  # fmt: skip
    write_table(root, study.PREPROCESSING, rows)
    channels = [
        Channel("R", 0.485, 0.229, -2.118, 2.249, 4.367, 0.5, 0.2),
        Channel("G", 0.456, 0.224, -2.036, 2.429, 4.464, 0.5, 0.2),
        Channel("B", 0.406, 0.225, -1.804, 2.64, 4.444, 0.5, 0.2),
    ]
    write_table(root, study.DENORMALISATION, channels)
    write_table(root, study.CLIPPED, [Clipped(0.72, 0.88, 400)])
    write_table(root, study.RESOLUTION, [result(32, 0.0), result(16, -0.2), result(8, -0.4)])


def result(pixels: int, change: float) -> ResolutionResult:
    """mapped .5, confidence .6 and accuracy .7 if `change` is 0; each limit is .05 away."""

    def about(value: float) -> Estimate:
        return Estimate(value, value - 0.05, value + 0.05)

    return ResolutionResult(
        pixels=pixels,
        mapped=about(0.5 + change),
        mapped_change=about(change),
        confidence=about(0.6 + change),
        confidence_change=about(change),
        # on the last result no top-1 class is mapped, so none has a confidence
        mapped_confidence=about(0.65) if pixels > 8 else None,
        accuracy=about(0.7 + change),
        accuracy_change=about(change),
        images=200,
    )


def write_matrices(root: Path, backbone: str) -> None:
    """plots/confusion and plots/per_class of COUNTS."""
    for name, counts in COUNTS.items():
        cells = [
            Cell(actual, predicted, count, count / 100)
            for actual, row in zip(TARGETS, counts, strict=True)
            for predicted, count in zip((*TARGETS, "rejected"), row, strict=True)
            if predicted != "rejected" or name == "giving_up"
        ]
        write_table(root, evaluate.CONFUSION, cells, backbone=backbone, strategy=name)
    precision, recall, f1 = (Estimate(value, value / 2, 1.0) for value in (0.5, 0.25, 0.3333))
    rows = [
        ClassScores(name, kind, target, precision, recall, f1, 100)  # type: ignore[arg-type]  # a Kind
        for name, (kind, *_) in STRATEGIES.items()
        for target in TARGETS
    ]
    write_table(root, evaluate.PER_CLASS, rows, backbone=backbone)


def write_all(root: Path, backbone: str) -> None:
    """Write all files that `read_evidence` reads, and params.yaml."""
    write_params(root, backbone)
    write_evaluation(root, backbone, strategies=STRATEGIES)
    write_matrices(root, backbone)
    write_table(root, evaluate.STATISTICS, STATISTICS, backbone=backbone)
    write_table(root, evaluate.PAIRS, PAIRS, backbone=backbone)
    write_table(root, evaluate.POLICIES, HANDLINGS, backbone=backbone)
    write_table(root, evaluate.UNMAPPED, UNMAPPED, backbone=backbone)
    write_table(root, evaluate.LISTS, RECALLS, backbone=backbone)
    path = root / f"plots/provenance/{backbone}.json"
    files.write_json(path, files.read_json(path) | {"targets": list(TARGETS)})
    curve = [CurveRow(place, "zero_shot", *row) for place, row in enumerate(CURVE)]
    write_table(root, SPECIFICATION, curve)
    files.write_text(root / "stages/map/groups/keyword.yaml", KEYWORDS)
    files.write_text(root / "stages/map/groups/keyword_substring.yaml", SUBSTRINGS)
    files.write_text(root / "stages/map/groups/wordnet_broad.yaml", MEANT)
    write_study(root)


@pytest.fixture
def evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evidence:
    """The evidence, read from a working folder that has these files."""
    monkeypatch.chdir(tmp_path)
    write_all(tmp_path, "r50")
    return read_again()


def read_again() -> Evidence:
    """The evidence as the stage reads it from the working folder."""
    content = read_content()
    return read_evidence(content.evaluations[0])
