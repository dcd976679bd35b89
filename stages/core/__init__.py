"""What every room needs: errors, the front door, parameters, paths, files. Tiny and seldom touched,
because each stage depends on it: a comment here runs the whole pipeline again.
"""
