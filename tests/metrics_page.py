"""docs/metrics.md, read as a table of what is explained where."""

import re

from tests.conftest import ROOT

PAGE = (ROOT / "docs/metrics.md").read_text(encoding="utf-8")
EVERYWHERE = {"kind", "strategy", "class"}  # said once, of all tables


def section(topic: str) -> str:
    """What stands under the heading that names a folder of metrics/ or plots/."""
    for part in PAGE.split("\n## ")[1:]:
        heading, _, text = part.partition("\n")
        if topic in re.findall(r"[a-z_]+", heading.partition(":")[0]):
            return text
    raise AssertionError(f"docs/metrics.md has no section on {topic}")


def rows_of(topic: str) -> list[list[str]]:
    """The cells of every row of a section's tables."""
    found = re.findall(r"^\|(.*)\|$", section(topic), flags=re.MULTILINE)
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)] for row in found]


def names_in(cell: str) -> set[str]:
    return set(re.findall(r"`([a-z_0-9]+)`", cell))


def explained(topic: str, file: str) -> set[str]:
    """Names that a section explains: those of one file, and those that all its files share."""
    of_all = [names_in(row[0]) for row in rows_of(topic)]
    of_file = [names_in(row[1]) for row in rows_of(topic) if row[0] == file]
    return EVERYWHERE.union(*of_all, *of_file)
