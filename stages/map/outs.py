"""What `map` writes of one strategy: its scores of both splits, and what it learnt or was told."""

from dataclasses import dataclass
from pathlib import Path

from ..core import arrays
from .evidence import Knowledge
from .mappings import write_mapping
from .options import StrategyOptions
from .scoring import Scored


@dataclass(frozen=True)
class Outs:
    """The folders data/scores/<backbone> and data/mappings/<backbone>, while they are filled."""

    scores: Path
    mappings: Path

    def files(self, name: str) -> dict[str, Path]:
        """All files that a strategy may have."""
        return {
            "dev": self.scores / "dev" / f"{name}.npz",
            "test": self.scores / "test" / f"{name}.npz",
            "weights": self.mappings / f"{name}.npz",
            "list": self.mappings / f"{name}.json",
        }

    def write(
        self, name: str, scored: Scored, options: StrategyOptions, knowledge: Knowledge
    ) -> None:
        """Write those that it has."""
        arrays.write_scores(self.files(name)["dev"], scored.dev)
        arrays.write_scores(self.files(name)["test"], scored.test)
        write_mapping(self.mappings, name, scored.mapper, options, knowledge)
