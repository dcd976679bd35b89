"""Fetches images and checkpoints; each file is verified by its SHA-256 before it is read.

`entries` reads networks/ and datasets/, which list the files and their addresses; `fetch` gets one
from DATA_MIRROR, work/downloads or the network, `transfer` from one address; `provenance`
describes it.
"""
