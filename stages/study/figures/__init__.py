"""One figure for each question of the study: pure functions from rows to matplotlib Figures."""
