"""`python -m tools.explain`: explains the predictions of the strategies from the files in data/."""
