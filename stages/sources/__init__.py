"""Where images and checkpoints come from, each verified by its SHA-256 before anything reads it.

catalog.yaml and torchvision.csv say what there is and where; `fetch` gets it from DATA_MIRROR,
work/downloads or the network, `transfer` one file from one address; `provenance` says what came.
"""
