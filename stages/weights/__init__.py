"""The weights stage: the checkpoint of one backbone, fetched as `download` fetches."""
