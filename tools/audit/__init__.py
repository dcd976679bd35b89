"""`python -m tools.audit`: what each single edit of a class list would do to accuracy."""
