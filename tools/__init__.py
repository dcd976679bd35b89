"""What a person types, `python -m tools.<name>`. No stage imports it: an edit here re-runs none."""
