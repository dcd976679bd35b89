"""Reads plots/provenance/<backbone>.json: data, network and libraries of the results.

It has no Git commit, because an output of a stage must not depend on HEAD.
"""

from pydantic import BaseModel, ConfigDict, NonNegativeInt, PositiveInt

from ..core import paths
from ..core.values import Confidence
from ..tables.record import Record


class _Part(BaseModel):
    """A part of the file; keys that the report does not show are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Titled(_Part):
    """A data set of several."""

    title: str


class Parts(_Part):
    """Where the images of two data sets are joined: whose each split is."""

    train: Titled
    test: Titled


class Dataset(_Part):
    """The source of the images; images_sha256: by split."""

    title: str
    licence: str
    citation: str
    images_sha256: dict[str, str]
    parts: Parts | None = None


class Input(_Part):
    """The input of the network; size: in pixels; tensors_sha256: by split, if it was stored."""

    dataset: Dataset
    size: int | str  # a text where the networks of an ensemble differ
    interpolation: str
    crop: str
    tensors_sha256: dict[str, str] | None = None


class Weights(_Part):
    """The checkpoint; notice: a text that its licence requires next to results."""

    title: str
    architecture: str
    file: str
    sha256: str
    licence: str
    notice: str


class Device(_Part):
    """kind: cpu, cuda or mps; model: the name that the device reports."""

    kind: str
    model: str


class Run(_Part):
    """How the logits of one split were computed."""

    weights: Weights
    input: Input
    backend: str
    device: Device
    precision: str
    versions: dict[str, str]

    @property
    def title(self) -> str:
        """The network's."""
        return self.weights.title

    @property
    def images(self) -> str:
        """What the images are."""
        return self.input.dataset.title

    @property
    def parts(self) -> Parts | None:
        """The two data sets that the images are of, if they are joined."""
        return self.input.dataset.parts

    @property
    def notice(self) -> str | None:
        """A text that the licence of the weights requires next to results."""
        return self.weights.notice


class Import(_Part):
    """Where imported logits were read from; own_labels: theirs, not those of the data set."""

    title: str
    images: str
    file: str
    sha256: str
    type: str
    own_labels: bool


class ImportedRun(_Part):
    """Logits that another program computed; nothing is known of the network."""

    backbone: str
    imported: Import
    parts: None = None
    notice: None = None

    @property
    def title(self) -> str:
        """The network's."""
        return self.imported.title

    @property
    def images(self) -> str:
        """What the images are."""
        return self.imported.images


class Images(_Part):
    """The number of images of each split; dev is train, which may have none."""

    train: NonNegativeInt
    test: PositiveInt


class Provenance(_Part):
    """The provenance of one backbone; confidence: of all intervals, in (0, 1).

    members: the networks of an ensemble.
    """

    train: Run | ImportedRun
    test: Run | ImportedRun
    images: Images
    targets: list[str]
    confidence: Confidence
    members: list[str] = []

    @property
    def chosen_on(self) -> paths.Scored:
        """The images by which strategies are chosen: dev, or test where there is no dev."""
        return "dev" if self.images.train else "test"

    @property
    def weights(self) -> Weights | None:
        """The checkpoint; None where the logits were imported."""
        return None if isinstance(self.test, ImportedRun) else self.test.weights

    @property
    def images_key(self) -> str:
        """Equal for two networks that are known to have been shown the same images."""
        run = self.test
        return run.backbone if isinstance(run, ImportedRun) and run.imported.own_labels else ""


PROVENANCE = Record(Provenance, "plots/provenance/{backbone}.json", "map evaluate")


def facts(provenance: Provenance) -> list[tuple[str, str]]:
    """Names and texts for the pages, from the images to the logits."""
    train, test = provenance.train, provenance.test
    if isinstance(train, ImportedRun) or isinstance(test, ImportedRun):
        return _imported_facts(train, test)
    dataset, weights = test.input.dataset, test.weights
    computed = _computed_on(test)
    if _computed_on(train) != computed:
        computed += f"; the training images on {_computed_on(train)}"
    stored = test.input.tensors_sha256
    joined = dataset.parts
    return [
        *([("training images", joined.train.title)] if joined else []),
        *([("test images", joined.test.title)] if joined else []),
        ("images", f"{dataset.title}; licence: {dataset.licence}; cite {dataset.citation}"),
        ("images, SHA-256", _by_split(dataset.images_sha256)),
        (
            "input",
            f"{test.input.size}×{test.input.size} pixels, {test.input.interpolation}, "
            f"crop: {test.input.crop}",
        ),
        ("input, SHA-256", _by_split(stored) if stored else "not stored, made as it was read"),
        ("network", f"{weights.title}, {weights.architecture}"),
        ("checkpoint", f"{weights.file}, SHA-256 {weights.sha256}"),
        ("computed on", computed),
        (
            "versions, logits",
            ", ".join(f"{name} {test.versions[name]}" for name in sorted(test.versions)),
        ),
    ]


def _imported_facts(train: Run | ImportedRun, test: Run | ImportedRun) -> list[tuple[str, str]]:
    rows = [("network", test.title), ("images", test.images)]
    for split, run in (("training", train), ("test", test)):
        if isinstance(run, ImportedRun):
            one = run.imported
            told = f"imported from {one.file} ({one.type}), SHA-256 {one.sha256}"
            rows.append((f"logits, {split} images", told if one.file else "none"))
    return rows


def _computed_on(run: Run) -> str:
    return f"{run.device.model} ({run.device.kind}), {run.backend}, {run.precision}"


def _by_split(sha256: dict[str, str]) -> str:
    return f"train {sha256['train']}, test {sha256['test']}"
