"""People's answers, scores → report/people: `python -m stages.people` (seconds)."""

from .. import drawing
from ..core import files, params, paths
from ..evaluate.bootstrap import Resamples
from ..tables.people import PEOPLE, STRATEGIES
from .answers import find_answers, obtain_counts, read_known
from .estimates import measure_people, measure_strategies
from .figure import draw_consistency
from .inputs import read_answered
from .page import render_off, render_results
from .params import PeopleParams

OUT = paths.REPORT / "people"


def main() -> None:
    """Compare every strategy with people, or say how to switch this on."""
    chosen = params.load_section("people", PeopleParams)
    if chosen.answers is None:
        with files.new_folder(OUT, sums=False) as folder:
            files.write_text(folder / "index.html", render_off(tuple(read_known())))
        return
    compare(chosen, chosen.answers)


def compare(chosen: PeopleParams, name: str) -> None:
    """Fetch the answers of that name, measure, and write tables, figure and page."""
    answers = find_answers(name)
    answered = read_answered(chosen, answers, obtain_counts(answers))
    images = len(answered.labels)
    drawn = Resamples(images, chosen.resamples, chosen.seed)
    people = measure_people(answered, drawn, chosen.confidence)
    rows = measure_strategies(answered, drawn, chosen.confidence)
    with files.new_folder(OUT, sums=False) as folder:
        PEOPLE.write_into(folder, people, chosen.digits)
        STRATEGIES.write_into(folder, rows, chosen.digits)
        path = folder / "consistency.svg"
        pair = next((one for one in people if one.number == "pair_kappa"), None)
        drawing.save(draw_consistency(rows, pair, images, chosen.confidence), path)
        page = render_results(answers, answered, people, rows, chosen.confidence, path)
        files.write_text(folder / "index.html", page)
