"""What docs/networks.json holds: the measured numbers of all networks, from which the page is made.

Numbers without a unit are shares in [0, 1].
"""

from pathlib import Path
from statistics import fmean
from typing import Final

from pydantic import BaseModel, ConfigDict

from stages.core import files
from stages.core.arrays import Kind

MEASURED: Final = Path("docs/networks.json")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Best(_Part):
    """The best strategy of a kind on dev; accuracy on test with its Wilson interval."""

    strategy: str
    dev_accuracy: float
    accuracy: float
    low: float
    high: float


class Network(_Part):
    """One backbone; network, title: of the first backbone that has the same checkpoint."""

    backbone: str
    network: str
    title: str
    licence: str
    input: str
    computed_on: str
    best: dict[Kind, Best]

    @property
    def mean_on_dev(self) -> float:
        """The mean dev accuracy over the kinds, by which networks are sorted."""
        return fmean(best.dev_accuracy for best in self.best.values())


class Tau(_Part):
    """Kendall's τ-b of the test accuracies of S strategies under two backbones.

    The interval is of resampled test images, the same for both.
    """

    strategies: int
    tau: float
    low: float
    high: float


class Order(_Part):
    """The agreement of two backbones, by kind."""

    first: str
    second: str
    kinds: dict[Kind, Tau]


class ChoiceShare(_Part):
    """What a choice explains of the variance of dev accuracy, and how far it alone moves it."""

    choice: str
    share: float
    low: float
    high: float
    swing: float


class ScopeShares(_Part):
    """A set of combinations of choices; shares: the largest first."""

    specifications: int
    lowest: float
    highest: float
    shares: tuple[ChoiceShare, ...]


class Survey(_Part):
    """All of it; images: of dev and of test."""

    dataset: str
    images: dict[str, int]
    confidence: float
    resamples: int
    libraries: dict[str, str]
    networks: tuple[Network, ...]
    orders: tuple[Order, ...]
    scopes: dict[str, ScopeShares]


def read_survey() -> Survey:
    """The committed numbers; DataError if the file is missing or damaged."""
    return files.validate_content(
        MEASURED, files.read_map(MEASURED), Survey, f"git checkout {MEASURED}"
    )
