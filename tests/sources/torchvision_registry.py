"""Entries of networks/ from torchvision: `python -m tests.sources.torchvision_registry`.

Run by hand when torchvision brings new weights. It lives here because `download` and `weights`
import no torch: the pipeline reads the files alone, and test_entries.py compares the two.
"""

import re
from collections.abc import Sequence
from typing import Any

from torchvision import models

from stages.core import files, front_door
from stages.core.arrays import IMAGENET_CLASSES
from stages.sources.entries import NETWORKS
from stages.sources.file import SLACK

ADDRESS = "https://download.pytorch.org/models/"
# hash and size of files that were measured; for all others torchvision has 8 or 10 digits and MiB
MEASURED = {
    "resnet50-0676ba61.pth": (
        "0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a",
        102_530_333,
    )
}
# position embeddings and windows of one size; the others take any (a test tries them all)
ONE_SIZE = ("vit_", "maxvit_")
# with weights=… their builders re-normalise ImageNet's input to these; without, nothing does
HALF = (0.5, 0.5, 0.5)
RENORMALISED = ("googlenet", "inception_v3")
ENTRY = """\
# Made by tests/sources/torchvision_registry.py.
title: torchvision's {name} ({top1:.1f} % ImageNet top-1)
architecture: {builder}
format: torchvision
licence: {licence}
notice: >-
  Uses a network of torchvision (https://github.com/pytorch/vision), trained on ImageNet, whose
  images are available for non-commercial research and education
mean: {mean}
std: {std}
input_size: {input_size}
documented: {{size: {size}, interpolation: {interpolation}}}
file:
  name: {file}
  sha256: {sha256}
  size: {bytes}
  urls:
    - {address}
"""


def make_entries() -> dict[str, str]:
    """The text of an entry for each set of weights with 1000 classes, by its name."""
    return {
        str(weights): _make_entry(builder, weights)
        for builder in models.list_models(module=models)
        for weights in models.get_model_weights(builder)
        if len(weights.meta["categories"] or ()) == IMAGENET_CLASSES
    }


def _make_entry(builder: str, weights: Any) -> str:
    file = weights.url.removeprefix(ADDRESS)
    found = re.fullmatch(r".+-([0-9a-f]{8}|[0-9a-f]{10})\.pth", file)
    if found is None:
        raise ValueError(f"{weights.url} does not end in a hash, so it could not be verified")
    rounded = round(weights.meta["_file_size"] * 2**20)
    sha256, size = MEASURED.get(file, (found[1], rounded))
    if abs(size - rounded) > SLACK or not sha256.startswith(found[1]):
        raise ValueError(f"{file}: what was measured contradicts what torchvision publishes")
    recipe = weights.transforms()
    half = builder in RENORMALISED
    (side,) = recipe.crop_size
    return ENTRY.format(
        name=weights,
        top1=weights.meta["_metrics"]["ImageNet-1K"]["acc@1"],
        builder=builder,
        licence=weights.meta.get("license", "BSD-3-Clause"),
        mean=_list(HALF if half else recipe.mean),
        std=_list(HALF if half else recipe.std),
        input_size=side if builder.startswith(ONE_SIZE) else "null # any",
        size=side,
        interpolation=recipe.interpolation.value,
        file=file,
        sha256=quoted(sha256),
        bytes=size,
        address=weights.url,
    )


def _list(numbers: Sequence[float]) -> str:
    return f"[{', '.join(map(str, numbers))}]"


def quoted(sha256: str) -> str:
    """A hash that YAML would read as a number, such as 12345678 or 1234e678, in quotes."""
    return sha256 if re.search("[a-df]", sha256) else f'"{sha256}"'


def main() -> None:
    """Write the entries of all that the installed torchvision has."""
    for name, text in make_entries().items():
        files.write_text(NETWORKS / f"{name}.yaml", text)


if __name__ == "__main__":
    front_door.run(main)
