"""Verifies the committed numbers: `make verify` computes them again and compares.

`__main__` uses these modules:
scratch     copies of one commit under work/, and commands in them; the working tree is not changed
record      compares the files of a commit with the hashes in its dvc.lock
contents    labels, logits, scores and metrics of one copy
checks      compares two copies, file by file: the difference and the tolerance
tolerances  the allowed differences, and the measured ones
table       the result as text
"""
