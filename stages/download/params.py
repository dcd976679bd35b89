"""The section `download` of params.yaml."""

from typing import Annotated

from pydantic import Field, field_validator

from ..core.params import Section
from ..sources import entries


class DownloadParams(Section):
    """dataset: the name of a file in datasets/; folder: where the data of one's own lie."""

    dataset: str
    folder: Annotated[str, Field(min_length=1)]

    @field_validator("dataset")
    @classmethod
    def _has_an_entry(cls, name: str) -> str:
        if fault := entries.find_fault(entries.DATASETS, name):
            raise ValueError(fault)
        return name
