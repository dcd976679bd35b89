"""`python -m tools.experiments`: the experiments of DVC as one table, strategy by strategy."""
