"""The ten questions of the course, answered with measured numbers, in English and in Russian.

evidence.py reads what other stages left in plots/ and metrics/, and two keyword lists. One module
a question turns it into facts and verdicts, without touching the disk and without words; the words
are in templates/<language>/. pages.py brings them together, so that both
languages tell the same numbers. No number and no verdict stands in a template.
"""
