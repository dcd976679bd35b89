"""The section `download` of params.yaml."""

from pydantic import field_validator

from ..core.params import Section
from ..sources import entries


class DownloadParams(Section):
    """dataset: the name of a file in datasets/."""

    dataset: str

    @field_validator("dataset")
    @classmethod
    def _has_an_entry(cls, name: str) -> str:
        if fault := entries.find_fault(entries.DATASETS, name):
            raise ValueError(fault)
        return name
