"""Metrics and plots → report/report.md and index.html, which a reviewer reads from top to bottom.

It reads only the backbones that params.yaml lists: a removed one leaves its files behind.

appendix.py reads what only these pages show: lists of classes, parameters, pins, what
`sensitivity` left. templates/ has the words, render.py puts them together with the findings of
stages/results; page.py makes index.html of the same findings and sentences.
"""
