"""The weights stage: a checkpoint as published, verified by its SHA-256."""
