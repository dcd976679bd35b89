"""Are the committed numbers right? `make verify` computes them again and compares.

The door, `__main__`, strings these together:
scratch     copies of one commit under work/, and commands in them; the working tree stays as it is
record      whether a commit agrees with itself: its files with the hashes in its dvc.lock
side        labels, logits, scores and metrics of one copy
checks      two sides, file by file: how far apart, and how far they may be
tolerances  how far they may be, and what was measured
table       what people read
"""
