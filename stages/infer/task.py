"""What one run computes: small enough to be sent to any machine, which then does the work."""

from dataclasses import dataclass

from ..preprocess.pictures import Pictures
from . import backends, batches, hardware
from .classifier import Compute
from .hardware import Choice
from .params import InferParams
from .weights import Weights


@dataclass(frozen=True)
class Task:
    """A network that is described, not built; the pictures that it is shown; what the user asks."""

    weights: Weights
    pictures: Pictures
    asked: InferParams

    def choose(self) -> Choice:
        """The device and the library of the machine on which this is called."""
        choice = hardware.choose_hardware(
            self.asked, hardware.available_devices(), hardware.openvino_is_installed()
        )
        return batches.settle_batch(choice, self.pictures.recipe.size)

    def prepare(self, choice: Choice, threads: int | None = None) -> Compute:
        """Build the network; threads: of the processor that it may use, None for all."""
        size = self.pictures.recipe.size
        return backends.prepare_backbone(self.weights, size, choice, self.asked.precision, threads)
