"""The table of experiments, for a terminal or as Markdown."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple, get_args

from stages.core.arrays import Kind
from tools.experiments.columns import DONE, Accuracies, Column, Strategy

NOTHING = "–"
NONE_YET = (
    "{} has no experiments yet. Make one: "
    "dvc exp run --pull --allow-missing -n NAME -S map.strategies.wordnet_mean.reduce=max report\n"
)
CAPTION = "dev accuracy (test accuracy) in %; {} the best of its kind on dev"
STEPS = {"failed": "logs {}", "running": "logs -f {}", "queued": "start"}  # of dvc queue


class Row(NamedTuple):
    """A strategy, or a parameter without a kind; best: which cells are the best of their kind."""

    kind: str
    name: str
    cells: tuple[str, ...]
    best: tuple[bool, ...]


def as_table(columns: Sequence[Column], *, only_changes: bool) -> str:
    """For a terminal: each column as wide as its widest cell, kinds under a heading."""
    if len(columns) == 1:
        return NONE_YET.format(columns[0].name)
    shown = [column for column in columns if column.state == DONE]
    rows = list_rows(shown, only_changes)
    heads = tuple(column.name for column in shown)
    widths = [
        max(map(len, cells)) for cells in zip(heads, *(row.cells for row in rows), strict=True)
    ]
    longest = max((len(row.name) for row in rows), default=0) + 2
    lines = [CAPTION.format("*"), "", _line("", heads, widths, longest)]
    kind = ""
    for row in rows:
        if row.kind != kind:
            lines.append(kind := row.kind)
        cells = [cell + "*" * best for cell, best in zip(row.cells, row.best, strict=True)]
        lines.append(_line(f"  {row.name}" if kind else row.name, cells, widths, longest))
    return "\n".join((*lines, *list_unfinished(columns))) + "\n"


def _line(name: str, cells: Sequence[str], widths: Sequence[int], longest: int) -> str:
    """A mark stands right of its column."""
    placed = (
        f"{cell.rstrip('*'):>{width}}{'*' if cell.endswith('*') else ' '}"
        for cell, width in zip(cells, widths, strict=True)
    )
    return "  ".join((f"{name:{longest}}", *placed)).rstrip()


def as_markdown(columns: Sequence[Column], *, only_changes: bool) -> str:
    """For a pull request: one table, the best in bold, and a list of what has no result."""
    if len(columns) == 1:
        return NONE_YET.format(columns[0].name)
    shown = [column for column in columns if column.state == DONE]
    lines = [("kind", "strategy", *(column.name for column in shown))]
    lines.append(("---", "---", *["--:"] * len(shown)))
    for row in list_rows(shown, only_changes):
        marked = (f"**{c}**" if best else c for c, best in zip(row.cells, row.best, strict=True))
        lines.append((row.kind or "parameter", row.name, *marked))
    notes = [f"- {note}" for note in list_unfinished(columns)]
    table = [f"| {' | '.join(line)} |" for line in lines]
    return "\n".join((CAPTION.format("**bold**"), "", *table, *[""] * bool(notes), *notes)) + "\n"


def list_rows(columns: Sequence[Column], only_changes: bool) -> list[Row]:
    """The parameters that are not the same in all columns, then strategies by network and kind."""
    rows = [*_list_params(columns)]
    present = {strategy: None for column in columns for strategy in column.accuracies}
    for network in sorted({strategy.network for strategy in present}):
        for kind in get_args(Kind):
            of_kind = [row for row in present if (row.network, row.kind) == (network, kind)]
            rows += _list_strategies(columns, of_kind, only_changes)
    return rows


def _list_params(columns: Sequence[Column]) -> Iterator[Row]:
    for name in dict.fromkeys(name for column in columns for name in column.params):
        cells = tuple(_show_value(column, name) for column in columns)
        if len(set(cells)) > 1:
            yield Row("", name, cells, (False,) * len(cells))


def _show_value(column: Column, name: str) -> str:
    """As YAML has it, where one line can; a parameter that is not there is a dash."""
    if name not in column.params:
        return NOTHING
    value = column.params[name]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _list_strategies(
    columns: Sequence[Column], strategies: Sequence[Strategy], only_changes: bool
) -> Iterator[Row]:
    """Strategies of one network and kind, ordered by dev accuracy in the first column."""
    found = {row: [column.accuracies.get(row) for column in columns] for row in strategies}
    best = [max(map(_choice, column)) for column in zip(*found.values(), strict=True)]
    for row in sorted(strategies, key=lambda row: (-_choice(found[row][0]), row.name)):
        if not only_changes or len(set(found[row])) > 1:
            marks = (
                a is not None and a.choice == top for a, top in zip(found[row], best, strict=True)
            )
            cells = tuple(map(_show_accuracies, found[row]))
            yield Row(f"{row.network}, {row.kind}", row.name, cells, tuple(marks))


def _choice(accuracies: Accuracies | None) -> float:
    return accuracies.choice if accuracies else -1.0


def _show_accuracies(accuracies: Accuracies | None) -> str:
    if accuracies is None:
        return NOTHING
    dev = NOTHING if accuracies.dev is None else f"{100 * accuracies.dev:.1f}"
    return f"{dev} ({100 * accuracies.test:4.1f})"


def list_unfinished(columns: Sequence[Column]) -> list[str]:
    """A line for each experiment without a result: its parameters, and what to type."""
    commit, *experiments = columns
    return [_describe(commit, column) for column in experiments if column.state != DONE]


def _describe(commit: Column, column: Column) -> str:
    edits = (f"{row.name}={row.cells[1]}" for row in _list_params([commit, column]))
    told = ", ".join(edits) or "all parameters as before"
    step = STEPS[column.state].format(column.name)
    verb = "has" if column.state == "failed" else "is"
    return f"{column.name} {verb} {column.state} ({told}). Run: dvc queue {step}"
