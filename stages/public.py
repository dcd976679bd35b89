"""What a program of one's own imports: `from imagenet2cifar import …`, from any folder.

In the wheel this file is the package's `__init__.py` (pyproject.toml); no stage imports it. A
strategy that is fitted, on one image of an airliner and one of a golden retriever:

>>> import numpy as np
>>> from imagenet2cifar import STRATEGIES, Evidence, read_knowledge, predict
>>> train, labels = np.eye(1000)[[404, 207]], np.array([0, 5])
>>> options = STRATEGIES["bayesian"].options(method="bayesian", smoothing=1.0)
>>> evidence = Evidence(read_knowledge("cifar10", [options]), train, labels, test=train)
>>> mapper = STRATEGIES["bayesian"].fit(evidence, options)
>>> predict(mapper(train))
array([0, 5])
"""

from .core.arrays import predict
from .core.errors import StageError
from .map.arguments import to_logits
from .map.evidence import Evidence
from .map.groups import (
    Groups,
    imagenet_to_cifar10_prediction,
    known_groups,
    map_imagenet_to_cifar10,
    read_groups,
)
from .map.habit import measure_habit
from .map.inputs import read_knowledge
from .map.strategies import STRATEGIES
from .published import read_results
from .synthetic import make_pictures

__all__ = [
    "STRATEGIES",
    "Evidence",
    "Groups",
    "StageError",
    "imagenet_to_cifar10_prediction",
    "known_groups",
    "make_pictures",
    "map_imagenet_to_cifar10",
    "measure_habit",
    "predict",
    "read_groups",
    "read_knowledge",
    "read_results",
    "to_logits",
]
