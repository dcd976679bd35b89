"""torchvision.csv from torchvision: `python -m tests.sources.torchvision_registry`.

Run by hand when torchvision brings new weights. It lives here because `download` and `weights`
import no torch: the pipeline reads the table alone, and test_catalog.py compares the two.
"""

import re
from typing import Any

from torchvision import models

from stages.core import files, front_door
from stages.core.arrays import IMAGENET_CLASSES
from stages.sources.catalog import SLACK
from stages.sources.torchvision_table import ADDRESS, HEADER, TABLE

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
HALF = "0.5 0.5 0.5"
RENORMALISED = ("googlenet", "inception_v3")


def rows() -> list[tuple[str, ...]]:
    """One row for each set of weights with 1000 classes, in the order of builders and versions."""
    return [
        _row(builder, weights)
        for builder in models.list_models(module=models)
        for weights in models.get_model_weights(builder)
        if len(weights.meta["categories"] or ()) == IMAGENET_CLASSES
    ]


def _row(builder: str, weights: Any) -> tuple[str, ...]:
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
    return (
        str(weights),
        builder,
        file,
        sha256,
        str(size),
        str(weights.meta["_metrics"]["ImageNet-1K"]["acc@1"]),
        str(recipe.crop_size[0]) if builder.startswith(ONE_SIZE) else "",
        str(recipe.crop_size[0]),
        recipe.interpolation.value,
        HALF if half else " ".join(str(value) for value in recipe.mean),
        HALF if half else " ".join(str(value) for value in recipe.std),
        weights.meta.get("license", "BSD-3-Clause"),
    )


def main() -> None:
    """Write torchvision.csv from the torchvision that is installed."""
    files.write_csv(TABLE, HEADER, rows())


if __name__ == "__main__":
    front_door.run(main)
