"""Reads images and labels, from published files or from a folder of this machine.

stages/sources fetches published files; `published` does so for a folder of pictures, `unpacked`
looks for CIFAR's archive where it was unpacked, `listing` lists and compares the files of a folder.
A reader for each format: `convnetjs`, `official`, `folder` with `picture`, `npy`, `parquet`.
"""
