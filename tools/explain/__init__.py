"""`python -m tools.explain`: what the strategies left in data/, and why they answer as they do."""
