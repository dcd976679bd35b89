"""The rooms of the pipeline: one folder a stage, one `python -m stages.<room>` to run it."""
