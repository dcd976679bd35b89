"""The section `download` of params.yaml."""

from pydantic import field_validator

from ..core.errors import shown
from ..core.params import Section
from ..sources import catalog


class DownloadParams(Section):
    """dataset: a name from catalog.yaml."""

    dataset: str

    @field_validator("dataset")
    @classmethod
    def _is_in_the_catalog(cls, name: str) -> str:
        datasets = catalog.read_catalog().datasets
        if name not in datasets:
            raise ValueError(
                f"{shown(name)} is not in the catalog; allowed: {', '.join(datasets)}."
            )
        return name
