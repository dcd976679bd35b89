"""ImageNet logits → scores of the targets, under each strategy that params.yaml names.

`map` is a built-in of Python: import from below this package, never `from stages import map`.
"""
