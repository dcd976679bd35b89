"""`python -m tools.compare`: what changed between two revisions, and whether it is noise."""
