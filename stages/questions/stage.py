"""The ten questions, answered: `python -m stages.questions` → report/questions/."""

from ..results.content import read_content
from .write import write


def main() -> None:
    """Write every page in both languages, from what the other stages left in plots/."""
    write(read_content())
