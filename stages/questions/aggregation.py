"""Question 5: how `map_imagenet_to_cifar10` makes groups, and how their scores are reduced."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..tables.sensitivity import CurveRow
from .evidence import Evidence
from .keywords import KeywordList
from .verdicts import FOLDER, ClaimVerdict, QuestionResult

LIST = "keyword"
FIGURE = FOLDER / "figures" / "aggregation.svg"  # drawn with the pages
# the course's own examples
EXAMPLES = {
    "airplane": ("airliner", "warplane", "jet"),
    "dog": ("Labrador", "Beagle", "Chihuahua"),
}
SHOWN = 2
TRAP = "automobile"  # the target whose keywords are parts of most other names


@dataclass(frozen=True)
class Word:
    """A keyword, and the names of the ImageNet classes that contain it as a whole word."""

    target: str
    word: str
    classes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Aggregation(QuestionResult):
    """Facts on groups and keywords.

    reductions: of the same groups, the best on dev first. words, substrings: the number of classes
    with a keyword of `trap` as a whole word, and with one anywhere. impostors: classes with a
    keyword as a whole word that are not below the target in WordNet, for all targets.
    """

    examples: tuple[Word, ...]
    keywords: tuple[tuple[str, tuple[str, ...]], ...]  # of the targets of the examples
    sizes: tuple[tuple[str, int], ...]
    reductions: tuple[CurveRow, ...]
    trap: str
    words: int
    substrings: int
    strangers: tuple[str, ...]  # a few classes with a keyword only as a part of a word
    impostors: tuple[tuple[str, str], ...]  # target and class

    @property
    def hits(self) -> int:
        """The number of classes with a keyword as a whole word, for all targets."""
        return sum(size for _, size in self.sizes)

    @property
    def shown_impostors(self) -> tuple[str, ...]:
        """The impostors of the targets whose keywords are shown."""
        return tuple(name for target, name in self.impostors if target in EXAMPLES)

    @property
    def missed(self) -> tuple[Word, ...]:
        """The examples without any class."""
        return tuple(word for word in self.examples if not word.classes)

    @property
    def spread(self) -> float:
        """The difference in accuracy between the best and the worst reduction."""
        return self.reductions[0].accuracy - self.reductions[-1].accuracy


def find_facts(evidence: Evidence) -> Aggregation:
    """Verdicts on the claims that only groups matter and that the keywords find classes."""
    keywords = evidence.keywords
    reductions = find_reductions(evidence.curve, evidence.evaluation.backbone)
    examples = [
        Word(target, word, keywords.hit_by(target, word))
        for target, words in EXAMPLES.items()
        for word in words
    ]
    return Aggregation(
        verdicts={
            "groups": judge_groups(reductions),
            "keywords": judge_keywords(examples),
        },
        figure=FIGURE if reductions else evidence.figure("lists", "accuracy"),
        examples=tuple(examples),
        keywords=tuple((target, keywords.words[target]) for target in EXAMPLES),
        sizes=tuple((target, len(hits)) for target, hits in keywords.hits.items()),
        reductions=reductions,
        trap=TRAP,
        words=len(keywords.hits[TRAP]),
        substrings=len(evidence.substrings.hits[TRAP]),
        strangers=find_partial_hits(keywords, evidence.substrings, TRAP)[:SHOWN],
        impostors=find_impostors(keywords, evidence.meant),
    )


def find_impostors(
    words: KeywordList, meant: Mapping[str, frozenset[str]]
) -> tuple[tuple[str, str], ...]:
    """Target and name of all classes with a keyword as a whole word that are not such a thing."""
    return tuple(
        (target, hit.name)
        for target, hits in words.hits.items()
        for hit in hits
        if hit.wnid not in meant.get(target, frozenset())
    )


def find_reductions(curve: Sequence[CurveRow], backbone: str) -> tuple[CurveRow, ...]:
    """The reductions of the keyword list's groups, with all else equal, the best first.

    None if `sensitivity` varied another backbone. The marked rows have the pipeline's own input.
    """
    rows = [row for row in curve if row.backbone == backbone]
    usual = next((row.input for row in rows if row.mark), None)
    wanted = usual, LIST, "ignore", "none"
    reductions = [
        row for row in rows if (row.input, row.groups, row.unmapped, row.debias) == wanted
    ]
    return tuple(
        sorted(reductions, key=lambda row: (-row.accuracy, row.of == "logits", row.reduce))
    )


def judge_groups(reductions: Sequence[CurveRow]) -> ClaimVerdict:
    """Refined if the intervals of the best and the worst reduction do not overlap."""
    if not reductions:
        return "open"
    return "refined" if reductions[-1].high < reductions[0].low else "confirmed"


def judge_keywords(examples: Sequence[Word]) -> ClaimVerdict:
    """Confirmed if each example finds a class, refined if some do, else refuted."""
    hits = [bool(word.classes) for word in examples]
    if all(hits):
        return "confirmed"
    return "refined" if any(hits) else "refuted"


def find_partial_hits(words: KeywordList, substrings: KeywordList, target: str) -> tuple[str, ...]:
    """Classes of a target with a keyword only as a part of a word.

    Names that start with a keyword come first, because they show the reason.
    """
    whole = {hit.name for hit in words.hits[target]}
    parts = [hit for hit in substrings.hits[target] if hit.name not in whole]
    parts.sort(key=lambda hit: not hit.name.startswith(tuple(hit.words)))
    return tuple(hit.name for hit in parts)
