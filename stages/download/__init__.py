"""Fetch images, labels and checkpoints, each verified by its SHA-256 before anything reads it.

catalog.yaml and torchvision.csv say what there is and where; `fetch` gets it from DATA_MIRROR,
work/downloads or the network; `convnetjs` and `official` read the two formats of CIFAR-10.
"""
