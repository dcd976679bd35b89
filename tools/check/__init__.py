"""`python -m tools.check FILE`: everything that is wrong with a list of class groups."""
