"""What a strategy showed, kept in work/sensitivity: an edit computes that of its strategy alone."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .. import kept
from ..map.inputs import hash_list, hash_logits
from ..map.options import StrategyOptions
from .inputs import Inputs

CODE = (
    "core", "kept", "vocabulary/__init__.py", "vocabulary/problem_file.py",
    "vocabulary/imagenet.csv", "vocabulary/wordnet.csv", "map", "statistics", "sensitivity",
)  # fmt: skip
"""The code that a piece depends on, in stages/, as dvc.yaml has it; `map` as a whole."""

Take = Callable[[StrategyOptions, Any, Callable[[], Any]], Any]
"""Of options, and all else that it depends on: what the function returns, which JSON can hold."""


def compute(options: StrategyOptions, depends: Any, make: Callable[[], Any]) -> Any:
    """Compute a piece, whatever was kept."""
    return make()


@contextmanager
def open_pieces(backbone: str, inputs: Inputs) -> Iterator[Take]:
    """Pieces of these logits, labels and targets, kept or else computed and kept."""
    evidence = inputs.evidence
    fixed = [hash_logits(backbone), evidence.train_labels, evidence.knowledge.targets]
    with kept.open_store("sensitivity", CODE) as store:

        def take(options: StrategyOptions, depends: Any, make: Callable[[], Any]) -> Any:
            of = [*fixed, options.model_dump(mode="json"), hash_list(options), depends]
            return json.loads(store.take(of, lambda: json.dumps(make()), {}))

        yield take
