"""`python -m tools.audit`: the effect of each single edit of a class list on accuracy."""
