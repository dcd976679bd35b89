"""Question 4: what goes wrong with 1000 classes for 10, and what a mapping makes of it."""

from dataclasses import dataclass

from ..results.evaluation import Result
from ..results.findings import KindFindings, find_kinds
from ..tables.evaluate import ClassScores, UnmappedClass
from .evidence import Evidence
from .verdicts import ClaimVerdict, QuestionResult


@dataclass(frozen=True)
class Group:
    """How many ImageNet classes the keywords of a target hit."""

    target: str
    classes: int


@dataclass(frozen=True, kw_only=True)
class Mapping(QuestionResult):
    """zero_shot: the mappings without an image, the one that dev chooses first; supervised,
    label_free: the best on dev of those that saw training images; unmapped_share: of test images
    whose top-1 class is not in the list of the best zero-shot strategy that has one. None: there is
    no such strategy.
    """

    zero_shot: KindFindings
    supervised: Result | None
    label_free: Result | None
    unmapped_share: float | None
    groups: str | None  # the list whose unmapped classes are shown
    example: UnmappedClass | None  # the class without a target that takes most of a target's images
    worst: ClassScores
    chance: float
    largest: Group
    smallest: Group
    empty: tuple[str, ...]  # targets that no class is named after
    images: int


def find_facts(evidence: Evidence) -> Mapping | None:
    """Verdicts on the mismatch, the features, the cure; None without a zero-shot strategy."""
    evaluation = evidence.evaluation
    kinds = {found.kind: found for found in find_kinds(evaluation)}
    if "zero_shot" not in kinds:
        return None
    zero_shot = kinds["zero_shot"]
    best = {kind: found.chosen for kind, found in kinds.items()}
    listed, unmapped = find_unmapped(evidence, [r.strategy for r in zero_shot.results])
    groups = evidence.list_of(listed) if listed else None
    strangers = [row for row in evidence.unmapped if row.groups == groups]
    chance = 1 / len(evaluation.provenance.targets)
    sizes = [Group(target, len(hits)) for target, hits in evidence.keywords.hits.items()]
    filled = sorted((group for group in sizes if group.classes), key=lambda g: g.classes)
    return Mapping(
        verdicts={
            "mismatch": judge_mismatch(unmapped),
            "features": judge_features(zero_shot.chosen, best.get("supervised")),
            "mapping": judge_mapping(zero_shot, chance),
        },
        figure=evidence.figure("accuracy"),
        zero_shot=zero_shot,
        supervised=best.get("supervised"),
        label_free=best.get("label_free"),
        unmapped_share=unmapped,
        groups=groups,
        example=max(strangers, key=lambda row: row.share, default=None),
        worst=zero_shot.classes[-1],
        chance=chance,
        largest=filled[-1],
        smallest=filled[0],
        empty=tuple(group.target for group in sizes if not group.classes),
        images=evaluation.provenance.images.test,
    )


def find_unmapped(
    evidence: Evidence, strategies: list[str]
) -> tuple[str, float] | tuple[None, None]:
    """The first of these strategies that has a list, and the share in [0, 1] of test images whose
    top-1 class is not in it."""
    mapped = {s.strategy: s.value for s in evidence.statistics if s.number == "mapped_share"}
    found = ((strategy, mapped.get(strategy)) for strategy in strategies)
    listed = [(strategy, 1 - share) for strategy, share in found if share is not None]
    return listed[0] if listed else (None, None)


def judge_mismatch(unmapped: float | None) -> ClaimVerdict:
    """There is one as soon as some top-1 class is unmapped."""
    if unmapped is None:
        return "open"
    return "confirmed" if unmapped > 0 else "refuted"


def judge_features(zero_shot: Result, supervised: Result | None) -> ClaimVerdict:
    """Refined where labels find more in the same outputs: then it is not them that lack it."""
    if supervised is None:
        return "open"
    return "refined" if supervised.accuracy_low > zero_shot.accuracy_high else "confirmed"


def judge_mapping(found: KindFindings, chance: float) -> ClaimVerdict:
    """A cure at all: better than chance. Refined where it depends on which mapping."""
    if found.chosen.accuracy_low <= chance:
        return "refuted"
    apart = found.weakest.accuracy_high < found.strongest.accuracy_low
    return "refined" if apart else "confirmed"
