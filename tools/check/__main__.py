"""Everything that is wrong with a list of class groups: `python -m tools.check FILE`.

FILE is a list of stages/map/groups, or any YAML or JSON of the form {target: [index, …]}, with
wnids or names beside or instead of the indices. Named are: an index out of range; a wnid or a name
that does not belong to the index, and the one that it does belong to; duplicates; a class in two
groups, and an empty group, without a declared reason; rows that are not what the file's rule gives;
and classes that no WordNet path, through any parent, connects with the broad synset of their target
(stages/vocabulary/<targets>.yaml). The last is a question rather than a proof: a list may mean a
stand-in that WordNet puts elsewhere.
"""

import argparse
import sys
from pathlib import Path

from stages.core import front_door, params
from stages.core.errors import ParamsError
from stages.core.params import validate
from stages.map.expansion import find_stale_rows
from stages.map.faults import find_faults
from stages.map.group_file import GroupFile
from stages.map.params import MapParams
from tools.check.listing import from_anything, is_group_file, read_document
from tools.check.strangers import find_strangers


def check(path: Path, targets: str) -> list[str]:
    """Every fault of a list, each beginning with file:line; none where nothing is wrong."""
    document = read_document(path)
    listing = from_anything(document, targets)
    stale = (
        find_stale_rows(document, validate(document, GroupFile)) if is_group_file(document) else []
    )
    return [*find_faults(listing), *stale, *find_strangers(listing)]


def main(path: str, targets: str | None) -> None:
    """Write the faults, a line each; exit code 1 if there are any."""
    chosen = targets or params.load_section("map", MapParams).targets
    faults = check(Path(path), chosen)
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    if faults:
        raise ParamsError(f"{path} has {len(faults)} fault{'s'[: len(faults) > 1]}.")
    sys.stdout.write(f"{path}: no fault found.\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tools.check",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("path", metavar="FILE")
    parser.add_argument(
        "--targets", help="list in stages/vocabulary, for a FILE that names none (map.targets)"
    )
    words = parser.parse_args()
    front_door.enter(lambda: main(words.path, words.targets))
