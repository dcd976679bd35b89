"""Lists of class groups and knowledge, made to order."""

from collections.abc import Iterable
from dataclasses import replace
from typing import get_args

import numpy as np

from stages import vocabulary
from stages.map.evidence import Knowledge
from stages.map.expansion import expand_synsets
from stages.map.group_file import Row
from stages.map.groups import Groups, read_groups
from stages.map.habit import Debias

FOUR = "tests/vocabulary/four.yaml"
SIXTEEN = "tests/vocabulary/sixteen.yaml"
HABIT = np.sin(np.arange(1000)) / 4


def published(name: str) -> Groups:
    """One of the lists in stages/map/groups."""
    return read_groups(name)


def groups_of(targets: str) -> Groups:
    """All that lies below each target's root; for lists of targets without a common class."""
    roots = {target.name: [target.root] for target in vocabulary.targets(targets)}
    rows = {target: tuple(rows) for target, rows in expand_synsets(roots).items()}
    return Groups("made", "made", "tests", "1", "zero_shot", targets, rows, {}, {})


def knowledge_of(targets: str, groups: dict[str, Groups]) -> Knowledge:
    """What is known of any targets, with the given lists under the given names."""
    return Knowledge(
        vocabulary.imagenet(),
        vocabulary.targets(targets),
        vocabulary.wordnet(),
        groups,
        habits={kind: HABIT for kind in get_args(Debias) if kind != "none"},
    )


def permuted(knowledge: Knowledge, order: Iterable[int]) -> Knowledge:
    """The same world with its ImageNet classes in another order: new class i is old order[i]."""
    old_order = list(order)
    new_index = {old: new for new, old in enumerate(old_order)}

    def move(row: Row) -> Row:
        return row.model_copy(update={"index": new_index[row.index]})

    return replace(
        knowledge,
        imagenet=tuple(
            replace(knowledge.imagenet[old], index=new) for new, old in enumerate(old_order)
        ),
        groups={
            name: replace(
                groups,
                rows={target: tuple(map(move, rows)) for target, rows in groups.rows.items()},
                overlaps={new_index[index]: why for index, why in groups.overlaps.items()},
            )
            for name, groups in knowledge.groups.items()
        },
        habits={kind: habit[old_order] for kind, habit in knowledge.habits.items()},
    )
