"""The ten questions, answered: `python -m stages.questions` → report/questions/."""

from stages.questions.write import write
from stages.results.content import read_content


def main() -> None:
    """Write every page in both languages, from what the other stages left in plots/."""
    write(read_content())
