"""Rent Manager's replies: only the fields that are used, which are also the only ones asked for."""
