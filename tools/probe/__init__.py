"""`python -m tools.probe`: whether a run can start from the images, before DVC deletes any."""
