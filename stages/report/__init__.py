"""Metrics and plots → report/report.md and index.html, which a reviewer reads from top to bottom.

It reads only the backbones that params.yaml lists: a removed one leaves its files behind.

results.py, provenance.py and pins.py read, intervals.py computes ends that files hold rounded,
findings.py decides what the numbers say, templates/ has the words, render.py puts them together;
markdown.py escapes names. page.py makes index.html of the same findings and sentences, with what
appendix.py reads: details, lists of classes, parameters.
"""
