"""`python -m tools.networks`: the networks that run here, compared, for docs/networks.md."""
