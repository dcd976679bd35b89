"""The ten questions, answered: `python -m stages.report.questions` → report/questions/."""

from stages.report.content import read_content
from stages.report.questions.write import write


def main() -> None:
    """Write every page in both languages, from what the other stages left in plots/."""
    write(read_content())
