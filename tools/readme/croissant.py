"""The published scores described in Croissant 1.0 (MLCommons), so that other programs find them."""

from pathlib import Path
from typing import Any, Final

from stages.core import checksums
from stages.results.evaluation import Content
from stages.results.provenance import Run
from stages.tables import evaluate as tables

CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "recordSet": "cr:recordSet",
    "sc": "https://schema.org/",
    "source": "cr:source",
}


COLUMNS: Final = {
    "kind": "what the mapping may know",
    "strategy": "its name in params.yaml",
    "accuracy": "share of right predictions of the test images",
    "low": "lower end of its Wilson interval",
    "high": "upper end of its Wilson interval",
    "dev_accuracy": "the same of the training images, by which a mapping is chosen",
    "dev_low": "lower end of its Wilson interval",
    "dev_high": "upper end of its Wilson interval",
}
WORDS: Final = ("kind", "strategy")


def describe(content: Content, version: str, where: str) -> dict[str, Any]:
    """The file of accuracies of each network, and what its columns hold.

    version: of this project; where: the way from the description to the root of the checkout.
    """
    runs = [evaluation.provenance.test for evaluation in content.evaluations]
    networks = [run.weights for run in runs if isinstance(run, Run)]
    backbones = [evaluation.backbone for evaluation in content.evaluations]
    notices = dict.fromkeys(network.notice for network in networks)
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "imagenet2cifar",
        "version": version,
        "description": "Accuracy of every mapping of ImageNet's 1000 outputs to the targets, with "
        "intervals, on the same logits. " + " ".join(notices),
        "license": "; ".join(dict.fromkeys(network.licence for network in networks)),
        "distribution": [_file(name, where) for name in backbones],
        "recordSet": [_records(name) for name in backbones],
    }


def _file(backbone: str, where: str) -> dict[str, Any]:
    path = Path(tables.ACCURACY.path(backbone=backbone))
    return {
        "@type": "cr:FileObject",
        "@id": f"{backbone}.csv",
        "name": f"{backbone}.csv",
        "contentUrl": f"{where}{path.as_posix()}",
        "encodingFormat": "text/csv",
        "sha256": checksums.sha256(path),
    }


def _records(backbone: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": backbone,
        "name": backbone,
        "field": [_field(backbone, name, text) for name, text in COLUMNS.items()],
    }


def _field(backbone: str, name: str, text: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{backbone}/{name}",
        "name": name,
        "description": text,
        "dataType": "sc:Text" if name in WORDS else "sc:Float",
        "source": {"fileObject": {"@id": f"{backbone}.csv"}, "extract": {"column": name}},
    }
