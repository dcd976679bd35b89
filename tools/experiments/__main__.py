"""Which experiment made which strategy better? `python -m tools.experiments [NAME …]`

One row for each strategy, one column for each experiment of HEAD (or of --rev), and above them the
parameters in which they differ. A cell is the dev accuracy and, in brackets, the test accuracy, in
per cent; * marks the best dev accuracy of a kind in a column. Needs neither images nor data.
"""

import argparse
import sys
from collections.abc import Sequence

from stages.core import front_door
from tools.experiments.columns import choose, read_columns
from tools.experiments.text import as_markdown, as_table


def main(words: argparse.Namespace) -> None:
    """Print the table; what has no result is named below it."""
    columns = choose(read_columns(words.rev), words.names)
    write = as_markdown if words.md else as_table
    sys.stdout.write(write(columns, only_changes=words.changed))


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The command line; no name is all of them."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.experiments",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="an experiment (all)")
    parser.add_argument("--rev", default="HEAD", help="the commit that they started from (HEAD)")
    parser.add_argument(
        "--changed", action="store_true", help="only strategies that are not the same in all"
    )
    parser.add_argument("--md", action="store_true", help="Markdown, the best in bold")
    return parser.parse_args(words)


if __name__ == "__main__":
    front_door.enter(lambda: main(parse(sys.argv[1:])))
