"""The driver's side: starts workers, hands out chunks, and goes on where a worker dies."""

import logging
import secrets
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...core import paths
from ...core.arrays import join_facts
from ...core.errors import DataError, StageError
from ..chunks import Chunk
from ..params import InferParams
from ..progress import Done
from ..task import Task
from . import cluster
from .worker import Worker

ATTEMPTS = 3  # a chunk that ends its worker so often is an error
PATIENCE = 60.0  # seconds until the log says for what this run waits


@dataclass(frozen=True)
class Share:
    """The part of one machine that a worker gets; node: Ray's name of the machine."""

    node: str
    host: str
    cpus: int
    gpus: float


def share_out(nodes: Sequence[Mapping[str, Any]], asked: InferParams) -> list[Share]:
    """A worker for each GPU of a machine, or one where there is none, or `workers` on each.

    nodes: as Ray lists them. One worker for all cores, because each needs memory for the network.
    """
    shares = []
    for node in nodes:
        cpus, gpus = int(node["Resources"].get("CPU", 0)), int(node["Resources"].get("GPU", 0))
        if asked.device == "cpu" or asked.backend == "openvino":
            gpus = 0
        if not node["Alive"] or cpus == 0:
            continue
        count = max(gpus, 1) if asked.workers == "auto" else min(asked.workers, cpus)
        share = Share(
            node["NodeID"], node["NodeManagerHostname"], cpus // count, min(gpus / count, 1)
        )
        shares += [share] * count
    return shares


class Crew:
    """The workers of a run; hardware: that of all their machines."""

    def __init__(self, ray: Any, task: Task) -> None:
        self.ray = ray
        self.task = task
        shares = share_out(ray.nodes(), task.asked)
        if not shares:
            raise DataError("no machine of the Ray cluster offers a processor. Type: ray status")
        self.workers = dict(zip(map(self._start, shares), shares, strict=True))
        self.machines = self._begin(list(self.workers))
        self.hardware = join_facts(self.machines)

    def prepare(self) -> "Crew":
        """Nothing: each worker builds the network when it gets its first chunk."""
        return self

    def __call__(self, parts: Sequence[Chunk], folder: Path, done: Done) -> None:
        """Have the chunks computed, one at a time by each worker; then the workers end.

        DataError if a chunk ends its worker ATTEMPTS times, or if no worker is left.
        """
        waiting, deaths = deque(parts), Counter[Chunk]()
        idle, busy = list(self.workers), dict[Any, tuple[Any, Chunk]]()
        while waiting or busy:
            while idle and waiting:
                worker, part = idle.pop(), waiting.popleft()
                busy[worker.compute.remote(part, folder)] = worker, part
            (finished,), _ = self.ray.wait(list(busy))
            worker, part = busy.pop(finished)
            try:
                _raise_if_error(self.ray.get(finished))
            except self.ray.exceptions.RayTaskError:
                raise
            except self.ray.exceptions.RayError as death:  # of the worker, or of its machine
                deaths[part] += 1
                self._count(part, deaths[part], self.workers[worker], death)
                waiting.appendleft(part)
                idle += self._replace(worker)
                if not self.workers:
                    raise DataError("no worker is left. Type: ray status, then dvc repro") from None
            else:
                idle.append(worker)
                done(part.stop - part.start)
        for worker in self.workers:
            self.ray.kill(worker)  # its memory is free for writing the logits

    def _start(self, share: Share) -> Any:
        """A worker on the machine of a share; it starts as soon as the share is free there."""
        node = self.ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy
        actor = self.ray.remote(Worker).options(
            num_cpus=share.cpus,
            num_gpus=share.gpus,
            scheduling_strategy=node(share.node, soft=False),
        )
        return actor.remote(self.task, share.cpus)

    def _begin(self, workers: Sequence[Any]) -> list[dict[str, Any]]:
        """Let new workers enter the checkout; returns the hardware of each.

        DataError if one cannot start, or does not see this checkout.
        """
        token = paths.WORK / f"ray-{secrets.token_hex(8)}"
        token.parent.mkdir(exist_ok=True)
        token.touch()
        try:
            answers = [worker.begin.remote(Path.cwd(), token) for worker in workers]
            self._wait(answers)
            return [_raise_if_error(answer) for answer in self.ray.get(answers)]
        except self.ray.exceptions.RayActorError as death:
            raise DataError(
                f"a worker cannot start: {_last_line(death)} Every machine of the cluster must "
                f"have {Path.cwd()} under this path, with its environment: docs/scale.md."
            ) from death
        finally:
            token.unlink()

    def _wait(self, answers: list[Any]) -> None:
        """Wait for all workers, and say so: machines may be busy with other programs on Ray."""
        while True:
            _, late = self.ray.wait(answers, num_returns=len(answers), timeout=PATIENCE)
            if not late:
                return
            logging.info(f"{len(late)} of {len(answers)} workers wait for a free processor.")

    def _replace(self, worker: Any) -> list[Any]:
        """A new worker in the place of a dead one; none where its machine has gone, too."""
        share = self.workers.pop(worker)
        if share.node not in {node["NodeID"] for node in self.ray.nodes() if node["Alive"]}:
            return []
        new = self._start(share)
        (machine,) = self._begin([new])
        if machine not in self.machines:
            raise DataError(
                f"the machine {share.host} computes with {machine}, and before its worker died "
                "with something else. Run: dvc repro infer"
            )
        self.workers[new] = share
        return [new]

    def _count(self, part: Chunk, deaths: int, share: Share, death: Exception) -> None:
        told = f"{part.split} images {part.start} to {part.stop - 1}"
        if deaths == ATTEMPTS:
            raise DataError(
                f"{told} ended their worker {ATTEMPTS} times, the last time on {share.host}: "
                f"{_last_line(death)} If memory was short, lower infer.chunk in params.yaml."
            ) from death
        logging.info(f"the worker with {told} died on {share.host}; another one takes them.")


@contextmanager
def start_crew(task: Task) -> Iterator[Crew]:
    """Workers on every machine of the cluster, or on this one; they end with the block."""
    ray = cluster.import_ray()
    with cluster.connect(ray):
        yield Crew(ray, task)


def _raise_if_error(answer: Any) -> Any:
    """What a worker answered, unless it is an error."""
    if isinstance(answer, StageError):
        raise answer
    return answer


def _last_line(error: Exception) -> str:
    """What Ray says last, as a sentence; before it stand names of actors, files and processes."""
    return str(error).strip().splitlines()[-1].strip().rstrip(".") + "."
