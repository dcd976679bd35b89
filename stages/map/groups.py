"""Class groups: which ImageNet classes stand for which target, and why."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Row:
    """One ImageNet class in one group, and the reason why it is there."""

    index: int
    wnid: str
    name: str
    reason: str


@dataclass(frozen=True)
class Groups:
    """A list of classes for each target.

    kind "informed": written by someone who knew the images, so not zero-shot. overlaps: classes
    that count in full in several groups, and why; empty: targets that no class stands for, and why.
    """

    name: str
    title: str
    source: str
    version: str
    kind: Literal["zero_shot", "informed"]
    rows: dict[str, tuple[Row, ...]]  # target → its classes, targets in the file's order
    overlaps: dict[int, str]  # index → reason
    empty: dict[str, str]  # target → reason

    @property
    def targets(self) -> tuple[str, ...]:
        """The targets' names, in the order of the scores."""
        return tuple(self.rows)

    @property
    def members(self) -> tuple[tuple[int, ...], ...]:
        """ImageNet indices, ascending, for each target in the order of `targets`."""
        return tuple(tuple(sorted(row.index for row in rows)) for rows in self.rows.values())
