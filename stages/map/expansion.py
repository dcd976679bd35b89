"""Rules → rows: the ImageNet classes that keywords or synsets stand for."""

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from .. import vocabulary
from ..core.errors import ParamsError
from ..core.strict_yaml import Document
from .group_file import ByHand, ByKeywords, GroupFile, Row


def expand_rule(content: GroupFile) -> dict[str, list[Row]]:
    """The rows that a file's rule gives; those that it has, where a person chose them."""
    if isinstance(content.rule, ByHand):
        return content.groups
    if isinstance(content.rule, ByKeywords):
        return expand_keywords(content.rule.keywords, content.rule.whole_words)
    return expand_synsets(content.rule.synsets)


def find_stale_rows(document: Document, content: GroupFile) -> list[str]:
    """The first target whose rows are not what the file's rule gives; nothing for rows by hand."""
    for target, rows in expand_rule(content).items():
        if rows != content.groups.get(target, []):
            where = document.where(("groups", target))
            return [
                f"{where}: the rows of {target} are not what the rule gives. "
                f"Run: python -m tools.expand {document.path}"
            ]
    return []


def expand_keywords(
    keywords: Mapping[str, Iterable[str]], whole_words: bool
) -> dict[str, list[Row]]:
    """Rows for each target, by index, each with the keywords that hit it."""
    groups = {}
    for target, words in keywords.items():
        hits: dict[int, list[str]] = {}
        for word in words:
            for index in find_classes(word, whole_words):
                hits.setdefault(index, []).append(word)
        groups[target] = [
            _row(index, f"hit by {', '.join(map(repr, found))}", found)
            for index, found in sorted(hits.items())
        ]
    return groups


def find_classes(keyword: str, whole_words: bool) -> list[int]:
    """Indices of the classes one of whose names contains the keyword, whatever its case.

    Whole words: bounded by anything but letters and digits. Otherwise anywhere: car is in carton.
    """
    text, indices = _list_names()
    found = _compile(keyword, whole_words).finditer(text)
    # a name is a line, and no hit goes over its end
    lines = (text.count("\n", 0, hit.start()) for hit in found if "\n" not in hit.group())
    return sorted({indices[line] for line in lines})


@cache
def _list_names() -> tuple[str, tuple[int, ...]]:
    """All names of all classes, a line each, and the class of each line: one search for all."""
    named = [(name, one.index) for one in vocabulary.imagenet() for name in one.names]
    return "\n".join(name for name, _ in named), tuple(index for _, index in named)


def _compile(keyword: str, whole_words: bool) -> re.Pattern[str]:
    pattern = re.escape(keyword)
    if whole_words:
        pattern = rf"(?<![^\W_]){pattern}(?![^\W_])"
    return re.compile(pattern, re.IGNORECASE)


def report_hits(target: str, keyword: str, whole_words: bool) -> None:
    """Log what a keyword hits, by the first name that contains it; nothing hit is a warning."""
    pattern = _compile(keyword, whole_words)
    names = [
        next(name for name in vocabulary.imagenet()[index].names if pattern.search(name))
        for index in find_classes(keyword, whole_words)
    ]
    level = logging.INFO if names else logging.WARNING
    logging.log(level, "%s: %r hits %s", target, keyword, ", ".join(names) or "no ImageNet class")


def expand_synsets(synsets: Mapping[str, Sequence[str]]) -> dict[str, list[Row]]:
    """Rows for each target: every class below one of its synsets, through every parent."""
    wordnet = vocabulary.wordnet()
    unknown = [w for roots in synsets.values() for w in roots if w not in wordnet.parents]
    if unknown:
        raise ParamsError(f"the synset {unknown[0]} is not above any ImageNet class.")
    groups = {}
    for target, roots in synsets.items():
        groups[target] = [
            _row(one.index, f"below {root} {wordnet.names[root][0]}")
            for one in vocabulary.imagenet()
            for root in [r for r in roots if r in wordnet.ancestors(one.wnid)][:1]
        ]
    return groups


def _row(index: int, reason: str, keywords: Sequence[str] = ()) -> Row:
    imagenet_class = vocabulary.imagenet()[index]
    return Row(
        index=index,
        wnid=imagenet_class.wnid,
        name=imagenet_class.names[0],
        reason=reason,
        keywords=list(keywords),
    )
