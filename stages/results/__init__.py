"""Reads the results of `evaluate` for the pages of report, of questions, and README.

evaluation.py and provenance.py read the results of each backbone; findings.py compares strategies;
language.py writes numbers, and markdown.py escapes names.
"""
