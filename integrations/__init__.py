"""The engine room: connections, mappings and sync runs. Records enter from providers, rows leave to the portfolio."""
