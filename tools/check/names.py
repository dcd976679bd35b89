"""What people write for a class or a target, and which one they mean."""

import re
from functools import cache

from stages import vocabulary
from stages.vocabulary import ImagenetClass, Target

WNID = re.compile(r"n\d{8}", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?\d{1,30}(\.0*)?", re.ASCII)  # tables of pandas have 404.0 for 404
# torchvision tells two pairs of classes of one name apart, by names that WordNet does not have
TORCHVISION = {"crane bird": "n02012849", "maillot tank suit": "n03710721"}


def fold(name: str) -> str:
    """The words of a name, whatever their case and whatever stands between them."""
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


def read_number(text: str | None) -> int | None:
    """A whole number, also one that is written 404.0; None for anything else."""
    return int(text.partition(".")[0]) if text and NUMBER.fullmatch(text) else None


def find_owners(name: str) -> tuple[ImagenetClass, ...]:
    """The classes that a name may mean.

    Those that have exactly this name; else one that torchvision calls so; else those that have it
    up to case and underscores; else those that have every one of the names between its commas.
    """
    imagenet = vocabulary.imagenet()
    exact = tuple(known for known in imagenet if name in known.names)
    if exact:
        return exact
    wnid = TORCHVISION.get(fold(name))
    if wnid is not None:
        return tuple(known for known in imagenet if known.wnid == wnid)
    return _find_folded(name) or _find_all_of(name)


def find_target(text: str | None, targets: tuple[Target, ...]) -> str | None:
    """The target that a name or a label number means, up to case and underscores; None: no one."""
    number = read_number(text)
    if number is not None:
        return targets[number].name if 0 <= number < len(targets) else None
    return next((target.name for target in targets if fold(target.name) == fold(text or "")), None)


def means_no_target(text: str | None) -> bool:
    """Whether a value says of a class that it stands for no target: null, −1, none, nothing."""
    return read_number(text) == -1 or fold(text or "") in ("", "none", "null", "nan")


@cache
def _folded() -> dict[str, tuple[ImagenetClass, ...]]:
    owners: dict[str, dict[int, ImagenetClass]] = {}
    for known in vocabulary.imagenet():
        for name in known.names:
            owners.setdefault(fold(name), {})[known.index] = known
    return {name: tuple(classes.values()) for name, classes in owners.items()}


def _find_folded(name: str) -> tuple[ImagenetClass, ...]:
    return _folded().get(fold(name), ())


def _find_all_of(name: str) -> tuple[ImagenetClass, ...]:
    parts = [_find_folded(part) for part in re.split(r"[,;]", name)]
    return tuple(known for known in parts[0] if all(known in others for others in parts))
