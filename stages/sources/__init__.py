"""Fetches images and checkpoints; each file is verified by its SHA-256 before it is read.

catalog.yaml and torchvision.csv list the files and their addresses; `fetch` gets a file from
DATA_MIRROR, work/downloads or the network, `transfer` from one address; `provenance` describes it.
"""
