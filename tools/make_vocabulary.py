"""Make imagenet.csv and wordnet.csv from Princeton's WordNet 3.0.

`python -m tools.make_vocabulary /usr/share/wordnet` (Debian: apt install wordnet-base).
The 1000 wnids and their order are facts of ILSVRC 2012 and stand in imagenet.csv, which is read
first; names and parents come from WordNet.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from stages import vocabulary
from stages.core import files, front_door
from stages.core.errors import DataError

# a synset's parents: "@" is a kind of, "@i" is an instance of (wndb(5WN))
HYPERNYMS = {"@", "@i"}


@dataclass(frozen=True)
class Synset:
    """One noun of WordNet: wnid = "n" and the eight digits of its offset in data.noun."""

    wnid: str
    names: tuple[str, ...]
    parents: tuple[str, ...]


def main(wordnet: str) -> None:
    """Rewrite the two tables from the folder that holds WordNet's data.noun."""
    try:
        lines = (Path(wordnet) / "data.noun").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DataError(f"{error}. Run: apt install wordnet-base") from error
    nouns = {synset.wnid: synset for synset in parse_nouns(lines)}
    leaves = [known.wnid for known in vocabulary.imagenet()]
    roots = [root for path in vocabulary.FOLDER.glob("*.yaml") for root in synsets_named(path)]
    files.write_csv(
        vocabulary.IMAGENET,
        ("index", "wnid", "names"),
        [(i, wnid, vocabulary.SEPARATOR.join(nouns[wnid].names)) for i, wnid in enumerate(leaves)],
    )
    files.write_csv(
        vocabulary.WORDNET,
        ("wnid", "names", "parents"),
        [
            (s.wnid, vocabulary.SEPARATOR.join(s.names), " ".join(s.parents))
            for s in with_ancestors(nouns, [*leaves, *roots])
        ],
    )


def parse_nouns(lines: Iterable[str]) -> Iterator[Synset]:
    """Synsets of data.noun: offset, file, type, count of words (hex), words, pointers (wndb(5))."""
    for line in lines:
        if line.startswith("  "):  # the licence
            continue
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        words = fields[4 : 4 + 2 * count : 2]  # each is followed by its sense number
        pointers = fields[5 + 2 * count :]  # symbol, offset, part of speech, source and target
        yield Synset(
            wnid=f"n{fields[0]}",
            names=tuple(word.replace("_", " ") for word in words),
            parents=tuple(
                f"n{offset}"
                for symbol, offset in zip(pointers[::4], pointers[1::4], strict=False)
                if symbol in HYPERNYMS
            ),
        )


def synsets_named(path: Path) -> set[str]:
    """Every synset in a list of targets, whose reader would want them in wordnet.csv already."""
    return set(re.findall(r"\bn\d{8}\b", path.read_text(encoding="utf-8")))


def with_ancestors(nouns: dict[str, Synset], wnids: Iterable[str]) -> list[Synset]:
    """These synsets and all above them, through every parent, by wnid."""
    found: dict[str, Synset] = {}
    waiting = list(wnids)
    while waiting:
        wnid = waiting.pop()
        if wnid not in found:
            if wnid not in nouns:
                raise DataError(f"{wnid} is no noun of this WordNet; version 3.0 is needed.")
            found[wnid] = nouns[wnid]
            waiting.extend(nouns[wnid].parents)
    return [found[wnid] for wnid in sorted(found)]


if __name__ == "__main__":
    front_door.run(main, "wordnet")
