"""Class groups: a target's score is a reduction (sum, mean, …) over its group's classes."""

from collections.abc import Mapping
from typing import Any

from pydantic import ModelWrapValidatorHandler, model_validator

from ...core.errors import ParamsError
from ...core.values import Seed
from ..evidence import Knowledge
from ..groups import reduce_by
from ..habit import Debias, Habit
from ..mapper import Mapper
from ..options import GroupOptions
from ..reduction import Of, Reduce, Unmapped, Votes
from ..similarity import lin_similarity, shared_content


class Options(GroupOptions):
    """Options of every combination; `vote` also needs k, `random` also needs a seed.

    debias is left out where nothing is subtracted, as in every published mapping.
    """

    of: Of
    reduce: Reduce
    unmapped: Unmapped
    debias: Debias = "none"

    @model_validator(mode="wrap")
    @classmethod
    def _choose(cls, content: Any, check: ModelWrapValidatorHandler["Options"]) -> "Options":
        """The class of options that the values of reduce and unmapped need."""
        given = content if isinstance(content, dict) else {}
        chosen = _UNION[given.get("reduce") == "vote", given.get("unmapped") == "random"]
        return check(content) if cls is not Options or chosen is cls else chosen(**given)


class VoteOptions(Options):
    """Options with `reduce: vote`."""

    k: Votes


class RandomOptions(Options):
    """Options with `unmapped: random`."""

    seed: Seed


class VoteRandomOptions(VoteOptions, RandomOptions):
    """Options with both."""


_UNION: dict[tuple[bool, bool], type[Options]] = {
    (False, False): Options,
    (True, False): VoteOptions,
    (False, True): RandomOptions,
    (True, True): VoteRandomOptions,
}


def fit(knowledge: Knowledge, options: Options) -> Mapper:
    """The reduction of the list's groups; nothing is fitted to images."""
    return reduce_by(
        knowledge.groups[options.groups],
        options.of,
        options.reduce,
        options.unmapped,
        votes=options.k if isinstance(options, VoteOptions) else 0,
        seed=options.seed if isinstance(options, RandomOptions) else 0,
        similarity=lambda: lin_similarity(
            shared_content(knowledge.imagenet, knowledge.targets, knowledge.wordnet)
        ),
        habit=find_habit(knowledge.habits, options.debias),
    )


def find_habit(habits: Mapping[str, Habit], debias: Debias) -> Habit | None:
    """What is subtracted from the logits, or None; ParamsError where no habit is known."""
    if debias == "none":
        return None
    if debias not in habits:
        raise ParamsError(
            f"debias is {debias}, but there are no logits of synthetic pictures; allowed: none, or "
            "a network whose logits `dvc repro infer` computes"
        )
    return habits[debias]
