"""Answers the ten questions of the course with measured numbers, in English and in Russian.

evidence.py reads plots/, metrics/ and two keyword lists. One module for each question computes
facts and verdicts from that, without files and without words; the words are in
templates/<language>/. pages.py joins them, so both languages have the same numbers. No template
contains a number or a verdict.
"""
