"""`python -m stages.weights BACKBONE`: a checkpoint as published, verified by its SHA-256."""
