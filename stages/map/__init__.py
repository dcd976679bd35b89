"""Computes the scores of the targets from ImageNet logits, with every strategy of params.yaml.

`map` is a built-in of Python: import from below this package, never `from stages import map`.
"""
