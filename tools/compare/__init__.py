"""`python -m tools.compare`: the changes between two revisions, and whether they are noise."""
