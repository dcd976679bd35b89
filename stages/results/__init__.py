"""What `evaluate` left, read and judged for all pages: those of report, of questions, and README.

content.py reads everything, evaluation.py and provenance.py one backbone, rows.py a table;
findings.py decides what the numbers say; markdown.py escapes names in what templates say of it.
"""
