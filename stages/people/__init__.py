"""What people say of the same test images, as a ceiling and a reference for the strategies.

It is off by default: `people.answers` in params.yaml is null, and then report/people/index.html
says how to switch it on. answers.yaml describes what can be fetched; measures.py has the formulas.
"""
