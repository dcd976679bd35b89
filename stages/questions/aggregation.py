"""Question 5: how `map_imagenet_to_cifar10` makes groups, and how a group adds up."""

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
TRAP = "automobile"  # the target whose keywords are parts of most other words


@dataclass(frozen=True)
class Word:
    """A keyword and the names of the ImageNet classes that it hits as a whole word."""

    target: str
    word: str
    classes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Aggregation(QuestionResult):
    """reductions: ways to add up the same groups, best first, on dev; words and substrings:
    classes that the keywords of `trap` hit as whole words and as parts of words; impostors: those
    that a whole word hits and that WordNet does not put below the target, of all targets."""

    examples: tuple[Word, ...]
    keywords: tuple[tuple[str, tuple[str, ...]], ...]  # all of the two targets
    sizes: tuple[tuple[str, int], ...]
    reductions: tuple[CurveRow, ...]
    trap: str
    words: int
    substrings: int
    strangers: tuple[str, ...]  # a few that only a part of a word brings in
    impostors: tuple[tuple[str, str], ...]  # target and class

    @property
    def hits(self) -> int:
        """Classes that whole words hit, of all targets."""
        return sum(size for _, size in self.sizes)

    @property
    def shown_impostors(self) -> tuple[str, ...]:
        """Those of the targets whose keywords are shown."""
        return tuple(name for target, name in self.impostors if target in EXAMPLES)

    @property
    def missed(self) -> tuple[Word, ...]:
        """Examples that hit nothing."""
        return tuple(word for word in self.examples if not word.classes)

    @property
    def spread(self) -> float:
        """Accuracy between the best and the worst way to add up."""
        return self.reductions[0].accuracy - self.reductions[-1].accuracy


def find_facts(evidence: Evidence) -> Aggregation:
    """Verdicts on groups as all that matters, and on the course's keywords."""
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
        strangers=strangers(keywords, evidence.substrings, TRAP)[:SHOWN],
        impostors=find_impostors(keywords, evidence.meant),
    )


def find_impostors(
    words: KeywordList, meant: Mapping[str, frozenset[str]]
) -> tuple[tuple[str, str], ...]:
    """Target and name of every class that a whole word hits and that is no such thing."""
    return tuple(
        (target, hit.name)
        for target, hits in words.hits.items()
        for hit in hits
        if hit.wnid not in meant.get(target, frozenset())
    )


def find_reductions(curve: Sequence[CurveRow], backbone: str) -> tuple[CurveRow, ...]:
    """The ways to add up the keyword list's groups, all else being equal, best first; none where
    another backbone was varied. Marks are on the pipeline's own input, so they tell which it is.
    """
    ours = [row for row in curve if row.backbone == backbone]
    usual = next((row.input for row in ours if row.mark), None)
    found = [
        row for row in ours if (row.input, row.groups, row.unmapped) == (usual, LIST, "ignore")
    ]
    return tuple(sorted(found, key=lambda row: (-row.accuracy, row.of == "logits", row.reduce)))


def judge_groups(reductions: Sequence[CurveRow]) -> ClaimVerdict:
    """Groups are half of it where the best and the worst way to add up can be told apart."""
    if not reductions:
        return "open"
    return "refined" if reductions[-1].high < reductions[0].low else "confirmed"


def judge_keywords(examples: Sequence[Word]) -> ClaimVerdict:
    """Whether each example finds a class."""
    hits = [bool(word.classes) for word in examples]
    if all(hits):
        return "confirmed"
    return "refined" if any(hits) else "refuted"


def strangers(words: KeywordList, substrings: KeywordList, target: str) -> tuple[str, ...]:
    """Classes of a target that no whole word hits, those first that start like a keyword: there
    one sees why."""
    known = {hit.name for hit in words.hits[target]}
    found = [hit for hit in substrings.hits[target] if hit.name not in known]
    found.sort(key=lambda hit: not hit.name.startswith(tuple(hit.words)))
    return tuple(hit.name for hit in found)
