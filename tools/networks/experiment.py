"""The experiment: every network that this environment can run, shown two kinds of pictures."""

from typing import Final

from tools.verify.scratch import Copy

NETWORKS: Final = (
    "resnet50-pqf",  # first, as the default: the others are compared with it
    "resnet18-pqf",
    "efficientnet-lite0",
    "efficientnet-lite1",
    "efficientnet-lite2",
)
BACKBONES: Final = (*NETWORKS, *(f"{name}-bicubic" for name in NETWORKS))


def run(copy: Copy) -> None:
    """Compute, map and evaluate all of them in a scratch copy, with its params.yaml edited."""
    edits = (f"backbones=[{','.join(BACKBONES)}]", "preprocess.store=false")
    words = [word for edit in edits for word in ("-S", edit)]
    copy.run("dvc", "exp", "run", "-n", "networks", *words, "evaluate")
