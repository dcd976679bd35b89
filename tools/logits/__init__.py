"""`python -m tools.logits`: takes over ImageNet logits that another program computed.

files.py reads what other programs write, checks.py refuses what does not fit, importing.py writes
what `map` and `evaluate` read.
"""
