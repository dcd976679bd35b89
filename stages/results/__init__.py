"""Reads the results of `evaluate` for the pages of report, of questions, and README.

content.py reads all backbones, evaluation.py and provenance.py one backbone; findings.py compares
strategies; language.py writes numbers, and markdown.py escapes names.
"""
