"""`python -m tools.readme`: the tables of README.md and docs/ that hold results."""
