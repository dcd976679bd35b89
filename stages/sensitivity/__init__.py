"""How much depends on what: every combination of choices on the same logits, scored on dev.

Beside the pipeline: no mapping in params.yaml runs it, an edited group list does. It writes
plots/sensitivity/: the specification curve with each choice's Shapley share of the spread,
learning curves against the label-free line, unequal classes, and the taxonomy's exponent.
"""
