"""What a stage leaves in place of its tables where it has nothing to measure: a line that says why.

Its out is there for DVC, and later stages see that it is not merely missing.
"""

import logging
from pathlib import Path

from ..core import files

NAME = "absent.txt"
NO_TRAINING_IMAGES = "the data set has no training images"


def write_absence(stage: str, reason: str, *folders: Path) -> None:
    """Fill a stage's folders with the reason alone, and log it."""
    line = f"{stage} is left out: {reason}."
    logging.info(line)
    for folder in folders:
        with files.new_folder(folder) as beside:
            files.write_text(beside / NAME, f"{line}\n")


def is_absent(folder: Path) -> bool:
    """Whether a stage had nothing to measure."""
    return (folder / NAME).is_file()
