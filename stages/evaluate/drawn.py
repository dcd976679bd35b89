"""Figures that are drawn only where work/evaluate does not keep them already."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import drawing, kept
from ..core import arrays, checksums, paths
from .background import Submit
from .contributions import Weights, draw_linear_strategies, read_weights
from .inputs import StrategyScores, read_members

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Draw = Callable[..., "Figure | None"]


@dataclass(frozen=True)
class Drawings:
    """The kept figures, and who draws the others."""

    store: kept.Store
    submit: Submit

    def write(self, path: Path, draw: Draw, *arguments: Any) -> None:
        """Write one figure, if there is one: its function, and all that it shows."""
        depends = ["figure", draw.__name__, arguments]
        if self.store.restore(depends, {"figure": path}) is None:
            self.submit(_draw, self.store, depends, path, draw)

    def write_contributions(
        self, folder: Path, backbone: str, strategies: Sequence[StrategyScores]
    ) -> None:
        """Write one figure for each linear strategy; an ensemble's have no weights of one class."""
        if len(read_members(backbone)) > 1:
            return
        sums = {
            room: checksums.read(room(backbone) / checksums.NAME)
            for room in (paths.mappings, paths.scores, paths.logits)
        }
        test = {name: sha for name, sha in sums[paths.logits].items() if name.startswith("test")}
        missing = []
        for strategy in strategies:
            name = strategy.name
            if f"{name}.npz" not in sums[paths.mappings]:
                continue
            files = {"figure": folder / f"{drawing.file_stem(name)}.svg"}
            depends = [
                "contributions",
                name,
                sums[paths.mappings][f"{name}.npz"],
                sums[paths.scores][f"test/{name}.npz"],
                test,
            ]
            if self.store.restore(depends, files) is None:
                missing.append((strategy, depends, files["figure"]))
        if missing:
            self.submit(_draw_contributions, self.store, backbone, missing)


def _draw(store: kept.Store, depends: list[Any], path: Path, draw: Draw) -> None:
    """Draw a figure with the last of what it depends on, and keep it."""
    figure = draw(*depends[-1])
    if figure is not None:
        drawing.save(figure, path)
    store.keep(depends, "", {"figure": path})


def _draw_contributions(
    store: kept.Store, backbone: str, missing: Sequence[tuple[StrategyScores, list[Any], Path]]
) -> None:
    linear: Mapping[str, Weights] = read_weights(paths.mappings(backbone))
    strategies = [strategy for strategy, _, _ in missing]
    wanted = {strategy.name: linear[strategy.name] for strategy in strategies}
    figures = draw_linear_strategies(wanted, strategies, arrays.read_logits(backbone, "test"))
    for strategy, depends, path in missing:
        drawing.save(figures[strategy.name], path)
        store.keep(depends, "", {"figure": path})
