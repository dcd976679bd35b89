"""Everything that is wrong with a class list: `python -m tools.check FILE`.

FILE is a full list, as in stages/map/groups, or a plain one in JSON, YAML, CSV or TSV:

  target → classes   {airplane: [404, 895]}, {airplane: 404}, {0: [404, 895]}
  class → target     {404: airplane}, {airliner: airplane}, {404: 0}; null or -1: no target
  table              rows under a header: target, and index, wnid or name
  by position        a target for each of the 1000 classes, or a list of classes for each target

A class is an index, a wnid, a name up to case and underscores, or several of these together
([n02690373, airliner]). A target is a name or the number of a label.

What was read is shown with the class of each entry. Named are: what cannot be read; a key that
stands twice; an index out of range; a wnid or a name that does not belong to the index, and the one
that does; unknown names, with the nearest; duplicates; a class in two groups, and an empty group,
without a declared reason; rows that are not what the file's rule gives; and classes that no WordNet
path, through any parent, connects with the broad synset of their target
(stages/vocabulary/<targets>.yaml). The last is a question rather than a proof: a list may mean a
stand-in that WordNet puts elsewhere.
"""

import argparse
import re
import sys
from pathlib import Path

from stages.core import front_door, params, strict_yaml
from stages.core.errors import ParamsError
from stages.map.expansion import find_stale_rows
from stages.map.faults import find_faults
from stages.map.group_file import GroupFile
from tools.check.completion import write_completed
from tools.check.listing import ReadList, read_list
from tools.check.strangers import find_strangers
from tools.check.text import show_classes


def check(path: Path, targets: str) -> list[str]:
    """Every fault of a list, by line, each beginning with file:line."""
    return find_all_faults(path, read_list(path, targets))


def find_all_faults(path: Path, read: ReadList) -> list[str]:
    """The same of a list that has been read."""
    faults = [*read.unread, *find_faults(read.listing), *find_strangers(read.listing)]
    if read.full and not read.unread:
        faults += _find_faults_of_form(path)
    return sorted(faults, key=_line)


def main(path: str, targets: str | None, write: str | None) -> None:
    """Show what was read and its faults, a line each; exit code 1 if there are any.

    write: where to put a plain list in full; its empty groups and overlaps are no faults then.
    """
    chosen = targets or params.load_targets()
    read = read_list(Path(path), chosen)
    faults = find_all_faults(Path(path), read)
    sys.stdout.writelines(f"{line}\n" for line in (*show_classes(read.listing), "", *faults))
    if write is not None:
        if read.full:
            raise ParamsError(f"{path} is a full list already.")
        rows = write_completed(read, Path(write), chosen)
        sys.stdout.write(
            f"{write}: {rows} rows. Write what is left empty, then: python -m tools.check {write}\n"
        )
        return
    if not read.full:
        sys.stdout.write(f"A full list of it: python -m tools.check {path} --write NEW.yaml\n")
    if faults:
        raise ParamsError(f"{path} has {len(faults)} fault{'s'[: len(faults) > 1]}.")
    sys.stdout.write(f"{path}: no fault found.\n")


def _find_faults_of_form(path: Path) -> list[str]:
    """What the model of a full list refuses; else rows that are not what its rule gives."""
    document = strict_yaml.read(path)
    refused = params.find_faults(document, GroupFile)
    if refused:
        return refused
    return find_stale_rows(document, params.validate(document, GroupFile))


def _line(fault: str) -> int:
    found = re.search(r":(\d+): ", fault)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="python -m tools.check",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("path", metavar="FILE")
    parser.add_argument(
        "--targets",
        help="list in stages/vocabulary, for a FILE that names none (targets in params.yaml)",
    )
    parser.add_argument(
        "--write",
        metavar="NEW",
        help="write a plain list to NEW in the form of stages/map/groups, its reasons left empty",
    )
    words = parser.parse_args()
    front_door.enter(lambda: main(words.path, words.targets, words.write))
