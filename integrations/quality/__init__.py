"""How good the rows are that a connection has brought: rules, findings, and a score from 0 to 100 for each kind and day."""
