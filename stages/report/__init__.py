"""Writes report/report.md, report/index.html and metrics/best.json from metrics and plots.

Only the backbones in params.yaml are read, because files of removed backbones stay on the disk.

appendix.py reads what only these pages show: class lists, parameters, versions and the results of
`sensitivity`. render.py fills the templates with the findings of stages/results; page.py renders
index.html with the same findings and sentences. networks.py sets several networks side by side and
finds the best of each kind, which best.py writes for DVC.
"""
