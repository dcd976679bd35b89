"""One flipped bit in every kind of file, with its time kept, and files cut or emptied."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from stages.core import params
from tests.faults import ground
from tests.faults.tally import LOST, OTHER, SILENT, TRACEBACK, WISHED, Outcome, is_one_line

# kind → its files, and the stage that reads them; {} is the backbone
KINDS = {
    "images": ("data/images/*.npy", "preprocess"),
    "provenance of images": ("data/images/*.json", "preprocess"),
    "sums of images": ("data/images/SHA256SUMS", "preprocess"),
    "labels of dev": ("data/labels/train.npy", "map"),
    "labels of test": ("data/labels/test.npy", "evaluate"),
    "sums of labels": ("data/labels/train.npy.sha256", "map"),
    "tensors": ("data/tensors/*.npy", "infer"),
    "provenance of tensors": ("data/tensors/*.json", "infer"),
    "sums of tensors": ("data/tensors/SHA256SUMS", "infer"),
    "checkpoint": ("data/weights/{}/*.pth", "infer"),
    "provenance of weights": ("data/weights/{}/*.json", "infer"),
    "sums of weights": ("data/weights/{}/SHA256SUMS", "infer"),
    "logits": ("data/logits/{}/*.safetensors", "map"),
    "sums of logits": ("data/logits/{}/SHA256SUMS", "map"),
    "scores": ("data/scores/{}/*/*.npz", "evaluate"),
    "provenance of scores": ("data/scores/{}/*.json", "evaluate"),
    "sums of scores": ("data/scores/{}/SHA256SUMS", "evaluate"),
    "mappings": ("data/mappings/{}/*.*", "evaluate"),
    "sums of mappings": ("data/mappings/{}/SHA256SUMS", "evaluate"),
    "metrics": ("metrics/{}/*/*.json", "report"),
    "tables": ("plots/*/{}.csv", "report"),
    "confusion tables": ("plots/confusion/{}/*.csv", "report"),
    "provenance of results": ("plots/provenance/{}.json", "report"),
    "figures": ("plots/figures/{}/**/*.svg", "report"),
    "sums of results": ("plots/checksums/{}.sha256", "report"),
    "sensitivity": ("plots/sensitivity/**/*.*", "report"),
    "sums of sensitivity": ("plots/sensitivity/SHA256SUMS", "report"),
    "study": ("plots/study/**/*.*", "questions"),
    "sums of study": ("plots/study/SHA256SUMS", "questions"),
}
ROOMS = tuple(dict.fromkeys(room for _, room in KINDS.values()))


def flip(chance: Random, content: bytes) -> bytes:
    """One bit another."""
    changed = bytearray(content)
    place = chance.randrange(8 * len(content))
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def cut(chance: Random, content: bytes) -> bytes:
    """Nothing at all, as after a power cut, or the first part."""
    return content[: chance.choice((0, chance.randrange(len(content))))]


def damage(
    chance: Random, trials: int, change: Callable[[Random, bytes], bytes]
) -> Iterator[Outcome]:
    """Damage a file `trials` times for each kind; its reader is started by hand."""
    wanted = ground.snapshot()
    for kind, (_, room) in KINDS.items():
        for _ in range(trials):
            path = chance.choice(files_of(kind))
            with damaged(path, chance, change):
                outcome = _judge(f"{kind}: {path}", path, ground.run_fork(room))
            if found := ground.differences(wanted):
                outcome = Outcome(LOST, f"{outcome.told} | {found}")
            yield outcome


def mend(chance: Random, trials: int) -> Iterator[Outcome]:
    """A flipped bit of each kind, mended by the command that the one line says.

    The study's is left out: its results are made up here.
    """
    wanted = ground.snapshot()
    with ground.kept_state():
        for number in range(trials):
            kind = [name for name in KINDS if "study" not in name][number % (len(KINDS) - 2)]
            path = chance.choice(files_of(kind))
            room = KINDS[kind][1]
            change_file(path, flip(chance, path.read_bytes()))
            said = ground.run_fork(room).text
            command = said.rstrip().rpartition("Run: ")[2]
            ends = [ground.run_command("bash", "-c", command), ground.run_fork(room)]
            told = f"{kind}: {path}: {said} | " + " | ".join(end.text[-500:] for end in ends)
            found = ground.differences(wanted)
            if any(end.code for end in ends) or found:
                yield Outcome(LOST, f"{told} | {found}")
                ground.restore()
            else:
                yield Outcome(WISHED)


def files_of(kind: str) -> list[Path]:
    """The files of a kind, that is not their sums, unless it is about those."""
    pattern = KINDS[kind][0].format(params.load_backbones()[0])
    found = [path for path in Path().glob(pattern) if path.is_file()]
    sums = "sums" in kind
    return sorted(path for path in found if sums == bool(re.search("(?i)sha256", path.name)))


def change_file(path: Path, content: bytes) -> None:
    """Other bytes in the same file at the same time, as a worn disk would have it."""
    state = path.stat()
    with path.open("r+b") as file:  # in place: the file keeps its number on the disk
        file.truncate(len(content))
        file.write(content)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


@contextmanager
def damaged(path: Path, chance: Random, change: Callable[[Random, bytes], bytes]) -> Iterator[None]:
    content = path.read_bytes()
    change_file(path, change(chance, content))
    try:
        yield
    finally:
        change_file(path, content)


def _judge(trial: str, path: Path, end: ground.Ended) -> Outcome:
    """Refused in one line with a command that names the file, or the list of sums that does."""
    told = f"{trial}: exit {end.code}: {end.text[-500:]}"
    if end.code == 0:
        return Outcome(SILENT, told)
    if end.is_bug:
        return Outcome(TRACEBACK, told)
    named = path.name in end.text or path.parent.name in end.text
    return Outcome(WISHED if named and "Run: " in end.text and is_one_line(end) else OTHER, told)
