"""The portfolio's pages. They stand here and not in the portfolio's own room because they say where each value came from:
which connection, which run."""
