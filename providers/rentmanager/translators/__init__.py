"""Rent Manager's replies as records. It names no currency, so records carry none: the agency's own applies."""
