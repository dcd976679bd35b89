"""Runs a network on an NVIDIA GPU: one captured graph, copies beside the computation."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import torch
from torch import Tensor

from ..core.arrays import Logits
from ..core.refusals import is_memory
from .classifier import Classifier
from .params import Precision

WARM_UP = 3  # runs before the capture: libraries choose kernels and take memory in the first ones


class CapturedNetwork:
    """A network whose kernels are launched as one graph: a lane of `stream`.

    batch: images in each batch, all batches being full. Pictures travel on a stream of their own,
    so that the next batch arrives while this one is computed. What cannot be captured runs eagerly,
    with the same kernels.
    """

    def __init__(self, classifier: Classifier, precision: Precision, batch: int) -> None:
        self.batch = batch
        self._model = classifier.to("cuda")
        self._precision = precision
        self._copies: Any = torch.cuda.Stream()  # type: ignore[no-untyped-call]  # torch's own
        self._kernels: Any = torch.cuda.Stream()  # type: ignore[no-untyped-call]  # as above
        self._input: Tensor | None = None
        self._output: Tensor | None = None
        self._graph: Any = None

    def make_buffer(self, shape: tuple[int, ...]) -> Tensor:
        """Memory of the machine that the GPU reads by itself."""
        return torch.zeros(shape, dtype=torch.uint8, pin_memory=True)

    def start(self, pictures: Tensor) -> Callable[[], Logits]:
        """Begin to compute a full batch; the function waits for its logits and returns them.

        The buffer `pictures` may be filled again when they are there.
        """
        if self._input is None or self._input.shape != pictures.shape:
            self._prepare(pictures.shape)
        with torch.inference_mode():
            with torch.cuda.stream(self._copies):
                arrived = pictures.to("cuda", non_blocking=True)
            self._kernels.wait_stream(self._copies)
            with torch.cuda.stream(self._kernels):
                # its memory is not given to the next batch before these kernels have read it
                arrived.record_stream(self._kernels)
                logits = self._run(arrived)
                result = torch.empty(logits.shape, dtype=torch.float32, pin_memory=True)
                result.copy_(logits, non_blocking=True)
                ready: Any = torch.cuda.Event()  # type: ignore[no-untyped-call]  # as above
                ready.record()

        def wait() -> Logits:
            ready.synchronize()
            fetched: Logits = result.numpy()
            return fetched

        return wait

    def _prepare(self, shape: torch.Size) -> None:
        """Run the network a few times, then capture it; runs out of memory here, if at all."""
        self._input = self._graph = self._output = None
        given = torch.zeros(shape, dtype=torch.uint8, device="cuda")
        self._kernels.wait_stream(torch.cuda.current_stream())
        with self._inference(), torch.cuda.stream(self._kernels):
            for _ in range(WARM_UP):
                self._model(given)
        torch.cuda.synchronize()
        torch.cuda.empty_cache()  # the graph has a pool of its own
        self._input = given
        try:
            self._capture(given)
        except RuntimeError as error:
            if is_memory(error):
                raise
            self._graph = None
            torch.cuda.synchronize()

    def _capture(self, given: Tensor) -> None:
        graph = torch.cuda.CUDAGraph()
        with self._inference(), torch.cuda.graph(graph, stream=self._kernels):
            self._output = self._model(given).float()
        self._graph = graph

    def _run(self, arrived: Tensor) -> Tensor:
        if self._graph is None or self._input is None or self._output is None:
            with self._inference():
                return self._model(arrived).float()  # type: ignore[no-any-return]
        self._input.copy_(arrived)
        self._graph.replay()
        return self._output

    def _inference(self) -> ExitStack:
        """No gradients; bfloat16 where it is asked for, its weights converted inside the graph."""
        wanted = self._precision != "float32"
        with ExitStack() as stack:
            stack.enter_context(torch.inference_mode())
            # a cache of converted weights would be emptied when the block ends, under the graph
            stack.enter_context(torch.autocast("cuda", torch.bfloat16, wanted, cache_enabled=False))
            return stack.pop_all()
