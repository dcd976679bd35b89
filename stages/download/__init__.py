"""Reads images and labels from the published files, in their published order.

stages/sources fetches the files; `convnetjs` and `official` read the two formats of CIFAR-10.
"""
