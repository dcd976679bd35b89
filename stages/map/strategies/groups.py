"""Class groups: each target scores what its group of ImageNet classes adds up to."""

from typing import Any

from pydantic import ModelWrapValidatorHandler, model_validator

from ...core.values import Seed
from ..evidence import Knowledge
from ..groups import reduce_by
from ..mapper import Mapper
from ..options import GroupOptions
from ..reduction import Of, Reduce, Unmapped, Votes
from ..similarity import nearness, shared_content


class Options(GroupOptions):
    """What every combination states; `vote` states k as well, `random` a seed."""

    of: Of
    reduce: Reduce
    unmapped: Unmapped

    @model_validator(mode="wrap")
    @classmethod
    def _choose(cls, content: Any, check: ModelWrapValidatorHandler["Options"]) -> "Options":
        """The member of the union that the words reduce and unmapped choose."""
        given = content if isinstance(content, dict) else {}
        chosen = _UNION[given.get("reduce") == "vote", given.get("unmapped") == "random"]
        return check(content) if cls is not Options or chosen is cls else chosen(**given)


class VoteOptions(Options):
    """reduce: vote."""

    k: Votes


class RandomOptions(Options):
    """unmapped: random."""

    seed: Seed


class VoteRandomOptions(VoteOptions, RandomOptions):
    """Both."""


_UNION: dict[tuple[bool, bool], type[Options]] = {
    (False, False): Options,
    (True, False): VoteOptions,
    (False, True): RandomOptions,
    (True, True): VoteRandomOptions,
}


def fit(knowledge: Knowledge, options: Options) -> Mapper:
    """The list's reduction; nothing is fitted."""
    return reduce_by(
        knowledge.groups[options.groups],
        options.of,
        options.reduce,
        options.unmapped,
        votes=options.k if isinstance(options, VoteOptions) else 0,
        seed=options.seed if isinstance(options, RandomOptions) else 0,
        kinship=lambda: nearness(
            shared_content(knowledge.imagenet, knowledge.targets, knowledge.wordnet)
        ),
    )
