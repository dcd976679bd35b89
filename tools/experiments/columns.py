"""What `dvc exp show --json` says of each experiment: parameters, accuracies, what became of it.

It is a list of commits, the workspace first. Each has `data`, with `params` and `metrics` by file,
and `experiments`, whose last of `revs` is the result; `executor` is None once one has succeeded.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, NamedTuple

from stages.core import paths
from stages.core.errors import DataError, ParamsError
from tools.probe import committed

DONE = "done"
UNFINISHED = ("failed", "queued", "running")


class Strategy(NamedTuple):
    """One row of the table."""

    network: str
    kind: str
    name: str


class Accuracies(NamedTuple):
    """Shares of right predictions; dev: None where there are no training images."""

    dev: float | None
    test: float

    @property
    def choice(self) -> float:
        """By which strategies are chosen."""
        return self.test if self.dev is None else self.dev


@dataclass(frozen=True)
class Column:
    """A commit, an experiment or the workspace; params by dotted name.

    state: DONE, or one of UNFINISHED, and then there are no accuracies.
    """

    name: str
    params: Mapping[str, object]
    accuracies: Mapping[Strategy, Accuracies]
    state: str = DONE


def read_columns(revision: str) -> tuple[Column, ...]:
    """The commit, its experiments from the oldest to the newest, and the workspace if it differs.

    DataError where DVC cannot say: without Git, or for a name that is no commit.
    """
    try:
        told = committed.ask_dvc("exp", "show", "--json", "--rev", revision)
    except DataError as error:
        raise DataError(_explain(str(error))) from error
    workspace, commit = (_read(entry["data"], name) for entry, name in _named(told, revision))
    experiments = map(_read_experiment, sorted(told[1].get("experiments") or (), key=_made))
    is_edited = (workspace.params, workspace.accuracies) != (commit.params, commit.accuracies)
    return (commit, *experiments, *((workspace,) if is_edited else ()))


def _explain(told: str) -> str:
    """The two errors that a reader can mend, with what to type."""
    if "Only supported for Git" in told:  # DVC's words
        return (
            "this copy has no Git, and an experiment is a commit. Run: git init && git add -A && "
            "git commit -m 'As published' && rm -f .dvc/config.local"
        )
    return (
        told.replace("Run: dvc exp show", "Run: git log --oneline") if "revision" in told else told
    )


def choose(columns: Sequence[Column], names: Sequence[str]) -> tuple[Column, ...]:
    """The commit and the experiments of these names, in their order; without a name all of them."""
    known = {column.name: column for column in columns[1:]}
    for name in names:
        if name not in known:
            allowed = ", ".join(known) or "none, for this commit has no experiment"
            raise ParamsError(f"there is no experiment {name!r}; allowed: {allowed}.")
    return (columns[0], *(known[name] for name in names)) if names else tuple(columns)


def _named(told: Sequence[Any], revision: str) -> Iterator[tuple[Any, str]]:
    yield told[0], "workspace"
    yield told[1], f"{revision} {told[1]['rev'][:7]}" if revision == "HEAD" else revision


def _made(entry: Mapping[str, Any]) -> str:
    """When an experiment was run or queued, as a text that sorts."""
    return str((entry["revs"][-1]["data"] or {}).get("timestamp"))


def _read_experiment(entry: Mapping[str, Any]) -> Column:
    result = entry["revs"][-1]
    state = (entry.get("executor") or {}).get("state")
    name = entry.get("name") or result["rev"][:7]
    return _read(result["data"] or {}, name, state if state in UNFINISHED else DONE)


def _read(data: Mapping[str, Any], name: str, state: str = DONE) -> Column:
    params = {
        key: value
        for file in (data.get("params") or {}).values()
        for key, value in _flatten(file.get("data") or {})
    }
    metrics = (data.get("metrics") or {}) if state == DONE else {}
    return Column(name, params, dict(_read_accuracies(metrics)), state)


def _read_accuracies(metrics: Mapping[str, Any]) -> Iterator[tuple[Strategy, Accuracies]]:
    """metrics/<backbone>/<kind>/<strategy>.json; a file that could not be read is left out."""
    for path, file in metrics.items():
        inside = PurePath(path).with_suffix("").parts[len(paths.METRICS.parts) :]
        # three parts: metrics/best.json names the best of them once more
        if len(inside) == len(Strategy._fields) and (numbers := file.get("data")):
            yield Strategy(*inside), Accuracies(numbers.get("dev_accuracy"), numbers["accuracy"])


def _flatten(tree: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, object]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value
