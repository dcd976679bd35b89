"""The lists for a problem: those written for it, and those whose rule has a meaning elsewhere."""

from .. import vocabulary
from ..core import strict_yaml
from ..core.params import validate
from ..vocabulary import Problem, Target
from .expansion import expand_keywords, expand_synsets
from .group_file import ByHand, ByKeywords, GroupFile, Row
from .groups import FOLDER, Groups, read_groups
from .reduction import find_overlaps


def find_list(name: str, targets: str) -> Groups | None:
    """The list of stages/map/groups for a problem; None if it is for another problem alone.

    A list by rule is made here: below the root or the broad synset of each target, or the classes
    that its keywords hit. A class of several targets counts in full in each.
    """
    content = validate(strict_yaml.read(FOLDER / f"{name}.yaml"), GroupFile)
    if content.targets == targets:
        return read_groups(name)
    problem = vocabulary.problem(targets)
    rows = _make_rows(content, problem)
    if rows is None:
        return None
    members = tuple(tuple(row.index for row in rows[name]) for name in problem.names)
    return Groups(
        name=name,
        title=content.title,
        source=content.source,
        version=content.version,
        kind=content.kind,
        vocabulary=targets,
        rows={name: tuple(rows[name]) for name in problem.names},
        overlaps=dict.fromkeys(find_overlaps(members), "the rule gives it to several targets"),
        empty={name: "the rule gives it no class" for name in problem.names if not rows[name]},
    )


def _make_rows(content: GroupFile, problem: Problem) -> dict[str, list[Row]] | None:
    """What the rule gives for the targets of the problem; None if it gives nothing elsewhere."""
    rule = content.rule
    if isinstance(rule, ByHand) or rule.elsewhere is None:
        return None
    if isinstance(rule, ByKeywords):
        words = {target.name: _words(target) for target in problem.targets}
        return expand_keywords(words, rule.whole_words)
    wide = rule.elsewhere == "broad"
    return expand_synsets({t.name: [t.broad if wide else t.root] for t in problem.targets})


def _words(target: Target) -> tuple[str, ...]:
    """The keywords of a target: its own, else its name and WordNet's names of its root."""
    return target.keywords or tuple(
        dict.fromkeys((target.name, *vocabulary.wordnet().names[target.root]))
    )
