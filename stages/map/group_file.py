"""The form of stages/map/groups/*.yaml: rows rather than maps, each with the reason it is there."""

from typing import Annotated, Literal

from annotated_types import Len
from pydantic import Field

from .. import vocabulary
from ..core.params import Section
from ..core.strict_yaml import Document
from .faults import Entry, Listing

NonEmpty = Annotated[str, Len(min_length=1)]


class Row(Section):
    """One ImageNet class in one group; wnid and name guard against a slip of the index."""

    index: int
    wnid: str
    name: str  # one of WordNet's names of the class
    reason: NonEmpty
    # that hit it; only where the list's rule is keywords
    keywords: list[NonEmpty] = Field(default_factory=list)


class ByHand(Section):
    """Rows that a person chose, here or in the source."""

    by: Literal["hand"]


class ByKeywords(Section):
    """Classes whose names contain a keyword, as whole words or anywhere."""

    by: Literal["keywords"]
    whole_words: bool
    keywords: dict[str, list[NonEmpty]]
    # what the rule means for another problem: the keywords of its vocabulary; None: nothing
    elsewhere: Literal["keywords"] | None = None


class BySynsets(Section):
    """Classes below synsets, through every parent."""

    by: Literal["synsets"]
    synsets: dict[str, list[NonEmpty]]
    # what the rule means for another problem: all below that synset of each target; None: nothing
    elsewhere: Literal["root", "broad"] | None = None


Rule = Annotated[ByHand | ByKeywords | BySynsets, Field(discriminator="by")]


class Overlap(Section):
    """A class that may stand in several groups: it then counts in full in each of them."""

    index: int
    reason: NonEmpty


class Empty(Section):
    """A target for which no class stands."""

    target: str
    reason: NonEmpty


class GroupFile(Section):
    """A whole file. kind: informed if its writer knew the images that are to be recognised."""

    title: NonEmpty
    source: NonEmpty
    version: NonEmpty
    kind: Literal["zero_shot", "informed"]
    targets: str  # a list of stages/vocabulary
    rule: Rule
    overlaps: list[Overlap]
    empty: list[Empty]
    groups: dict[str, list[Row]]


def from_group_file(document: Document, content: GroupFile) -> Listing:
    """A list in our own form: its header names the targets, and declares overlaps and empties."""
    return Listing(
        where=document.where(("groups",)),
        targets=vocabulary.targets(content.targets),
        named={name: document.where(("groups", name)) for name in content.groups},
        entries=[
            Entry(document.where(("groups", name, i)), name, row.index, row.wnid, row.name)
            for name, rows in content.groups.items()
            for i, row in enumerate(rows)
        ],
        overlaps={o.index: document.where(("overlaps", i)) for i, o in enumerate(content.overlaps)},
        empty={e.target: document.where(("empty", i)) for i, e in enumerate(content.empty)},
    )
