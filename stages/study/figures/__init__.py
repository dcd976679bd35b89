"""One drawn figure for each question that the room answers: pure functions from rows to Figures."""
