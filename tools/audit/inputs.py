"""Which list is audited, by name or file, and by which strategy's options it is reduced."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from stages.core.errors import ParamsError
from stages.map.groups import Groups, known_groups, read_groups
from stages.map.inputs import read_lists
from stages.map.options import StrategyOptions
from stages.map.reduction import GroupReduction, Of, Reduce, check_combination
from stages.map.strategies.groups import Options
from tools.check.completion import complete
from tools.check.listing import ReadList, read_list
from tools.explain.reasons import rebuild

NO_REASON = "the file gives no reason"


class Confidence(BaseModel):
    """The one value of the section `evaluate` that an audit needs; the rest is evaluate's own."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    confidence: float


@dataclass(frozen=True)
class Choice:
    """What the words typed choose: a strategy, and of its options those not overruled."""

    like: str | None
    of: Of | None
    reduce: Reduce | None


def find_groups(word: str, targets: str) -> Groups:
    """The list of that name, else the list in that file; ParamsError where there is neither."""
    if word in known_groups():
        return read_lists(targets, [word])[word]
    path = Path(word)
    if not path.is_file():
        raise ParamsError(
            f"there is no list and no file {word!r}; known lists: {', '.join(known_groups())}."
        )
    read = read_list(path, targets)
    if not read.full:
        return _believe(read, path, targets)
    groups = read_groups(path)
    if groups.vocabulary != targets:
        raise ParamsError(
            f"{path} is a list for {groups.vocabulary}, but targets in params.yaml is "
            f"{targets}: there are no labels for it."
        )
    return groups


def choose_reduction(
    groups: Groups, strategies: Mapping[str, StrategyOptions], choice: Choice
) -> tuple[str, GroupReduction]:
    """The strategy whose options are taken, and the list under them.

    The one asked for, else the first of params.yaml that uses the list.
    """
    reductions = {
        name: options
        for name, options in strategies.items()
        if isinstance(options, Options) and options.unmapped != "reassign"
    }
    if choice.like is not None and choice.like not in reductions:
        raise ParamsError(
            f"--like is {choice.like!r}; allowed: {', '.join(reductions)}. (Where classes are "
            "reassigned, an edit of one group changes others, too.)"
        )
    users = [name for name, options in reductions.items() if options.groups == groups.name]
    name = choice.like or next(iter(users), None)
    if name is None:
        raise ParamsError(
            f"no strategy of params.yaml reduces the list {groups.name}; say whose options it is "
            f"to have: --like, one of {', '.join(reductions)}."
        )
    options = reductions[name]
    of, reduce = choice.of or options.of, choice.reduce or options.reduce
    check_combination(groups.members, of, reduce)
    return name, replace(rebuild(options, groups.members), of=of, reduce=reduce)


def _believe(read: ReadList, path: Path, targets: str) -> Groups:
    """A plain list as it is meant: its overlaps and gaps count as declared, its slips do not."""
    completed = complete(read, NO_REASON)
    return Groups(
        name=path.stem,
        title=path.stem,
        source=read.listing.where,
        version="as it is",
        kind="informed",
        vocabulary=targets,
        rows=completed.rows,
        overlaps=completed.overlaps,
        empty=completed.empty,
    )
